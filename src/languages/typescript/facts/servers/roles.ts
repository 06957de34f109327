import type { Guard, GuardRole } from '../../../../facts/http';
import type { Analysis } from '../../../../flow/analyse';
import { callLocation, locationOf } from '../../../../flow/program';
import type { NodeId } from '../../../../model/flow-graph';
import type { Location } from '../../../../model/location';
import { functionLocation, functionsOf, pathsAt, queryOf, storesNamed } from '../query';
import { answersWith, headersRead } from './answers';
import { packageOf, rolesOfPath } from './library-roles';
import type { Limiters } from './limiters';

const DEPTH = 3;

/** What a value that is wired into an application is there for: middleware of a library, or a function of the program by what it does. */
export function guardsAt(analysis: Analysis, limiters: Limiters, node: NodeId, wiredAt: Location): Guard[] {
  const byLibrary = pathsAt(analysis, node).flatMap((path) => rolesOfPath(path).map((role): Guard => guard(role, wiredAt, packageOf(path), limiters.madeBy(node))));
  const fns = functionsOf(analysis, node);
  return merge([...byLibrary, ...fns.flatMap((fn) => guardsIn(analysis, limiters, [fn], wiredAt)), ...guardsOfClass(analysis, limiters, node, wiredAt)]);
}

/** Classes that frameworks ask by the name of a method; such a guard refuses by what it returns, and needs no status. */
function guardsOfClass(analysis: Analysis, limiters: Limiters, node: NodeId, wiredAt: Location): Guard[] {
  const { program, points } = analysis;
  return points.of(node).flatMap((value): Guard[] => {
    const cls = value.k === 'class' ? program.classes[value.cls] : undefined;
    if (!cls) return [];
    const inherited = pathsAt(analysis, cls.base).flatMap((path) => rolesOfPath(path).map((role) => guard(role, wiredAt, `\`${cls.name}\``, undefined)));
    const asked = ['canActivate', 'use', 'intercept'].flatMap((name) => cls.methods[name] ?? []);
    const reads = [...headersRead(analysis, queryOf(analysis).reach(asked, DEPTH, true)).keys()].some((name) => CREDENTIAL.test(name));
    return [...inherited, ...guardsIn(analysis, limiters, asked, wiredAt), ...(reads && cls.methods['canActivate'] !== undefined ? [guard('authentication', wiredAt, `\`${cls.name}\``, undefined)] : [])];
  });
}

/** Headers that carry who asks. */
const CREDENTIAL = /^(authorization|x-api-key|api-key|x-auth-token|x-access-token|x-[\w-]*(api-?key|token|secret))$/;

function guard(role: GuardRole, location: Location, by: string, limiter: number | undefined): Guard {
  return { role, location, by, ...(role === 'limiter' && limiter !== undefined && { limiter }) };
}

/** What functions of the program do for a request that passes them. */
export function guardsIn(analysis: Analysis, limiters: Limiters, fns: readonly number[], wiredAt: Location): Guard[] {
  const { points, program } = analysis;
  const query = queryOf(analysis);
  const reached = query.reach(fns, DEPTH, true);
  const found: Guard[] = [];
  const name = fns.map((fn) => program.fns[fn]?.name ?? '').find((each) => each !== '') ?? '';
  const by = name === '' ? 'a function of the program' : `\`${name}\``;
  for (const fn of reached) {
    for (const call of query.callsIn(fn)) {
      for (const path of points.apis(call)) {
        for (const role of rolesOfPath(path)) if (role !== 'authentication' || answersWith(analysis, reached, 401, 403)) found.push(guard(role, callLocation(program, call), packageOf(path), limiters.usedBy(call)));
      }
      const limiter = limiters.usedBy(call);
      if (limiter !== undefined) found.push({ role: 'limiter', location: callLocation(program, call), by: limiters.all[limiter]?.name ?? by, limiter });
    }
    const own = limiters.countingIn(fn);
    if (own !== undefined) found.push({ role: 'limiter', location: wiredAt, by, limiter: own });
  }
  return merge([...found, ...byHeaders(analysis, reached, wiredAt, by)]);
}

/** Hand-written checks give themselves away by the header that they read and the answer that they give. */
function byHeaders(analysis: Analysis, fns: ReadonlySet<number>, location: Location, by: string): Guard[] {
  const headers = headersRead(analysis, fns);
  const has = (pattern: RegExp): boolean => [...headers.keys()].some((name) => pattern.test(name));
  const found: Guard[] = [];
  const say = (role: GuardRole): unknown => found.push({ role, location, by });
  if (has(CREDENTIAL) && answersWith(analysis, fns, 401, 403)) say('authentication');
  if (has(/^(origin|host)$/) && answersWith(analysis, fns, 403, 400, 421)) say('origin');
  const literals = [...fns].flatMap((fn) => queryOf(analysis).literalsIn(fn)).filter((value): value is string => typeof value === 'string');
  if (literals.some((text) => HSTS.test(text)) || hasStoredHeader(analysis, fns)) say('hsts');
  if (redirectsPlain(analysis, fns, headers)) say('https-redirect');
  return found;
}

const HSTS = /^strict-transport-security$/i;

function hasStoredHeader(analysis: Analysis, fns: ReadonlySet<number>): boolean {
  return storesNamed(analysis, HSTS).some((store) => fns.has(analysis.program.owners[store.base] ?? -2));
}

/** A request by plain HTTP is told by `x-forwarded-proto`, `req.secure` or `req.protocol`, and sent to https or refused. */
function redirectsPlain(analysis: Analysis, fns: ReadonlySet<number>, headers: ReadonlyMap<string, NodeId>): boolean {
  const query = queryOf(analysis);
  const asks = headers.has('x-forwarded-proto') || [...fns].some((fn) => query.loadsIn(fn).some((load) => load.prop === 'secure' || load.prop === 'protocol' || load.prop === 'encrypted'));
  if (!asks) return false;
  const toHttps = [...fns].some((fn) => query.literalsIn(fn).some((text) => typeof text === 'string' && text.startsWith('https://')));
  const redirects = [...fns].some((fn) => query.callsIn(fn).some((call) => analysis.program.calls[call]?.name === 'redirect'));
  return (toHttps && (redirects || answersWith(analysis, fns, 301, 302, 307, 308))) || answersWith(analysis, fns, 426) || (headers.has('x-forwarded-proto') && answersWith(analysis, fns, 400, 403));
}

function merge(guards: readonly Guard[]): Guard[] {
  return [...new Map(guards.map((each) => [`${each.role} ${each.limiter ?? each.by}`, each])).values()];
}

/** Where a function or value is wired: the node's own place. */
export function placeOfNode(analysis: Analysis, node: NodeId, otherwise: Location): Location {
  const [fn] = functionsOf(analysis, node);
  return (fn === undefined ? undefined : functionLocation(analysis, fn)) ?? locationOf(analysis.program, node) ?? otherwise;
}
