import { indexRules } from '../../../facts/knowledge/patterns';
import { CHECKERS, SIZE_MEMBERS, TYPE_FUNCTIONS, TYPE_MEMBERS, UPLOADS, type UploadRule } from '../../../facts/knowledge/roles/upload';
import { isWrittenPath, type MissingCheck, type UploadFact, type UploadsFact } from '../../../facts/uploads';
import type { TraitSignals } from '../../../facts/traits';
import type { Analysis } from '../../../flow/analyse';
import { callLocation } from '../../../flow/program';
import { seenAt } from '../../../model/evidence';
import { NO_NODE, type Call, type NodeId } from '../../../model/flow-graph';
import { byPlace, type Location } from '../../../model/location';
import type { CodeContext } from '../context';
import { httpFact } from './http';
import { flowsFact } from './flows';
import { functionsOf, memberAt, queryOf } from './query';
import { sliceOf } from './slice';
import { reachOf } from './stores/ways';

const rules = indexRules(UPLOADS);
const known = new WeakMap<Analysis, UploadsFact>();
const FORM_READS = /(?:^|\.)(?:Request\(\)\.formData|hono\.Context\(\)\.req\.(?:parseBody|formData)|readMultipartFormData|h3\.readMultipartFormData)$/;
const FASTIFY_READS = /^fastify\.FastifyRequest\(\)\.(?:file|files|parts|saveRequestFiles)$/;
const STORES = /^(?:fs\.(?:writeFile|writeFileSync|createWriteStream|appendFile|rename|copyFile|promises\.writeFile)|Bun\.write|Deno\.(?:writeFile|create)|stream\.pipeline|stream\.promises\.pipeline)$/;
const STORE_METHODS = /^(?:mv|put|upload|putObject|saveRequestFiles|pipe)$/;

/** The places where files are taken from callers, and how each is checked. */
export function uploadsFact(context: CodeContext): UploadsFact {
  const found = known.get(context.analysis);
  if (found) return found;
  const made = makeUploads(context);
  known.set(context.analysis, made);
  return made;
}

function makeUploads(context: CodeContext): UploadsFact {
  const { analysis } = context;
  const { program, points } = analysis;
  const query = queryOf(analysis);
  const clientNames = flowsFact(context).flows.filter((flow) => flow.kind === 'path-traversal' && /the sender gave an uploaded file/.test(flow.source)).map((flow) => flow.location);
  const uploads: UploadFact[] = [];
  const missingChecks: MissingCheck[] = [];
  program.calls.forEach((call, index) => {
    if (!query.isProduct(index)) return;
    for (const path of points.apis(index)) {
      const [rule] = rules.find(path);
      const missing = missingCheck(path);
      if (missing) missingChecks.push({ location: callLocation(program, index), ...missing });
      const upload = rule ? byLibrary(context, index, call, rule, clientNames) : FORM_READS.test(path) || FASTIFY_READS.test(path) ? byHand(context, index, call, path, clientNames) : undefined;
      if (!upload && !rule) continue;
      if (upload) uploads.push(upload);
      break;
    }
  });
  return { uploads: uploads.sort((a, b) => byPlace(a.location, b.location)), missingChecks };
}

function missingCheck(path: string): { readonly library: string; readonly name: string } | undefined {
  const [, library, name] = /^([\w-]+)\.(\w+)$/.exec(path) ?? [];
  const exported = library === undefined || !Object.hasOwn(CHECKERS, library) ? undefined : CHECKERS[library];
  return library !== undefined && name !== undefined && exported && !exported.has(name) && /file|upload|mime/i.test(name) ? { library, name } : undefined;
}

/** A library that is told by its options what to let in. */
function byLibrary(context: CodeContext, index: number, call: Call, rule: UploadRule, clientNames: readonly Location[]): UploadFact {
  const { analysis } = context;
  const options = call.args[rule.options];
  const location = callLocation(analysis.program, index);
  const checks = checksNear(context, call, location.path);
  const storage = storageOf(analysis, options);
  const [nameAt] = clientNames.filter((place) => place.path === location.path);
  const name = storage.name ?? (memberAt(analysis, options, 'dest', 'uploadDir', 'useTempFiles') === undefined ? rule.names : 'server');
  const set = rule.limits.some((path) => optionAt(analysis, options, path) !== undefined);
  const at = storage.at ?? nameAt;
  return {
    location, by: rule.by, anchor: `${rule.by} ${call.digest}`,
    limit: set || checks.size ? 'set' : rule.limited ? 'default' : 'none',
    typeChecked: rule.filters.some((path) => checksSomething(analysis, optionAt(analysis, options, path))) || checks.type,
    name: name === 'client' || nameAt ? 'client' : name, ...(at && { nameAt: at }),
  };
}

function optionAt(analysis: Analysis, node: NodeId | undefined, path: string): NodeId | undefined {
  return path.split('.').reduce<NodeId | undefined>((at, step) => (at === undefined ? undefined : memberAt(analysis, at, step)), node);
}

/** A filter that lets everything in checks nothing. */
function checksSomething(analysis: Analysis, node: NodeId | undefined): boolean {
  if (node === undefined || node === NO_NODE) return false;
  const fns = functionsOf(analysis, node);
  const query = queryOf(analysis);
  // The member may be there only because the library would read it.
  if (fns.length === 0) return analysis.points.of(node).length > 0;
  return fns.some((fn) => query.loadsIn(fn).some((load) => TYPE_MEMBERS.test(load.prop)) || query.callsIn(fn).some((each) => analysis.points.targets(each).length > 0));
}

/** `diskStorage({ filename })`: whether the name is the client's. */
function storageOf(analysis: Analysis, options: NodeId | undefined): { readonly name?: UploadFact['name']; readonly at?: Location } {
  const { program, points } = analysis;
  const storage = memberAt(analysis, options, 'storage');
  const made = storage === undefined ? undefined : points.of(storage).flatMap((value) => (value.k === 'api' && value.call >= 0 ? [value] : []))[0];
  if (!made) return {};
  if (/memoryStorage/.test(made.path)) return { name: 'memory' };
  if (!/diskStorage/.test(made.path)) return { name: 'server' };
  const filename = memberAt(analysis, program.calls[made.call]?.args[0], 'filename');
  if (filename === undefined) return { name: 'server' };
  for (const fn of functionsOf(analysis, filename)) {
    const done = program.fns[fn]?.params[2];
    const answers = queryOf(analysis).callsIn(fn).filter((each) => done !== undefined && sliceOf(analysis, [program.calls[each]?.callee ?? NO_NODE]).nodes.has(done));
    const given = answers.flatMap((each) => program.calls[each]?.args.slice(1, 2) ?? []);
    const call = answers[0];
    if (given.some((node) => isClientName(analysis, node))) return { name: 'client', ...(call !== undefined && { at: callLocation(program, call) }) };
  }
  return { name: 'server' };
}

/** The client's name as it came, or put together with something; its extension alone, or its last part, is contained. */
function isClientName(analysis: Analysis, node: NodeId): boolean {
  const { names, paths } = sliceOf(analysis, [node]);
  const contained = [...paths].some((path) => /^path\.(?:basename|extname)\(\)|sanitize-filename\(\)|slugify\(\)|filenamify\(\)/.test(path)) || [...names].some((name) => /sanitiz|slugify|safe_?name|basename|extname|replace/i.test(name));
  return names.has('originalname') && !contained;
}

/** Forms that the handler reads by itself; only where what was read is stored. */
function byHand(context: CodeContext, index: number, call: Call, path: string, clientNames: readonly Location[]): UploadFact | undefined {
  const { analysis } = context;
  const { program, points } = analysis;
  const query = queryOf(analysis);
  const fns = query.reach([call.fn], 2, true);
  const stores = [...fns].flatMap((fn) => query.callsIn(fn)).some((each) => points.apis(each).some((api) => STORES.test(api)) || STORE_METHODS.test(program.calls[each]?.name ?? ''));
  if (!stores) return undefined;
  const location = callLocation(program, index);
  const checks = checksNear(context, call, location.path);
  const [nameAt] = clientNames.filter((place) => place.path === location.path);
  // The plugin of Fastify takes the limit of the body where nobody sets one.
  const limited = FASTIFY_READS.test(path);
  return { location, by: path.slice(path.lastIndexOf('.') + 1), anchor: String(call.digest), limit: checks.size ? 'set' : limited ? 'default' : 'none', typeChecked: checks.type, name: nameAt ? 'client' : 'unknown', ...(nameAt && { nameAt }) };
}

interface Checks {
  readonly size: boolean;
  readonly type: boolean;
}

/** What the handlers of the same file compare: sizes and types, by themselves or through functions that say so. */
function checksNear(context: CodeContext, call: Call, path: string): Checks {
  const { analysis } = context;
  const { program, points } = analysis;
  const query = queryOf(analysis);
  const reach = reachOf(analysis, httpFact(context));
  const file = program.files.find((each) => each.path === path);
  const inFile = file ? file.flow.fns.map((_, fn) => fn + file.fns).filter((fn) => reach.isHandler(fn) || fn === call.fn) : [];
  const fns = query.reach(inFile, 3, true);
  let size = false;
  let type = false;
  for (const fn of fns) {
    const compared = query.comparisonsIn(fn).map((comparison) => ({ op: comparison.op, names: [comparison.left, comparison.right].flatMap((node) => [...sliceOf(analysis, [node]).names]) }));
    size ||= compared.some(({ op, names }) => op === 'order' && names.some((name) => SIZE_MEMBERS.test(name)));
    type ||= compared.some(({ op, names }) => op === 'equal' && names.some((name) => /^(?:mimetype|mimeType|type|ext|extension|mime)$/.test(name)));
    type ||= query.callsIn(fn).some((index) => tellsType(analysis, index));
  }
  const limit = program.calls.some((_, index) => points.apis(index).some((api) => /^hono\/body-limit\.bodyLimit$|^(?:raw-body)$/.test(api)));
  return { size: size || limit, type };
}

/** A look into a list of types, or a function that says that it tells the type. */
function tellsType(analysis: Analysis, index: number): boolean {
  const record = analysis.program.calls[index];
  if (!record) return false;
  const looksUp = /^(?:includes|has|test|indexOf|some|match|startsWith)$/.test(record.name);
  if (looksUp && record.args.some((arg) => [...sliceOf(analysis, [arg]).names].some((name) => TYPE_MEMBERS.test(name) || name === 'extname' || name === 'mime'))) return true;
  return TYPE_FUNCTIONS.test(record.name) && record.name !== 'extname' && missingCheck(analysis.points.apis(index)[0] ?? '') === undefined;
}

/** Files come from strangers over HTTP; over stdio only the path that a caller names is of account. */
export function uploadsSignals({ uploads, missingChecks }: UploadsFact, flows: ReturnType<typeof flowsFact>): TraitSignals {
  const written = flows.flows.filter(isWrittenPath);
  return {
    uploads: [
      ...uploads.map((upload) => seenAt(upload.location, `Files are taken from callers here, by ${upload.by}.`)),
      ...missingChecks.map((check) => seenAt(check.location, `Files are checked here by \`${check.name}\`.`)),
      ...written.map((flow) => seenAt(flow.location, 'A caller names the path that is written here.')),
    ],
  };
}
