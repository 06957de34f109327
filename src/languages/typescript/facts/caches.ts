import type { CacheFact } from '../../../facts/caches';
import { CACHE_ROLES, WRITE_LIFETIMES, type CacheRole } from '../../../facts/knowledge/roles/cache';
import type { TraitSignals } from '../../../facts/traits';
import type { Analysis } from '../../../flow/analyse';
import { callLocation, nameOf } from '../../../flow/program';
import { NO_NODE, type Call, type NodeId } from '../../../model/flow-graph';
import { seenAt } from '../../../model/evidence';
import { byPlace } from '../../../model/location';
import type { CodeContext } from '../context';
import { httpFact } from './http';
import { dependsOn } from './loops/depends';
import { literalsAt, memberAt, queryOf } from './query';
import { isRead } from './remote/effects';
import { remoteSites, type RemoteSite } from './remote/sites';
import { packageOf } from './servers/library-roles';

/** A call on a store: what it reads, writes or deletes. */
interface Use {
  readonly call: number;
  readonly fn: number;
  readonly does: 'read' | 'write' | 'delete';
  readonly role?: CacheRole;
}

const READ = /^(get|has|mget|hget|getItem|fetch|wrap|peek|hgetall|match)$/;
const WRITE = /^(set|put|setex|setEx|psetex|setnx|mset|hset|setItem|add|wrap|fetch)$/;
const DELETE = /^(del|delete|clear|unlink|flushall|flushdb|flushAll|evict|invalidate|expire|pexpire|removeItem|reset|close)$/;
const CALLER = /^(user|userId|user_id|username|account|accountId|tenant|tenantId|org|orgId|organization|session|sessionId|token|accessToken|apiKey|auth|customer|customerId|caller|principal|email)$/i;
const known = new WeakMap<Analysis, readonly CacheFact[]>();

/** What the program keeps answers in, and when they end. */
export function cachesFact({ analysis }: CodeContext): readonly CacheFact[] {
  const found = known.get(analysis);
  if (found) return found;
  const made = [...stores(analysis).values()].flatMap((uses) => cacheOf(analysis, uses)).sort((a, b) => byPlace(a.location, b.location));
  known.set(analysis, made);
  return made;
}

/** Calls by the store that they are made on: a map by where it is made, a library by its package. */
function stores(analysis: Analysis): Map<string, Use[]> {
  const { program, points } = analysis;
  const query = queryOf(analysis);
  const found = new Map<string, Use[]>();
  program.calls.forEach((call, index) => {
    const does = READ.test(call.name) ? 'read' : WRITE.test(call.name) ? 'write' : DELETE.test(call.name) ? 'delete' : undefined;
    if (!does || call.recv === NO_NODE || !query.isProduct(index)) return;
    const role = points.apis(index).map((path) => roleOf(packageOf(path))).find((each) => each !== undefined);
    const maps = points.of(call.recv).flatMap((value) => {
      const made = value.k === 'api' && value.path === 'Map()' ? value.call : value.k === 'object' ? program.callByResult.get(value.node) : undefined;
      // A map that a function makes for itself is gone when it returns.
      const own = made !== undefined && call.fn >= 0 && program.calls[made]?.fn === call.fn;
      return made !== undefined && made >= 0 && !own && points.apis(made).includes('Map') ? [`map ${made}`] : [];
    });
    for (const key of role ? [`library ${role.packages[0]}`] : maps.slice(0, 2)) found.set(key, [...(found.get(key) ?? []), { call: index, fn: call.fn, does, ...(role && { role }) }]);
  });
  return found;
}

function roleOf(name: string): CacheRole | undefined {
  return CACHE_ROLES.find((role) => role.packages.includes(name));
}

/** A store serves as a cache where one function looks a value up, gets it elsewhere, and puts it in. */
function cacheOf(analysis: Analysis, uses: readonly Use[]): CacheFact[] {
  const { program } = analysis;
  const writes = uses.filter((use) => use.does === 'write');
  const readers = new Set(uses.filter((use) => use.does === 'read').map((use) => use.fn));
  const filling = writes.filter((use) => readers.has(use.fn) && holdsAnswer(analysis, use));
  const [first] = filling.length > 0 ? filling : uses.some((use) => use.role?.only) ? writes : [];
  if (!first) return [];
  const call = program.calls[first.call];
  const role = first.role;
  const deletes = uses.some((use) => use.does === 'delete');
  const made = role ? program.calls.filter((each, index) => each.args.length > 0 && analysis.points.apis(index).some((path) => !path.includes('()') && role.packages.includes(packageOf(path)))) : [];
  const option = (names: readonly string[]): boolean => made.some((each) => each.args.some((arg) => memberAt(analysis, arg, ...names) !== undefined || (names.includes('ttl') && literalsAt(analysis, arg).some((value) => typeof value === 'number'))));
  const clock = usesClock(analysis, uses);
  const endless = role && !option(role.lifetime) ? (filling.length > 0 ? filling : writes).find((use) => !endsByItself(analysis, use)) : undefined;
  const leavesOut = filling.map((use) => callerLeftOut(analysis, use)).find((each) => each !== undefined);
  return [{
    location: callLocation(program, first.call), name: role ? packageOf(analysis.points.apis(first.call)[0] ?? '') : (nameOf(program, call?.recv ?? NO_NODE) ?? 'a map'), kind: role ? 'library' : 'map',
    lifetime: role ? endless === undefined : clock, deletes, bounded: role ? option(role.bound) : comparesSize(analysis, uses) || writes.every((use) => isFixedKey(analysis, use)),
    ...(endless && { endless: callLocation(program, endless.call) }), ...(leavesOut !== undefined && { leavesOut }),
  }];
}

/** What is written was had from elsewhere in the same function: an awaited call. */
function holdsAnswer(analysis: Analysis, { call, fn }: Use): boolean {
  const { program, points } = analysis;
  const query = queryOf(analysis);
  const sites = new Set(remoteSites(analysis).map((site) => site.call));
  const answers = new Set(query.callsIn(fn).filter((index) => index !== call && !isStoreRead(program.calls[index]) && (sites.has(index) || (program.calls[index]?.use === 'awaited' && points.targets(index).some((target) => program.fns[target]?.async === true)))).flatMap((index) => program.calls[index]?.result ?? []));
  // `await fn()`, where the function is a parameter: who calls it is elsewhere.
  for (const index of query.callsIn(fn)) if (program.origins[program.calls[index]?.callee ?? NO_NODE]?.k === 'param' && program.calls[index]?.use !== 'statement') answers.add(program.calls[index]?.result ?? NO_NODE);
  return answers.size > 0 && dependsOn(analysis, (program.calls[call]?.args ?? []).slice(1), answers);
}

/** `cache.get(key)`, and not `fetch(address)`. */
function isStoreRead(call: Call | undefined): boolean {
  return call !== undefined && call.recv !== NO_NODE && READ.test(call.name);
}

/** A lifetime among the arguments of a write, or an `expire` beside it. */
function endsByItself(analysis: Analysis, { call, fn, role }: Use): boolean {
  const { program } = analysis;
  const record = program.calls[call];
  if (!record || /^(setex|setEx|psetex)$/.test(record.name)) return true;
  const rest = record.args.slice(2);
  const named = rest.some((arg) => memberAt(analysis, arg, ...WRITE_LIFETIMES) !== undefined || literalsAt(analysis, arg).some((value) => typeof value === 'string' && /^(EX|PX|EXAT|PXAT)$/i.test(value)));
  const number = role?.only === true && rest.length > 0;
  const open = rest.some((arg) => arg !== NO_NODE && analysis.points.of(arg).length === 0);
  return named || number || open || queryOf(analysis).callsIn(fn).some((index) => /^p?expire(At)?$/.test(program.calls[index]?.name ?? ''));
}

function usesClock(analysis: Analysis, uses: readonly Use[]): boolean {
  const { program, points } = analysis;
  return uses.some(({ fn }) => queryOf(analysis).callsIn(fn).some((index) => points.apis(index).some((path) => /^(Date\.now|performance\.now|Date|setTimeout|setInterval)$/.test(path)) || /expired?|isFresh|isStale|isValid/i.test(program.calls[index]?.name ?? '')));
}

function comparesSize(analysis: Analysis, uses: readonly Use[]): boolean {
  return uses.some(({ fn }) => queryOf(analysis).loadsIn(fn).some((load) => load.prop === 'size'));
}

/** There are only as many keys as stand in the code. */
function isFixedKey(analysis: Analysis, { call }: Use): boolean {
  const key = analysis.program.calls[call]?.args[0];
  return key !== undefined && key !== NO_NODE && literalsAt(analysis, key).length > 0;
}

/** A parameter that names the caller, on which the request depends and the key does not. */
function callerLeftOut(analysis: Analysis, { call, fn }: Use): string | undefined {
  const { program } = analysis;
  const record = program.calls[call];
  const key: NodeId[] = record ? record.args.slice(0, 1) : [];
  const requests = remoteSites(analysis).filter((site) => program.calls[site.call]?.fn === fn).flatMap((site) => program.calls[site.call]?.args ?? []);
  for (const param of program.fns[fn]?.params ?? []) {
    const origin = program.origins[param];
    if (origin?.k !== 'param' || !CALLER.test(origin.name)) continue;
    if (dependsOn(analysis, requests, new Set([param])) && !dependsOn(analysis, key, new Set([param]))) return origin.name;
  }
  return undefined;
}

/** A database of the process itself: it is as near as a cache would be. */
function inProcess(site: RemoteSite): boolean {
  return site.local && !site.role.packages.includes('D1Database');
}

/** The traits that a cache is used, and that many callers have the same things read. */
export function cacheSignals(context: CodeContext): TraitSignals {
  const { analysis } = context;
  const many = httpFact(context).applications.some((application) => application.routes.length > 0 && (application.listeners.length === 0 || application.listeners.some((listener) => listener.host.reach === 'beyond' && !listener.shortLived)));
  const reads = many ? remoteSites(analysis).filter((site) => !inProcess(site) && isRead(analysis, site)) : [];
  return {
    cache: cachesFact(context).map((cache) => seenAt(cache.location, `${cache.kind === 'map' ? `The map \`${cache.name}\`` : `\`${cache.name}\``} serves as a cache here.`)),
    'repeated-reads': reads.map((site) => seenAt(callLocation(analysis.program, site.call), `\`${site.client}\` is read for every caller here.`)),
  };
}
