import type { CredentialFact, CredentialsFact, SecretComparison } from '../../../facts/credentials';
import { namesCredential, THROWS_WITHOUT_KEY, WORKS_WITHOUT_KEY } from '../../../facts/knowledge/roles/credentials';
import type { TraitSignals } from '../../../facts/traits';
import type { Analysis } from '../../../flow/analyse';
import { callLocation, fileOf, fileOfFn, locationOf } from '../../../flow/program';
import { NO_NODE, type NodeId } from '../../../model/flow-graph';
import { seenAt } from '../../../model/evidence';
import { byPlace, type Location } from '../../../model/location';
import type { CodeContext } from '../context';
import { callAt, isObject, literalsAt, memberAt, pathsAt, queryOf } from './query';
import { sliceOf } from './slice';

const ENVIRONMENT = /^(?:process\.env|Bun\.env|import\.meta\.env)\.(\w+)$/;

/** Everything known of one credential while it is put together. */
interface Draft {
  readonly name: string;
  readonly reads: NodeId[];
  readonly holders: Set<NodeId>;
}

/** Credentials of the environment with the checks that they pass, and comparisons of inbound secrets. */
export function credentialsFact({ analysis }: CodeContext): CredentialsFact {
  const drafts = draftsOf(analysis);
  const schemas = schemaFields(analysis);
  const read = [...drafts.values()].map((draft) => credentialOf(analysis, draft, schemas)).sort((a, b) => (a.name < b.name ? -1 : 1));
  return { read, compared: comparisons(analysis, drafts) };
}

/** The traits that credentials show. */
export function credentialSignals(fact: CredentialsFact): TraitSignals {
  return {
    credentials: [
      ...fact.read.map((credential) => seenAt(credential.location, `The credential \`${credential.name}\` is read from the environment.`)),
      ...fact.compared.map((comparison) => seenAt(comparison.location, 'A key or token of the caller is compared here.')),
    ],
  };
}

function draftsOf(analysis: Analysis): ReadonlyMap<string, Draft> {
  const { program, points } = analysis;
  const drafts = new Map<string, Draft>();
  for (const load of program.loads) {
    if (fileOf(program, load.to)?.product !== true) continue;
    for (const path of pathsAt(analysis, load.to)) {
      const name = ENVIRONMENT.exec(path)?.[1];
      if (name === undefined || !namesCredential(name) || !pathsAt(analysis, load.from).some((from) => path.startsWith(`${from}.`))) continue;
      const known = drafts.get(name);
      if (known) known.reads.push(load.to);
      else drafts.set(name, { name, reads: [load.to], holders: new Set() });
    }
  }
  if (drafts.size === 0) return drafts;
  for (let node = 0; node < program.nodeCount; node++) {
    for (const value of points.of(node)) {
      const name = value.k === 'api' ? ENVIRONMENT.exec(value.path)?.[1] : undefined;
      if (name !== undefined) drafts.get(name)?.holders.add(node);
    }
  }
  return drafts;
}

function credentialOf(analysis: Analysis, { name, reads, holders }: Draft, schemas: ReadonlyMap<string, SchemaCheck>): CredentialFact {
  const { program } = analysis;
  const location = reads.flatMap((node) => locationOf(program, node) ?? []).sort(byPlace)[0] ?? { path: '', line: 1 };
  const schema = schemas.get(name);
  const presence = program.presences.find((each) => holders.has(each.node));
  const form = formCheck(analysis, holders);
  const uses = usesOf(analysis, holders);
  const byLibrary = uses.find((use) => use.throws);
  const checked = checkOf(analysis, presence, schema, form, byLibrary?.location);
  const fallback = fallbackOf(analysis, holders);
  return {
    name, location, validated: form !== undefined || schema?.form === true, stops: (presence !== undefined && leaves(analysis, presence.fn, presence.at[0])) || schema !== undefined,
    uses: uses.filter((use) => !use.tolerates).map((use) => use.location).sort(byPlace).slice(0, 5),
    ...(checked && { checked }), ...(fallback && { fallback }), ...(schema?.acceptsEmpty === true && !form && !presence && { acceptsEmpty: schema.location }),
  };
}

function checkOf(analysis: Analysis, presence: Analysis['program']['presences'][number] | undefined, schema: SchemaCheck | undefined, form: Location | undefined, library: Location | undefined): CredentialFact['checked'] {
  if (schema) return { location: schema.location, by: 'a schema of the environment' };
  const at = presence && placeIn(analysis, presence.node, presence.at);
  if (at) return { location: at, by: 'a test whether it is there' };
  if (form) return { location: form, by: 'a test of its form' };
  return library && { location: library, by: 'the constructor of a client, which throws when it is missing' };
}

function placeIn({ program }: Analysis, node: NodeId, at: readonly [number, number]): Location | undefined {
  const file = fileOf(program, node);
  return file && { path: file.path, line: at[0], column: at[1] };
}

/** An error is made or the process ended within a few lines of the test. */
function leaves({ program, points }: Analysis, fn: number, line: number): boolean {
  return program.calls.some((call, index) => call.fn === fn && call.at[0] >= line && call.at[0] <= line + 8 && (/Error$/.test(call.name) || points.apis(index).some((path) => /^process\.exit$|Error$/.test(path)) || /^(exit|fail|die|fatal|reject|status|code)$/.test(call.name)));
}

/** A length is compared, or a method that looks at the text is asked. */
function formCheck(analysis: Analysis, holders: ReadonlySet<NodeId>): Location | undefined {
  const { program } = analysis;
  const query = queryOf(analysis);
  const compared = program.comparisons.find((each) => [each.left, each.right].some((side) => query.loadsTo(side).some((load) => load.prop === 'length' && holders.has(load.from))));
  if (compared) return placeIn(analysis, compared.left === NO_NODE ? compared.right : compared.left, compared.at);
  const asked = program.calls.findIndex((call) => (/^(startsWith|endsWith|match|trim)$/.test(call.name) && holders.has(call.recv)) || (call.name === 'test' && call.args.some((arg) => holders.has(arg))));
  return asked === -1 ? undefined : callLocation(program, asked);
}

interface Use {
  readonly location: Location;
  readonly throws: boolean;
  readonly tolerates: boolean;
}

/** Where a credential goes: into a text, an object, or a call. */
function usesOf(analysis: Analysis, holders: ReadonlySet<NodeId>): Use[] {
  const { program, points } = analysis;
  const uses: Use[] = [];
  const objects = new Set<NodeId>();
  // Options hold headers, and headers hold the key.
  for (let depth = 0; depth < 3; depth++) for (const store of program.stores) if (store.init && (holders.has(store.from) || points.of(store.from).some((value) => value.k === 'object' && objects.has(value.node)))) objects.add(store.base);
  program.calls.forEach((call, index) => {
    if (!queryOf(analysis).isProduct(index) || points.targets(index).length > 0) return;
    const given = call.args.some((arg) => holders.has(arg) || objects.has(arg) || points.of(arg).some((value) => value.k === 'object' && objects.has(value.node)));
    if (!given) return;
    const apis = points.apis(index);
    const paths = apis.length > 0 ? apis : [call.name];
    uses.push({ location: callLocation(program, index), throws: call.kind === 'new' ? paths.some((path) => THROWS_WITHOUT_KEY.test(path)) : paths.some((path) => /^(jsonwebtoken|jose|crypto|stripe|twilio)(\.|$)/.test(path)), tolerates: paths.some((path) => WORKS_WITHOUT_KEY.test(path)) || /^(push|set|add|append|log|info|debug|warn|error)$/.test(call.name) });
  });
  for (const concat of program.concats) {
    if (!concat.parts.some((part) => typeof part === 'number' && holders.has(part))) continue;
    const location = locationOf(program, concat.to);
    if (location) uses.push({ location, throws: false, tolerates: false });
  }
  return uses;
}

/** A literal that is not empty takes the place of the missing credential. */
function fallbackOf(analysis: Analysis, holders: ReadonlySet<NodeId>): Location | undefined {
  const { program } = analysis;
  for (const [target, sources] of program.assignsByTarget) {
    if (!sources.some((source) => holders.has(source))) continue;
    const literal = sources.find((source) => { const origin = program.origins[source]; return origin?.k === 'const' && typeof origin.value === 'string' && origin.value !== ''; });
    if (literal !== undefined && !sources.every((source) => source === literal)) return locationOf(program, target);
  }
  return undefined;
}

interface SchemaCheck {
  readonly location: Location;
  readonly acceptsEmpty: boolean;
  readonly form: boolean;
}

const READS_ENVIRONMENT = /^(parse|safeParse|parseAsync|safeParseAsync|validate|validateSync|cleanEnv|createEnv|parseEnv|load|makeValidator|assert|Parse|Decode|decode|cast|attempt|from)$/;

/** Names that a schema checks when the whole environment is handed to it. */
function schemaFields(analysis: Analysis): ReadonlyMap<string, SchemaCheck> {
  const { program } = analysis;
  const found = new Map<string, SchemaCheck>();
  program.calls.forEach((call, index) => {
    if (!READS_ENVIRONMENT.test(call.name) || !queryOf(analysis).isProduct(index)) return;
    const whole = call.args.some((arg) => pathsAt(analysis, arg).includes('process.env') || pathsAt(analysis, memberAt(analysis, arg, 'runtimeEnv', 'runtimeEnvStrict')).includes('process.env') || [...objectMembers(analysis, arg)].some(([, node]) => pathsAt(analysis, node).some((path) => ENVIRONMENT.test(path))));
    if (!whole) return;
    const location = callLocation(program, index);
    const shapes = [...schemaShapes(analysis, call.recv), ...call.args.flatMap((arg) => schemaShapes(analysis, arg))];
    for (const shape of shapes) for (const [name, node] of objectMembers(analysis, shape)) {
      const path = pathsAt(analysis, node).find((each) => /^(zod|yup|joi|valibot|envalid|@sinclair\/typebox|superstruct|arktype)\b/.test(each));
      if (path === undefined || /optional|nullish|nullable|default\(\)/.test(path)) continue;
      const form = /\.(min|nonempty|length|regex|startsWith|uuid|url|trim|refine|pattern)\(\)/.test(path) || /^envalid/.test(path);
      found.set(name, { location, form, acceptsEmpty: /^zod.*\bstring\(\)$/.test(path) });
    }
  });
  return found;
}

/** The shapes that a schema was made from: `z.object({ … })`, through the methods behind it. */
function schemaShapes(analysis: Analysis, node: NodeId, depth = 0): NodeId[] {
  if (node === NO_NODE || depth > 5) return [];
  const own = isObject(analysis, node) ? [node, ...['server', 'client', 'shared'].flatMap((name) => memberAt(analysis, node, name) ?? [])] : [];
  const made = analysis.points.of(node).flatMap((value) => {
    const call = value.k === 'api' && value.call >= 0 ? callAt(analysis, value.call) : undefined;
    return call ? [...call.args.slice(0, 1).filter((arg) => isObject(analysis, arg)), ...schemaShapes(analysis, call.recv, depth + 1)] : [];
  });
  return [...own, ...made];
}

function objectMembers({ points }: Analysis, node: NodeId): (readonly [string, NodeId])[] {
  return node === NO_NODE ? [] : points.of(node).flatMap((value) => (value.k === 'object' ? [...points.members(value.node)] : []));
}

/** Comparisons of a value of the request with a secret of the environment. */
function comparisons(analysis: Analysis, drafts: ReadonlyMap<string, Draft>): SecretComparison[] {
  const { program, points } = analysis;
  const secret = (node: NodeId): boolean => node !== NO_NODE && [...sliceOf(analysis, [node]).paths].some((path) => { const name = ENVIRONMENT.exec(path)?.[1]; return name !== undefined && drafts.has(name); });
  const plain = program.comparisons.flatMap((each): SecretComparison[] => {
    const file = fileOfFn(program, each.fn) ?? fileOf(program, each.left === NO_NODE ? each.right : each.left);
    if (each.op !== 'equal' || each.left === NO_NODE || each.right === NO_NODE || !file?.product) return [];
    const inbound = (node: NodeId): boolean => fromRequest(analysis, node) && literalsAt(analysis, node).length === 0;
    if (!(secret(each.left) && inbound(each.right)) && !(secret(each.right) && inbound(each.left))) return [];
    return [{ location: { path: file.path, line: each.at[0], column: each.at[1] }, how: 'plain', digest: each.digest }];
  });
  const timed = program.calls.flatMap((call, index): SecretComparison[] => (queryOf(analysis).isProduct(index) && points.apis(index).some((path) => /^(crypto\.timingSafeEqual|crypto\.subtle\.timingSafeEqual|tsscmp|safe-compare|secure-compare|scmp)$/.test(path)) ? [{ location: callLocation(program, index), how: 'constant-time', digest: call.digest }] : []));
  return [...plain, ...timed];
}

/** A header, a query or a body of an inbound request. */
function fromRequest(analysis: Analysis, node: NodeId): boolean {
  const slice = sliceOf(analysis, [node], { callers: true });
  const inbound = [...slice.paths].some((path) => /^(express\.Request|http\.IncomingMessage|fastify\.FastifyRequest|koa\.Context|hono\.Context|Request|elysia\.Context|@hapi\/hapi\.Request|aws-lambda\.\w+)\(\)/.test(path));
  return inbound || ([...slice.names].some((name) => /^(headers?|query|authorization)$/i.test(name)) && [...slice.names].some((name) => /^(req|request|ctx|c|context)$/.test(name)));
}
