import { namesCredential } from '../../../../facts/knowledge/roles/credentials';
import type { Analysis } from '../../../../flow/analyse';
import { callLocation } from '../../../../flow/program';
import { NO_NODE, type Call, type NodeId } from '../../../../model/flow-graph';
import type { Location } from '../../../../model/location';
import { callAt, isObject, literalsAt, memberAt, pathsAt, queryOf, textAt } from '../query';

/** What a schema of the environment says of one variable. */
export interface SchemaCheck {
  readonly location: Location;
  readonly optional: boolean;
  readonly acceptsEmpty: boolean;
  readonly form: boolean;
  /** A literal that the schema puts in its place. */
  readonly fallback?: Location;
}

/** The variable of the environment that a way leads to. */
export const ENVIRONMENT = /^(?:process\.env|Bun\.env|import\.meta\.env)\.(\w+)$/;
const WHOLE = /^(?:process\.env|Bun\.env|import\.meta\.env)$/;
const PARSES = /^(parse|safeParse|parseAsync|safeParseAsync|validate|validateSync|cleanEnv|createEnv|parseEnv|load|makeValidator|assert|Parse|Decode|decode|cast|attempt|from|envsafe|bouncer)$/;
const SCHEMAS = /^(zod|znv|yup|joi|valibot|envalid|envsafe|@sinclair\/typebox|superstruct|arktype)\b/;

/** Variables that a schema checks when the environment, or members of it, are handed to it. */
export function schemaChecks(analysis: Analysis): ReadonlyMap<string, SchemaCheck> {
  const found = new Map<string, SchemaCheck>();
  analysis.program.calls.forEach((call, index) => {
    if (!queryOf(analysis).isProduct(index)) return;
    if (PARSES.test(call.name)) for (const [name, check] of parsed(analysis, call, index)) found.set(name, check);
    if (analysis.points.apis(index).some((path) => /^convict(\.default)?$/.test(path))) for (const [name, check] of convicted(analysis, call)) found.set(name, check);
  });
  return found;
}

function parsed(analysis: Analysis, call: Call, index: number): (readonly [string, SchemaCheck])[] {
  const names = new Map<string, string>();
  const single = call.args.flatMap((arg) => pathsAt(analysis, arg)).map((path) => ENVIRONMENT.exec(path)?.[1]).find((name) => name !== undefined);
  if (single !== undefined) return checkOf(analysis, call.recv, callLocation(analysis.program, index), false).map((check) => [single, check]);
  const strict = call.args.flatMap((arg) => [memberAt(analysis, arg, 'runtimeEnv', 'runtimeEnvStrict', 'experimental__runtimeEnv') ?? arg]);
  const whole = strict.some((arg) => pathsAt(analysis, arg).some((path) => WHOLE.test(path))) || /^(envsafe|parseEnv|bouncer)$/.test(call.name);
  for (const arg of strict) for (const [prop, node] of objectMembers(analysis, arg)) {
    const name = pathsAt(analysis, node).map((path) => ENVIRONMENT.exec(path)?.[1]).find((each) => each !== undefined);
    if (name !== undefined) names.set(prop, name);
  }
  if (!whole && names.size === 0) return [];
  const emptyIsMissing = call.args.some((arg) => literalsAt(analysis, memberAt(analysis, arg, 'emptyStringAsUndefined')).includes(true));
  const shapes = [...schemaShapes(analysis, call.recv), ...call.args.flatMap((arg) => schemaShapes(analysis, arg))];
  return shapes.flatMap((shape) => objectMembers(analysis, shape)).flatMap(([prop, node]) => {
    const name = names.get(prop) ?? (whole ? prop : undefined);
    return name === undefined || !namesCredential(name) ? [] : checkOf(analysis, node, callLocation(analysis.program, index), emptyIsMissing).map((check) => [name, check] as const);
  });
}

/** What the schema of one variable lets through. */
function checkOf(analysis: Analysis, node: NodeId, location: Location, emptyIsMissing: boolean): SchemaCheck[] {
  const path = pathsAt(analysis, node).find((each) => SCHEMAS.test(each));
  if (path === undefined) return [];
  const chain = chainOf(analysis, node);
  const words = [path, ...chain.flatMap((call) => call.args).flatMap((arg) => pathsAt(analysis, arg))].join(' ');
  const { text, at } = defaultOf(analysis, chain);
  const form = FORM_METHODS.test(path) || FORM_ACTIONS.test(words) || /^(envalid|envsafe|@sinclair)/.test(path);
  return [{
    location, form, optional: (text === undefined || text === '') && (isOptional(path, words) || text === ''),
    acceptsEmpty: !emptyIsMissing && !form && /^(zod|znv).*\bstring\(\)$/.test(path),
    ...(text !== undefined && text !== '' && at && { fallback: at }),
  }];
}

const FORM_METHODS = /\.(min|max|nonempty|length|regex|startsWith|uuid|url|trim|refine|superRefine|transform|pattern|token|hex|alphanum)\(\)/;
const FORM_ACTIONS = /\.(minLength|nonEmpty|regex|length|startsWith|check|size|pattern)\(\)/;

/** Joi and yup ask for nothing unless they are told to. */
function isOptional(path: string, words: string): boolean {
  return /optional|nullish|nullable/i.test(words) || (/^(joi|yup)/.test(path) && !path.includes('required'));
}

/** The text that takes the place of a missing value, and where it stands. */
function defaultOf(analysis: Analysis, chain: readonly Call[]): { readonly text?: string; readonly at?: Location } {
  for (const call of chain) {
    const byMethod = /^(default|catch|prefault|fallback|withDefault)$/.test(call.name) ? call.args[call.args.length - 1] : undefined;
    const text = textAt(analysis, byMethod ?? memberAt(analysis, call.args[0], 'default'));
    if (text !== undefined) return { text, at: callLocation(analysis.program, analysis.program.calls.indexOf(call)) };
  }
  return {};
}

/** The calls that make a value, from the last to the first. */
function chainOf(analysis: Analysis, node: NodeId): Call[] {
  const calls: Call[] = [];
  let at = node;
  for (let i = 0; i < 8; i++) {
    const value = at === NO_NODE ? undefined : analysis.points.of(at).find((each) => each.k === 'api' && each.call >= 0);
    const call = value?.k === 'api' ? callAt(analysis, value.call) : undefined;
    if (!call || calls.includes(call)) break;
    calls.push(call);
    at = call.recv;
  }
  return calls;
}

/** `convict({ apiKey: { env: 'API_KEY', default: null, format: String } })`, which `validate` checks. */
function convicted(analysis: Analysis, call: Call): (readonly [string, SchemaCheck])[] {
  const location = callLocation(analysis.program, analysis.program.calls.indexOf(call));
  return call.args.flatMap((arg) => objectMembers(analysis, arg)).flatMap(([, node]): (readonly [string, SchemaCheck])[] => {
    const name = textAt(analysis, memberAt(analysis, node, 'env'));
    if (name === undefined || !namesCredential(name)) return [];
    const given = memberAt(analysis, node, 'default');
    const literal = textAt(analysis, given);
    const nullable = literalsAt(analysis, memberAt(analysis, node, 'nullable')).includes(true);
    return [[name, { location, form: false, optional: nullable, acceptsEmpty: literal === '', ...(literal !== undefined && literal !== '' && { fallback: location }) }]];
  });
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
