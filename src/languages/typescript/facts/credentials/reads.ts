import { namesCredential } from '../../../../facts/knowledge/roles/credentials';
import type { Analysis } from '../../../../flow/analyse';
import { callLocation, fileOf, locationOf } from '../../../../flow/program';
import type { NodeId } from '../../../../model/flow-graph';
import { byPlace, type Location } from '../../../../model/location';
import type { CodeContext } from '../../context';
import { literalsAt, pathsAt, queryOf, textAt } from '../query';
import { presenceCheck, type Check } from './checks';
import { dynamicLoads } from './dynamic';
import { holdersFrom } from './holders';
import { ENVIRONMENT, type SchemaCheck } from './schemas';

/** Everything known of one credential while it is put together. */
export interface Draft {
  readonly name: string;
  readonly places: Location[];
  readonly holders: Set<NodeId>;
  /** What notices its absence before it is handed out: a helper, a platform, a library. */
  check?: Check;
  fallback?: Location;
}

/** Getters of libraries, by what they do where the variable is missing. */
const GETTER = /^(Deno\.env\.get|@nestjs\/config\.ConfigService\(\)\.(get|getOrThrow)|env-var(\.default|\.env)?\.get|nconf\.get)\(\)/;
const GETTER_THROWS = /\.getOrThrow\(\)|^env-var.*\.required\(\)/;

/** The credentials that the program reads, by the names of their variables. */
export function draftsOf(context: CodeContext, schemas: ReadonlyMap<string, SchemaCheck>): ReadonlyMap<string, Draft> {
  const { analysis } = context;
  const drafts = new Map<string, Draft>();
  const draft = (name: string, place: Location | undefined): Draft => {
    const known = drafts.get(name) ?? { name, places: [], holders: new Set<NodeId>() };
    drafts.set(name, known);
    if (place) known.places.push(place);
    return known;
  };
  named(analysis, draft);
  byHelpers(analysis, draft);
  byGetters(analysis, draft);
  bySchemas(analysis, schemas, drafts, draft);
  bindings(context, drafts, draft);
  for (const each of drafts.values()) each.places.sort(byPlace);
  return drafts;
}

type MakeDraft = (name: string, place: Location | undefined) => Draft;

/** `process.env.API_KEY`, also destructured and through parameters. */
function named(analysis: Analysis, draft: MakeDraft): void {
  const { program, points } = analysis;
  const found = new Set<string>();
  for (const load of program.loads) {
    if (fileOf(program, load.to)?.product !== true) continue;
    for (const path of pathsAt(analysis, load.to)) {
      const name = ENVIRONMENT.exec(path)?.[1];
      if (name === undefined || !namesCredential(name) || !pathsAt(analysis, load.from).some((from) => path.startsWith(`${from}.`))) continue;
      draft(name, locationOf(program, load.to));
      found.add(name);
    }
  }
  if (found.size === 0) return;
  for (let node = 0; node < program.nodeCount; node++) {
    for (const value of points.of(node)) {
      const name = value.k === 'api' ? ENVIRONMENT.exec(value.path)?.[1] : undefined;
      if (name !== undefined && found.has(name)) draft(name, undefined).holders.add(node);
    }
  }
}

/** `requireEnv('API_KEY')`: the variable is named where a function of the program is called. */
function byHelpers(analysis: Analysis, draft: MakeDraft): void {
  const { program, points } = analysis;
  for (const { load, param } of dynamicLoads(analysis)) {
    if (!param) continue;
    const inside = [...holdersFrom(analysis, [load.to])].filter((node) => program.owners[node] === param.fn);
    const check = presenceCheck(analysis, new Set(inside));
    for (const site of points.callers(param.fn)) {
      const call = program.calls[site];
      const name = textAt(analysis, call?.args[param.index]);
      if (!call || name === undefined || !/^[A-Z][A-Z0-9_]*$/.test(name) || !namesCredential(name) || !queryOf(analysis).isProduct(site)) continue;
      const made = draft(name, callLocation(program, site));
      for (const node of holdersFrom(analysis, [call.result])) made.holders.add(node);
      if (check?.stops === true) made.check ??= check;
      const otherwise = call.args.find((arg, index) => index !== param.index && literalsAt(analysis, arg).some((value) => typeof value === 'string' && value !== '') && fallsBackTo(analysis, param.fn, index, inside));
      if (otherwise !== undefined) made.fallback ??= callLocation(program, site);
    }
  }
}

/** Whether a parameter of a helper takes the place of a missing variable. */
function fallsBackTo({ program }: Analysis, fn: number, index: number, inside: readonly NodeId[]): boolean {
  const param = program.fns[fn]?.params[index];
  if (param === undefined) return false;
  const holders = new Set(inside);
  return [...program.assignsByTarget.values()].some((sources) => sources.some((source) => holders.has(source)) && sources.some((source) => source === param || (program.assignsByTarget.get(source) ?? []).includes(param)));
}

/** `Deno.env.get('API_KEY')`, `config.getOrThrow('API_KEY')`, `env.get('API_KEY').required()`. */
function byGetters(analysis: Analysis, draft: MakeDraft): void {
  const { program, points } = analysis;
  program.calls.forEach((call, index) => {
    const name = textAt(analysis, call.args[0]);
    if (!/^get(OrThrow)?$/.test(call.name) || name === undefined || !namesCredential(name) || !queryOf(analysis).isProduct(index)) return;
    if (!pathsAt(analysis, call.result).some((path) => GETTER.test(path)) && !points.apis(index).some((path) => GETTER.test(`${path}()`))) return;
    const made = draft(name, callLocation(program, index));
    const chain = [...points.apis(index).map((path) => `${path}()`), ...program.calls.flatMap((each, other) => (each.recv === call.result ? points.apis(other).map((path) => `${path}()`) : []))];
    if (chain.some((path) => GETTER_THROWS.test(path))) made.check ??= { location: callLocation(program, index), by: 'a getter that throws', stops: true };
    const last = textAt(analysis, call.args[1]);
    if (last !== undefined && last !== '') made.fallback ??= callLocation(program, index);
    for (const node of holdersFrom(analysis, [call.result])) made.holders.add(node);
  });
}

/** Variables that only a schema names; what it gives is read under their names. */
function bySchemas({ program }: Analysis, schemas: ReadonlyMap<string, SchemaCheck>, drafts: ReadonlyMap<string, Draft>, draft: MakeDraft): void {
  for (const [name, schema] of schemas) {
    const known = drafts.has(name);
    const made = draft(name, known ? undefined : schema.location);
    for (const load of program.loads) if (load.prop === name && fileOf(program, load.to)?.product === true) made.holders.add(load.to);
  }
}

/** Names of what holds the bindings that a platform hands to the code. */
const BINDINGS = /^(env|bindings|Bindings)$/;

/** `env.API_KEY` of a Worker, which the platform sets when the code is deployed. */
function bindings({ analysis, files }: CodeContext, drafts: ReadonlyMap<string, Draft>, draft: MakeDraft): void {
  const { program } = analysis;
  if (!files.some((file) => file.parts.deployment?.format === 'wrangler') && !program.files.some((file) => file.product && file.flow.imports.includes('cloudflare:workers'))) return;
  for (const load of program.loads) {
    const file = fileOf(program, load.to);
    if (!file?.product || !/^[A-Z][A-Z0-9_]+$/.test(load.prop) || !namesCredential(load.prop) || drafts.get(load.prop)?.holders.has(load.to) === true) continue;
    const origin = program.origins[load.from];
    const base = origin?.k === 'param' ? origin.name : (program.loadOf.get(load.from)?.prop ?? file.flow.names[load.from - file.nodes]);
    if (base === undefined || !BINDINGS.test(base)) continue;
    const location = locationOf(program, load.to) ?? { path: file.path, line: 1 };
    const made = draft(load.prop, location);
    made.check ??= { location, by: 'the platform, which binds it when the code is deployed', stops: false };
  }
}
