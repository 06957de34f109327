import type { RequestedScope } from '../../../../facts/permissions';
import type { Analysis } from '../../../../flow/analyse';
import { callLocation, fileOf, locationOf } from '../../../../flow/program';
import { NO_NODE, type NodeId, type Store } from '../../../../model/flow-graph';
import type { Location } from '../../../../model/location';
import { elementsAt, literalsAt, queryOf, textAt } from '../query';

/** Members that stand beside a scope where somebody is asked to log in. */
const LOGIN = /^(client_?id|redirect_?ur[il]|response_?type|grant_?type|access_?type|client_?secret|authorization_?(url|endpoint)|token_?(url|endpoint)|authorize_?url|auth_?url|code_challenge|prompt|login_hint|keyfile(name)?|authority|callback_?url)$/i;
const LOGIN_CALL = /oauth|auth(?!or\b)|acquireToken|getToken|login|consent|signIn|GoogleAuth|\bJWT\b|credential|strategy|deviceCode/i;
/** Calls of middleware that lets through only whoever has the scopes. */
const DEMANDS = /^(requireBearerAuth|requiredScopes|requireScopes?|scopeIncludesAny|withMcpAuth|experimental_withMcpAuth|checkScopes|hasScopes|mcpAuth)$/;

/** Scopes that the server asks for when it logs in at another service: in options, in parameters, in addresses. */
export function requestedScopes(analysis: Analysis): RequestedScope[] {
  return once([...inOptions(analysis), ...inParameters(analysis), ...inAddresses(analysis)]);
}

/** Scopes without which middleware lets no request through. */
export function demandedScopes(analysis: Analysis): RequestedScope[] {
  const { program, points } = analysis;
  return once(program.calls.flatMap((call, index) => {
    if (!DEMANDS.test(call.name) || !queryOf(analysis).isProduct(index)) return [];
    const members = call.args.flatMap((arg) => points.of(arg)).flatMap((value) => (value.k === 'object' ? [...points.members(value.node)] : []));
    const listed = members.filter(([name]) => /^(requiredScopes?|scopes?)$/.test(name)).map(([, node]) => node);
    const direct = call.name === 'requireBearerAuth' || /withMcpAuth/i.test(call.name) ? [] : call.args;
    return [...listed, ...direct].flatMap((node) => scopesAt(analysis, node)).map((scope) => ({ scope, location: callLocation(program, index) }));
  }));
}

function inOptions(analysis: Analysis): RequestedScope[] {
  const { program } = analysis;
  return program.stores.flatMap((store) => {
    const file = fileOf(program, store.base);
    if (store.init !== true || file?.product !== true || !/^scopes?$/i.test(store.prop) || !asksToLogIn(analysis, store)) return [];
    return scopesAt(analysis, store.from).map((scope) => ({ scope, location: { path: file.path, line: store.at[0] } }));
  });
}

/** The object says whom to log in and where, or goes to a function that does. */
function asksToLogIn(analysis: Analysis, store: Store): boolean {
  return (analysis.program.initStores.get(store.base) ?? []).some((other) => LOGIN.test(other.prop)) || givenToLogin(analysis).has(store.base);
}

const GIVEN = new WeakMap<Analysis, ReadonlySet<NodeId>>();

/** What functions are given that log in: values, and the objects that they may be. */
function givenToLogin(analysis: Analysis): ReadonlySet<NodeId> {
  const { program, points } = analysis;
  const known = GIVEN.get(analysis);
  if (known) return known;
  const given = new Set<NodeId>();
  program.calls.forEach((call, index) => {
    if (call.args.length === 0 || DEMANDS.test(call.name) || !(LOGIN_CALL.test(call.name) || points.apis(index).some((path) => LOGIN_CALL.test(path.replace(/^zod.*/, ''))))) return;
    for (const arg of call.args) {
      given.add(arg);
      for (const value of points.of(arg)) if (value.k === 'object') given.add(value.node);
    }
  });
  GIVEN.set(analysis, given);
  return given;
}

/** `url.searchParams.set('scope', 'a b')`. */
function inParameters(analysis: Analysis): RequestedScope[] {
  const { program } = analysis;
  return program.calls.flatMap((call, index) => {
    if (!/^(set|append)$/.test(call.name) || call.args.length !== 2 || textAt(analysis, call.args[0]) !== 'scope' || !queryOf(analysis).isProduct(index)) return [];
    return scopesAt(analysis, call.args[1] ?? NO_NODE).map((scope) => ({ scope, location: callLocation(program, index) }));
  });
}

/** `https://…/authorize?client_id=…&scope=a%20b`. */
function inAddresses({ program }: Analysis): RequestedScope[] {
  return program.concats.flatMap((concat) => {
    const text = concat.parts.map((part) => (typeof part === 'string' ? part : '\u0000')).join('');
    const location = fileOf(program, concat.to)?.product === true ? locationOf(program, concat.to) : undefined;
    const scopes = /[?&]scope=([^&\u0000]+)/.exec(text)?.[1];
    return scopes === undefined || !location || !/client_id=/.test(text) ? [] : split(scopes.replace(/%20|\+/g, ' ').replace(/%3A/gi, ':').replace(/%2F/gi, '/')).map((scope) => ({ scope, location }));
  });
}

/** The scopes that a node may hold: a list, a text with several, or a list that is joined. */
function scopesAt(analysis: Analysis, node: NodeId): string[] {
  const call = analysis.program.calls[analysis.program.callByResult.get(node) ?? -1];
  const from = call?.name === 'join' ? call.recv : node;
  return elementsAt(analysis, from).flatMap((each) => literalsAt(analysis, each)).flatMap((value) => (typeof value === 'string' ? split(value) : []));
}

function split(text: string): string[] {
  return text.split(/[\s,]+/).filter((scope) => /^[\w:./*-]{1,120}$/.test(scope));
}

function once(scopes: readonly { readonly scope: string; readonly location: Location }[]): RequestedScope[] {
  return [...new Map(scopes.map((each) => [each.scope, each])).values()];
}
