import { Ajv, type ValidateFunction } from 'ajv';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: { readonly type?: string; readonly enum?: readonly string[] };
}

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly body?: { readonly properties?: Readonly<Record<string, unknown>> };
}

const described = JSON.parse(readFileSync(join(process.cwd(), '__tests__/support/fake-github/openapi.json'), 'utf8')) as { operations: readonly Operation[] };
const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
const validators = new Map<Operation, ValidateFunction>(described.operations.flatMap((operation) => (operation.body ? [[operation, ajv.compile(operation.body)] as const] : [])));

/** A request that GitHub's description knows. */
export interface KnownRequest {
  readonly operation: Operation;
  /** The operation as `POST /repos/{owner}/{repo}/check-runs`. */
  readonly name: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Finds the operation that a request is meant for; the more literal path wins. */
export function recognise(method: string, path: string): KnownRequest | undefined {
  for (const operation of described.operations) {
    if (operation.method.toUpperCase() !== method) continue;
    const names = [...operation.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
    const match = new RegExp(`^${operation.path.replace(/\{\w+\}/g, '([^/]+)')}$`).exec(path);
    if (match) return { operation, name: `${method} ${operation.path}`, parameters: Object.fromEntries(names.map((name, i) => [name, decodeURIComponent(match[i + 1] ?? '')])) };
  }
  return undefined;
}

/** Everything about a request that is not as GitHub's description has it, and what the description leaves out. */
export function problemsOf({ operation, parameters }: KnownRequest, query: URLSearchParams, body: unknown): readonly string[] {
  return [
    ...operation.parameters.flatMap((parameter) => parameterProblems(parameter, parameter.in === 'path' ? parameters[parameter.name] : query.get(parameter.name) ?? undefined)),
    ...[...query.keys()].filter((key) => !operation.parameters.some((parameter) => parameter.name === key)).map((key) => `unknown query parameter ${key}`),
    ...bodyProblems(operation, body),
    ...beyondTheDescription(operation, body),
  ];
}

function parameterProblems({ name, required, schema }: Parameter, value: string | undefined): readonly string[] {
  if (value === undefined) return required === true ? [`missing parameter ${name}`] : [];
  if (schema.type === 'integer' && !/^\d+$/.test(value)) return [`${name} is no integer`];
  if (schema.enum && !schema.enum.includes(value)) return [`${name} may not be ${value}`];
  return name === 'per_page' && Number(value) > 100 ? ['per_page is over 100'] : [];
}

function bodyProblems(operation: Operation, body: unknown): readonly string[] {
  const validate = validators.get(operation);
  if (!validate) return body === undefined ? [] : ['a body where none is expected'];
  if (validate(body)) return Object.keys(body as object).filter((key) => operation.body?.properties && !(key in operation.body.properties) && key !== 'status' && key !== 'conclusion').map((key) => `unknown key ${key}`);
  return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message ?? ''}`);
}

interface Annotation {
  readonly path?: string;
  readonly start_line?: number;
  readonly end_line?: number;
  readonly start_column?: number;
  readonly end_column?: number;
  readonly title?: string;
  readonly message?: string;
  readonly raw_details?: string;
}

interface Body {
  readonly status?: string;
  readonly conclusion?: string;
  readonly body?: string;
  readonly output?: { readonly summary?: string; readonly text?: string; readonly annotations?: readonly Annotation[] };
}

const bytes = (text = ''): number => Buffer.byteLength(text);

/** Limits that GitHub has and its description does not say, or says in prose only. */
function beyondTheDescription(operation: Operation, body: unknown): readonly string[] {
  const { output, status, conclusion, body: comment } = (body ?? {}) as Body;
  if (operation.path.includes('/comments')) return comment !== undefined && comment.length > 65_536 ? ['Body is too long (maximum is 65536 characters)'] : [];
  return [
    ...(status === 'completed' && conclusion === undefined ? ['completed without a conclusion'] : []),
    ...(bytes(output?.summary) > 65_535 ? ['summary exceeds a maximum bytesize'] : []),
    ...(bytes(output?.text) > 65_535 ? ['text would be cut silently'] : []),
    ...(output?.annotations ?? []).flatMap(annotationProblems),
  ];
}

const ANNOTATION_KEYS = new Set(['path', 'start_line', 'end_line', 'start_column', 'end_column', 'annotation_level', 'message', 'title', 'raw_details']);

function annotationProblems(annotation: Annotation): readonly string[] {
  const { path = '', title = '', message, raw_details: details } = annotation;
  return [
    ...placeProblems(annotation),
    ...(/^\/|(^|\/)\.\.(\/|$)|\\/.test(path) ? [`path ${path}`] : []),
    ...(title.length > 255 ? ['title over 255 characters'] : []),
    ...(bytes(message) > 65_536 || bytes(details) > 65_536 ? ['message or raw_details over 64 KB'] : []),
    ...(message === '' ? ['empty message'] : []),
    ...Object.keys(annotation).filter((key) => !ANNOTATION_KEYS.has(key)).map((key) => `unknown annotation key ${key}`),
  ];
}

function placeProblems({ start_line: start = 0, end_line: end = 0, start_column: from, end_column: to }: Annotation): readonly string[] {
  const columns = [from, to].flatMap((column) => column ?? []);
  const [first = 1, last = first] = columns;
  return [
    ...(start < 1 || end < start ? [`lines ${start} to ${end}`] : []),
    ...(columns.length > 0 && start !== end ? ['columns over several lines'] : []),
    ...(first < 1 || last < first ? [`columns ${first} to ${last}`] : []),
  ];
}
