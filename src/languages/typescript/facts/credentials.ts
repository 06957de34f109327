import type { CredentialFact, CredentialsFact } from '../../../facts/credentials';
import { THROWS_WITHOUT_KEY, WORKS_WITHOUT_KEY } from '../../../facts/knowledge/roles/credentials';
import type { TraitSignals } from '../../../facts/traits';
import type { Analysis } from '../../../flow/analyse';
import { callLocation, locationOf } from '../../../flow/program';
import { seenAt } from '../../../model/evidence';
import type { NodeId } from '../../../model/flow-graph';
import { byPlace, type Location } from '../../../model/location';
import type { CodeContext } from '../context';
import { comparisons } from './credentials/comparisons';
import { formCheck, listedChecks, presenceCheck, type Check } from './credentials/checks';
import { draftsOf, type Draft } from './credentials/reads';
import { schemaChecks, type SchemaCheck } from './credentials/schemas';
import { queryOf } from './query';

/** Credentials of the environment with the checks that they pass, and comparisons of inbound secrets. */
export function credentialsFact(context: CodeContext): CredentialsFact {
  const { analysis } = context;
  const schemas = schemaChecks(analysis);
  const drafts = draftsOf(context, schemas);
  const listed = new Map([...listedChecks(analysis), ...templateChecks(context)]);
  const read = [...drafts.values()].map((draft) => credentialOf(analysis, draft, schemas.get(draft.name), listed.get(draft.name))).sort((a, b) => (a.name < b.name ? -1 : 1));
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

/** dotenv-safe throws when a variable that the template of the environment names is missing. */
function templateChecks({ analysis, files }: CodeContext): ReadonlyMap<string, Check> {
  const { program, points } = analysis;
  const call = program.calls.findIndex((_, index) => points.apis(index).some((path) => /^dotenv-safe(\.default)?\.(config|load)$/.test(path)));
  const imported = program.files.find((file) => file.product && file.flow.imports.some((specifier) => /^dotenv-safe\/config/.test(specifier)));
  if (call === -1 && !imported) return new Map();
  const location = call === -1 ? { path: imported?.path ?? '', line: 1 } : callLocation(program, call);
  const variables = files.filter((file) => /(^|\/)\.env\.(example|sample|template)$/.test(file.path)).flatMap((file) => file.parts.secrets?.variables ?? []);
  return new Map(variables.map(({ name }) => [name, { location, by: 'dotenv-safe, which asks for what the template names', stops: true }]));
}

function credentialOf(analysis: Analysis, draft: Draft, schema: SchemaCheck | undefined, listed: Check | undefined): CredentialFact {
  const { name, places, holders } = draft;
  const presence = draft.check ?? presenceCheck(analysis, holders) ?? listed;
  const form = formCheck(analysis, holders);
  const uses = usesOf(analysis, holders);
  const byLibrary = uses.find((use) => use.throws)?.location;
  const bySchema: Check | undefined = schema && !schema.optional ? { location: schema.location, by: 'a schema of the environment', stops: true } : undefined;
  const checked = bySchema ?? presence ?? (form && { location: form, by: 'a test of its form', stops: false }) ?? (byLibrary && { location: byLibrary, by: 'a client of a library, which throws when it is missing', stops: false });
  const fallback = draft.fallback ?? schema?.fallback ?? fallbackOf(analysis, holders);
  return {
    name, location: places[0] ?? { path: '', line: 1 }, validated: form !== undefined || schema?.form === true, stops: checked?.stops === true,
    uses: uses.filter((use) => !use.tolerates).map((use) => use.location).sort(byPlace).slice(0, 5),
    ...(checked && { checked: { location: checked.location, by: checked.by } }), ...(fallback && { fallback }),
    ...(schema?.acceptsEmpty === true && !form && !presence && { acceptsEmpty: schema.location }),
  };
}

interface Use {
  readonly location: Location;
  readonly throws: boolean;
  readonly tolerates: boolean;
}

/** Calls that only hand a value on or look at it: lists, logs, options of a command line, environments of other programs, schemas. */
const HANDS_ON = /^(push|set|add|append|log|info|debug|warn|error|option|options|requiredOption|default|env|spawn|spawnSync|exec|execFile|execFileSync|fork|parse|safeParse|cleanEnv|createEnv|parseEnv|validate|safeEqual|timingSafeEqual|includes|split|trim|startsWith|endsWith|slice|replace)$/;

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
    uses.push({ location: callLocation(program, index), throws: paths.some((path) => THROWS_WITHOUT_KEY.test(path)), tolerates: paths.some((path) => WORKS_WITHOUT_KEY.test(path)) || HANDS_ON.test(call.name) });
  });
  for (const concat of program.concats) {
    if (!concat.parts.some((part) => typeof part === 'number' && holders.has(part))) continue;
    const location = locationOf(program, concat.to);
    if (location) uses.push({ location, throws: false, tolerates: false });
  }
  return uses;
}

/** Texts that say that something is missing, and stand for nothing. */
const SAYS_MISSING = /^\W*(not |un)?(set|missing|unset|undefined|null|none|n\/a|empty|configured)\b/i;

/** A literal that is not empty takes the place of the missing credential. */
function fallbackOf(analysis: Analysis, holders: ReadonlySet<NodeId>): Location | undefined {
  const { program } = analysis;
  for (const [target, sources] of program.assignsByTarget) {
    if (!sources.some((source) => holders.has(source))) continue;
    const literal = sources.find((source) => { const origin = program.origins[source]; return origin?.k === 'const' && typeof origin.value === 'string' && origin.value !== '' && !SAYS_MISSING.test(origin.value); });
    if (literal !== undefined && !sources.every((source) => source === literal)) return locationOf(program, literal) ?? locationOf(program, target);
  }
  return undefined;
}
