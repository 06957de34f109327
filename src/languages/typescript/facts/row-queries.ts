import type { RowQueriesFact, RowQuery } from '../../../facts/row-queries';
import type { TraitSignals } from '../../../facts/traits';
import type { Analysis } from '../../../flow/analyse';
import { textsOf } from '../../../flow/constant-tests';
import { callLocation } from '../../../flow/program';
import { NO_NODE, type Call, type NodeId } from '../../../model/flow-graph';
import { seenAt, type Evidence } from '../../../model/evidence';
import { byPlace, placeOf } from '../../../model/location';
import type { CodeContext } from '../context';
import { dependsOn } from './loops/depends';
import { iterationsOf, type Iteration } from './loops/iterations';
import { queryOf } from './query';
import { isRead, statementsOf } from './remote/effects';
import { runsInProcess } from './remote/in-process';
import { remoteSites, type RemoteSite } from './remote/sites';
import { sliceOf } from './slice';

/** How many calls away from the loop a query may stand. */
const DEPTH = 3;
const POOLS = /^(p-limit|p-map|p-queue|p-all|p-props|bottleneck|@supercharge\/promise-pool|async|tiny-async-pool|es6-promise-pool|promise-limit|async-sema|dataloader)(\.|\(|$)/;
const REDIS = /^(ioredis|redis|@redis\/client|@upstash\/redis|@vercel\/kv)$/;
/** Parameters of requests that say how many there may be in the answer. */
const ASKS_FOR_FEW = /^\$?(?:limit|top|take|first|last|count|num|rows|size|per_?page|page_?size|max_?results|max_?items|max_?keys|ret_?max|top_?k)$/i;
const OPENS = /^(?:createClient|createPool|createConnection|getConnection|connect|open|drizzle)$/;
/** What describes tables rather than holding rows: it is asked for one table at a time. */
const CATALOGUE = /\bfrom\s+["`[]?(?:information_schema|pg_catalog|sys)["`\]]?\.|\bfrom\s+(?:pg_(?:class|attribute|index|indexes|constraint|namespace|tables|views|type|proc)|sqlite_(?:master|schema))\b|\bfrom\s+pragma_/i;
/** Methods whose first argument is a statement. */
const TAKES_STATEMENT = /^(?:query|execute|exec|unsafe|raw|prepare|\$queryRawUnsafe|\$executeRawUnsafe)$/;
const ONE_TIME = /migrat|seed|backfill|import|sync|reindex|warm/i;

/** Reads that run once for each element of a list, directly or through functions. */
export function rowQueriesFact({ analysis }: CodeContext): RowQueriesFact {
  const sites = remoteSites(analysis);
  const bySite = new Map(sites.filter((site) => !REDIS.test(site.client)).map((site) => [site.call, site]));
  const results = new Set(sites.flatMap((site) => analysis.program.calls[site.call]?.result ?? []));
  const found = sites.length === 0 ? [] : iterationsOf(analysis).flatMap((iteration) => queriesIn(analysis, iteration, bySite, results));
  const queries = [...new Map(found.map((each) => [placeOf(each.query ?? each.location), each])).values()].sort((a, b) => byPlace(a.location, b.location));
  const [first] = sites;
  return { queries, sites: { count: sites.length, ...(first && { first: callLocation(analysis.program, first.call) }) } };
}

function queriesIn(analysis: Analysis, iteration: Iteration, sites: ReadonlyMap<number, RemoteSite>, results: ReadonlySet<NodeId>): RowQuery[] {
  const { program, points } = analysis;
  if (isFixed(analysis, iteration.over) || isPooled(analysis, iteration)) return [];
  return iteration.calls.flatMap((index): RowQuery[] => {
    const call = program.calls[index];
    if (!call || !queryOf(analysis).isProduct(index) || ONE_TIME.test(program.fns[call.fn]?.name ?? '')) return [];
    const direct = sites.get(index);
    if (!direct && (points.targets(index).length === 0 || givesWrite(analysis, call))) return [];
    const site = direct ?? siteBehind(analysis, index, sites);
    if (!site || !isRowRead(analysis, site) || !asksFor(analysis, index, site, iteration.elements)) return [];
    const { rows, bounded } = originOf(analysis, iteration.over, results);
    return [{
      location: callLocation(program, index), kind: site.role.kind !== 'database' ? 'remote' : runsInProcess(analysis, site) ? 'in-process' : 'database', callee: call.name, rows, bounded,
      ...(!direct && { query: callLocation(program, site.call) }),
    }];
  });
}

/** Whether what is asked is made of an element. A function that gets only its connection from one asks another database each time. */
function asksFor(analysis: Analysis, index: number, site: RemoteSite, elements: ReadonlySet<NodeId>): boolean {
  const { program, points } = analysis;
  const call = program.calls[index];
  const query = program.calls[site.call];
  if (!call || !query) return false;
  const args = call.args.filter((arg) => !isConnection(analysis, arg, site.client));
  if (!dependsOn(analysis, [...args, ...chainOf(analysis, call.recv)], elements)) return false;
  // `statements.map((text) => client.query(text))`: what is asked is another question each time.
  if (TAKES_STATEMENT.test(query.name) && statementsOf(analysis, site).length === 0 && site.call === index && dependsOn(analysis, query.args.slice(0, 1), elements)) return false;
  if (site.call === index || !points.targets(index).includes(query.fn)) return true;
  const given = (program.fns[query.fn]?.params ?? []).filter((_, position) => dependsOn(analysis, call.args.slice(position, position + 1), elements));
  return given.length === 0 || dependsOn(analysis, [...query.args, ...chainOf(analysis, query.recv)], new Set(given));
}

/** `run('UPDATE …', values)`: what a function that passes statements on is given here, whatever others give it. */
function givesWrite({ program, points }: Analysis, call: Call): boolean {
  const [text] = call.args;
  const texts = text === undefined || text === NO_NODE ? [] : textsOf(program, points, text);
  return texts.length > 0 && texts.every((each) => /^\s*(?:insert|update|delete|replace|merge)\s/i.test(each) && !/\breturning\b/i.test(each));
}

/** A client of the database that is asked: another one for each element holds other rows. */
function isConnection({ points, program }: Analysis, arg: NodeId, client: string): boolean {
  return arg !== NO_NODE && points.of(arg).some((value) => value.k === 'api' && value.call >= 0 && value.path.startsWith(client) && (program.calls[value.call]?.kind === 'new' || OPENS.test(program.calls[value.call]?.name ?? '')));
}

/** Links of a chain before the last carry its arguments: `db.from('x').eq('id', row.id)`; a client that was made of an element does not count. */
function chainOf({ program, points }: Analysis, recv: NodeId): NodeId[] {
  const nodes: NodeId[] = [];
  for (let at = recv, steps = 0; at !== NO_NODE && steps < 8; steps++) {
    const index = program.callByResult.get(at);
    const call = index === undefined ? undefined : program.calls[index];
    if (index === undefined || !call || call.kind === 'new' || points.targets(index).length > 0) break;
    nodes.push(...call.args);
    at = call.recv;
  }
  return nodes;
}

function siteBehind(analysis: Analysis, index: number, sites: ReadonlyMap<number, RemoteSite>): RemoteSite | undefined {
  const query = queryOf(analysis);
  for (const fn of query.reach(analysis.points.targets(index), DEPTH, false)) {
    for (const call of query.callsIn(fn)) {
      const site = sites.get(call);
      if (site && isRowRead(analysis, site)) return site;
    }
  }
  return undefined;
}

/** A read of rows. What names a table or asks for its form at run time is other work for each element. */
function isRowRead(analysis: Analysis, site: RemoteSite): boolean {
  if (!isRead(analysis, site)) return false;
  const statements = statementsOf(analysis, site);
  if (statements.length === 0) return true;
  return statements.some((text) => /\bfrom\b/i.test(text) && !CATALOGUE.test(text) && /^\s*\(?\s*(select|with)\b/i.test(text) && !/\b(from|join|table)\s+["'`[]?\s*\?/i.test(text) && !/\?\s*["'`\]]?\s*\.\s*["'`[]?\?/.test(text));
}

/** A list that stands in the code. */
function isFixed({ points, program }: Analysis, list: NodeId): boolean {
  if (list === NO_NODE) return false;
  const made = program.calls[program.callByResult.get(list) ?? -1];
  const over = made && /^(?:entries|keys|values)$/.test(made.name) ? (made.args[0] ?? made.recv) : list;
  if (over === NO_NODE) return false;
  const values = points.of(over);
  return values.length > 0 && values.every((value) => value.k === 'object' && (over !== list || program.origins[value.node]?.k === 'array') && isLiteral(program.initStores.get(value.node) ?? []));
  function isLiteral(stores: readonly { readonly from: NodeId }[]): boolean {
    return stores.length > 0 && stores.every((store) => program.origins[store.from] !== undefined && program.origins[store.from]?.k !== 'param');
  }
}

/** The elements are worked off by a pool, or are batches. */
function isPooled(analysis: Analysis, { over, calls }: Iteration): boolean {
  if (calls.some((call) => analysis.points.apis(call).some((path) => POOLS.test(path)))) return true;
  const { names } = sliceOf(analysis, [over]);
  return [...names].some((name) => /chunk|batch|shard/i.test(name));
}

function originOf(analysis: Analysis, over: NodeId, results: ReadonlySet<NodeId>): Pick<RowQuery, 'rows' | 'bounded'> {
  const { nodes, names, texts } = sliceOf(analysis, [over], { callers: true });
  const bounded = [...names].some((name) => /^(slice|take|limit|first|per_?page|page_?size|max_?results|top_?k)$/i.test(name)) || [...texts].some((text) => /\b(limit|per_page|page_?size|max_?results|top_k|count|first)\b/i.test(text))
    || [...membersIn(analysis, nodes)].some((name) => ASKS_FOR_FEW.test(name));
  if ([...nodes].some((node) => results.has(node))) return { rows: 'query', bounded };
  const inputs = new Set(analysis.entries.flatMap((entry) => entry.inputs.map((input) => input.node)));
  return { rows: [...nodes].some((node) => inputs.has(node)) ? 'caller' : 'unknown', bounded };
}

/** Names of what the objects behind a list hold: the parameters of the request for it. */
function membersIn(analysis: Analysis, nodes: ReadonlySet<NodeId>): ReadonlySet<string> {
  const names = new Set<string>();
  let level: readonly NodeId[] = [...nodes];
  for (let depth = 0; depth < 4 && level.length > 0; depth++) {
    const stores = level.flatMap((node) => analysis.program.initStores.get(node) ?? []);
    for (const { prop } of stores) names.add(prop);
    level = stores.length === 0 ? [] : [...sliceOf(analysis, stores.map((store) => store.from), { callers: true }).nodes];
  }
  return names;
}

/** The traits that databases are queried and services are called. */
export function remoteSignals({ analysis }: CodeContext): TraitSignals {
  const sites = remoteSites(analysis);
  const at = (site: RemoteSite, note: string): Evidence => seenAt(callLocation(analysis.program, site.call), note);
  return {
    database: sites.filter((site) => site.role.kind === 'database').map((site) => at(site, `A database is used through ${site.client} here.`)),
    'remote-calls': sites.filter((site) => !site.local).map((site) => at(site, `A service is called through \`${site.client}\` here.`)),
  };
}
