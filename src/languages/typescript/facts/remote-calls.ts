import type { OwnBreaker, RemoteCall, RemoteCallsFact, RetryFact } from '../../../facts/remote-calls';
import type { Analysis } from '../../../flow/analyse';
import { callLocation, fileOf, nameOf } from '../../../flow/program';
import { byPlace, placeOf } from '../../../model/location';
import type { CodeContext } from '../context';
import { queryOf, storesNamed } from './query';
import { aroundOf } from './remote/around';
import { methodOf } from './remote/effects';
import { limitOf } from './remote/limits';
import { remoteSites, type RemoteSite } from './remote/sites';
import { sliceOf } from './slice';

/** Calls looked at from outside; programs with more are judged by the first ones. */
const MAX_CALLS = 400;

/** Calls to other services with what limits, guards and repeats them. */
export function remoteCallsFact({ analysis }: CodeContext): RemoteCallsFact {
  const breakers = ownBreakers(analysis);
  const classes = new Set(breakers.map(({ cls }) => cls));
  const retries: RetryFact[] = [];
  const calls = remoteSites(analysis).filter((site) => !site.local).slice(0, MAX_CALLS).map((site): RemoteCall => {
    const around = aroundOf(analysis, site.call, classes);
    const repeats = around.retries.length > 0 && mustNotRepeat(analysis, site) ? callLocation(analysis.program, site.call) : undefined;
    retries.push(...around.retries.map((retry) => ({ ...retry, ...(repeats && { repeats }) })));
    const own = limitOf(analysis, site);
    const limit = around.limited && own !== 'default' ? 'explicit' : own;
    return {
      location: callLocation(analysis.program, site.call), client: site.client, kind: site.role.kind, limit, breaker: around.breaker, retried: site.role.retries || around.retries.length > 0,
      ...(limit === 'default' && { after: site.role.timeout }),
    };
  });
  return { calls: calls.sort((a, b) => byPlace(a.location, b.location)), breakers: breakers.map(({ cls: _, ...breaker }) => breaker), retries: unique(retries) };
}

/** One fact for each retry; what must not be repeated in it stays. */
function unique(retries: readonly RetryFact[]): RetryFact[] {
  const found = new Map<string, RetryFact>();
  for (const retry of retries) {
    const key = placeOf(retry.location);
    found.set(key, { ...retry, ...found.get(key) });
  }
  return [...found.values()].sort((a, b) => byPlace(a.location, b.location));
}

/** Verbs of things that cost or count when they are done twice. */
const ONCE = /pay|charge|order|transfer|purchase|checkout|refund|invoice|book|send|publish|transaction|subscri|withdraw|deposit/i;

const IDEMPOTENCY = /idempoten/i;

/** A request that creates something that must not be there twice, with no key by which the service would know it again. */
function mustNotRepeat(analysis: Analysis, site: RemoteSite): boolean {
  if (methodOf(analysis, site) !== 'POST') return false;
  const call = analysis.program.calls[site.call];
  const { texts, names } = sliceOf(analysis, call?.args ?? []);
  const all = [...texts, ...names, analysis.program.fns[call?.fn ?? -1]?.name ?? ''];
  const keyed = queryOf(analysis).loadsIn(call?.fn ?? -1).some((load) => IDEMPOTENCY.test(load.prop)) || storesNamed(analysis, IDEMPOTENCY).length > 0 || all.some((text) => IDEMPOTENCY.test(text));
  return !keyed && all.some((text) => ONCE.test(text));
}

/** Classes that count failures and refuse to work when there are too many. */
function ownBreakers(analysis: Analysis): (OwnBreaker & { readonly cls: number })[] {
  const { program, points } = analysis;
  const query = queryOf(analysis);
  return program.classes.flatMap((cls, index) => {
    const file = fileOf(program, cls.node);
    if (!file?.product) return [];
    const methods = Object.values(cls.methods);
    const fns = [...methods, ...methods.flatMap((fn) => query.nestedIn(fn)), ...methods.flatMap((fn) => query.nestedIn(fn)).flatMap((fn) => query.nestedIn(fn))];
    const counted = fns.some((fn) => query.countsIn(fn).some((count) => /fail|error/i.test(`${query.loadsTo(count.node).map((load) => load.prop).join()} ${nameOf(program, count.node) ?? ''}`)));
    const compared = fns.some((fn) => query.comparisonsIn(fn).some((each) => [...query.loadsTo(each.left), ...query.loadsTo(each.right)].some((load) => /fail|error/i.test(load.prop))));
    const named = /circuit|breaker/i.test(cls.name);
    if (!compared || (!counted && !named) || (!named && !fns.some((fn) => query.loadsIn(fn).some((load) => /threshold|maxFailures|state|open/i.test(load.prop))))) return [];
    const clock = fns.some((fn) => query.callsIn(fn).some((call) => points.apis(call).some((path) => /^(Date\.now|performance\.now|Date)$/.test(path)) || program.calls[call]?.name === 'now'));
    const timer = fns.some((fn) => query.callsIn(fn).some((call) => program.calls[call]?.name === 'setTimeout' && program.calls[call].args.some((arg) => points.of(arg).some((value) => value.k === 'fn' && storesIn(analysis, value.fn)))));
    return [{ cls: index, location: { path: file.path, line: cls.at[0], column: cls.at[1] }, name: cls.name, recovers: clock || timer }];
  });
}

function storesIn({ program }: Analysis, fn: number): boolean {
  return program.stores.some((store) => !store.init && program.owners[store.from] === fn) || program.stores.some((store) => !store.init && program.owners[store.base] === fn);
}
