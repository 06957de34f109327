import type { PermissionsFact, ToolPermission } from '../../../facts/permissions';
import type { TraitSignals } from '../../../facts/traits';
import type { Analysis } from '../../../flow/analyse';
import type { EntryPoint } from '../../../flow/entries/entry';
import { fileOf, fileOfFn } from '../../../flow/program';
import { seenAt } from '../../../model/evidence';
import { byPlace } from '../../../model/location';
import type { NodeId } from '../../../model/flow-graph';
import type { CodeContext } from '../context';
import { demandedScopes, requestedScopes } from './permissions/scopes';
import { functionLocation, literalsAt, memberAt, queryOf, textAt, storesNamed } from './query';
import { sliceOf } from './slice';

const PERMISSION = /^(scopes?|roles?|permissions?|allowedScopes|grantedScopes|isAdmin)$/;
/** Names under which programs keep what they know of whoever asks. What a service answers about its own users has other names. */
const CALLER = /^(authInfo|auth|claims|principal|currentUser|getStore|getMcpAuthContext|jwtPayload|tokenPayload|tokenInfo|authContext|securityContext|userContext|caller|identity|session|props)$/;
const CALLER_PATH = /^(jose|jsonwebtoken)\.|^express\.Request\(\)\.(auth|user)|^fastify\.FastifyRequest\(\)\.(user|auth)|^fastmcp\.|^agents(\/mcp)?\./;
/** Functions that ask for a scope or a role. */
const ASKS = /^(require|has|check|assert|verify|ensure|enforce|with|need|includes?)_?(All|Any|Required|Mcp|Tool|User)?_?(Scope|Role|Permission)s?$/i;
const DESTRUCTIVE = /(^|[_-])(delete|remove|drop|destroy|purge|wipe|erase|truncate|revoke)([_-]|$)|^(delete|remove|drop|destroy|purge|wipe|erase)[A-Z]/;
/** What a browser or a screen does when it is told to, whatever hints the tool carries. */
const STEERS = /(^|[_-])(navigate|goto|go|open|click|tap|type|fill|press|select|hover|scroll|drag|wait|resize|screenshot|snapshot|back|forward|reload|evaluate)([_-]|$)/i;

/** What tools ask of their callers, and what the server asks of others. */
export function permissionsFact({ analysis }: CodeContext): PermissionsFact {
  const asking = askingFunctions(analysis);
  const dispatched = analysis.entries.some((entry) => entry.kind === 'dispatch' && reaches(analysis, entry, asking));
  const tools = analysis.entries.filter((entry) => entry.kind === 'tool' && entry.name !== '' && entry.handlers.length > 0);
  const inTools = new Set(tools.flatMap((tool) => [...queryOf(analysis).reach(tool.handlers, 4, true)]));
  const checks = [...asking].filter((fn) => !inTools.has(fn)).flatMap((fn) => functionLocation(analysis, fn) ?? []).sort(byPlace);
  return {
    tools: tools.map((entry) => toolOf(analysis, entry, asking, dispatched)),
    requested: requestedScopes(analysis), demanded: demandedScopes(analysis), checks,
  };
}

/** Callers are told apart where their scopes are read, or where scopes are asked for. */
export function permissionSignals(fact: PermissionsFact): TraitSignals {
  return {
    authentication: [
      ...fact.tools.filter((tool) => tool.checked).map((tool) => seenAt(tool.location, `The tool \`${tool.name}\` asks what the caller may do.`)),
      ...fact.requested.map(({ scope, location }) => seenAt(location, `The scope \`${scope}\` is asked for.`)),
      ...fact.demanded.map(({ scope, location }) => seenAt(location, `Callers need the scope \`${scope}\`.`)),
      ...fact.checks.map((location) => seenAt(location, 'The scopes or roles of the caller are read here.')),
    ],
  };
}

function toolOf(analysis: Analysis, entry: EntryPoint, asking: ReadonlySet<number>, dispatched: boolean): ToolPermission {
  const hint = entry.annotations === -1 ? undefined : literalsAt(analysis, memberAt(analysis, entry.annotations, 'destructiveHint'))[0];
  const checked = (dispatched && entry.registration === 'low-level') || reaches(analysis, entry, asking) || hasAccessRule(analysis, entry);
  return { name: entry.name, location: entry.location, checked, destructive: hint === undefined ? DESTRUCTIVE.test(entry.name) : hint === true && !STEERS.test(entry.name) };
}

function reaches(analysis: Analysis, entry: EntryPoint, asking: ReadonlySet<number>): boolean {
  return asking.size > 0 && [...queryOf(analysis).reach(entry.handlers, 4, true)].some((fn) => asking.has(fn));
}

const ACCESS_RULE = /^canAccess$/;

/** `addTool({ name, canAccess: (auth) => … })` of FastMCP. */
function hasAccessRule(analysis: Analysis, entry: EntryPoint): boolean {
  const { program } = analysis;
  return storesNamed(analysis, ACCESS_RULE).some((store) => (program.initStores.get(store.base) ?? []).some((other) => other.prop === 'name' && textAt(analysis, other.from) === entry.name));
}

/** Functions of the product that read what the caller may do, or ask a function that says so. */
function askingFunctions(analysis: Analysis): Set<number> {
  const { program } = analysis;
  const found = new Set<number>();
  for (const load of program.loads) {
    const fn = program.owners[load.to] ?? -1;
    if (fn >= 0 && !found.has(fn) && PERMISSION.test(load.prop) && fileOf(program, load.to)?.product === true && isCaller(analysis, load.from)) found.add(fn);
  }
  for (const call of program.calls) if (call.fn >= 0 && ASKS.test(call.name) && fileOfFn(program, call.fn)?.product === true && call.args.some((arg) => literalsAt(analysis, arg).some((value) => typeof value === 'string'))) found.add(call.fn);
  return found;
}

/** Whether a value is what the program knows of whoever asks. */
function isCaller(analysis: Analysis, node: NodeId): boolean {
  const { names, paths } = sliceOf(analysis, [node]);
  return [...names].some((name) => CALLER.test(name)) || [...paths].some((path) => CALLER_PATH.test(path));
}
