import type { PermissionsFact, RequestedScope, ToolPermission } from '../../../facts/permissions';
import type { TraitSignals } from '../../../facts/traits';
import type { Analysis } from '../../../flow/analyse';
import type { EntryPoint } from '../../../flow/entries/entry';
import { fileOf } from '../../../flow/program';
import { seenAt } from '../../../model/evidence';
import type { CodeContext } from '../context';
import { elementsAt, literalsAt, memberAt, queryOf } from './query';

const PERMISSION = /^(scopes?|roles?|permissions?|allowedScopes|grantedScopes)$/;
const DESTRUCTIVE = /(^|[_-])(delete|remove|drop|destroy|purge|wipe|erase|truncate|revoke)([_-]|$)|^(delete|remove|drop|destroy|purge|wipe|erase)[A-Z]/;

/** What tools ask of their callers, and what the server asks of others. */
export function permissionsFact({ analysis }: CodeContext): PermissionsFact {
  const tools = analysis.entries.filter((entry) => entry.kind === 'tool' && entry.name !== '' && entry.handlers.length > 0).map((entry) => toolOf(analysis, entry));
  return { tools, requested: requestedScopes(analysis) };
}

/** Callers are told apart where their scopes are read, or where scopes are asked for. */
export function permissionSignals(fact: PermissionsFact): TraitSignals {
  return {
    authentication: [
      ...fact.tools.filter((tool) => tool.checked).map((tool) => seenAt(tool.location, `The tool \`${tool.name}\` asks what the caller may do.`)),
      ...fact.requested.map(({ scope, location }) => seenAt(location, `The scope \`${scope}\` is asked for.`)),
    ],
  };
}

function toolOf(analysis: Analysis, entry: EntryPoint): ToolPermission {
  const query = queryOf(analysis);
  const checked = [...query.reach(entry.handlers, 4, true)].some((fn) => query.loadsIn(fn).some((load) => PERMISSION.test(load.prop)));
  const hint = entry.annotations === -1 ? undefined : literalsAt(analysis, memberAt(analysis, entry.annotations, 'destructiveHint'))[0];
  return { name: entry.name, location: entry.location, checked, destructive: hint === true || (hint === undefined && DESTRUCTIVE.test(entry.name)) };
}

/** Texts under `scope` or `scopes` in the options of a log-in, one by one. */
function requestedScopes(analysis: Analysis): RequestedScope[] {
  const { program } = analysis;
  const found = program.stores.flatMap((store): RequestedScope[] => {
    const file = fileOf(program, store.base);
    if (!store.init || !file?.product || !/^(scopes?|SCOPES?|scopesSupported)$/.test(store.prop)) return [];
    const texts = elementsAt(analysis, store.from).flatMap((node) => literalsAt(analysis, node)).filter((value): value is string => typeof value === 'string');
    return texts.flatMap((text) => text.split(/[\s,]+/)).filter((scope) => /^[\w:./*-]{1,120}$/.test(scope)).map((scope) => ({ scope, location: { path: file.path, line: store.at[0] } }));
  });
  return [...new Map(found.map((each) => [each.scope, each])).values()];
}
