import { indexRules } from '../../../../facts/knowledge/patterns';
import { ENCRYPTIONS, FAST_HASHES, PASSWORD_HASHES, SQL_ENCRYPTIONS, SQL_FAST_HASHES, SQL_PASSWORD_HASHES } from '../../../../facts/knowledge/roles/crypto';
import { snake } from '../../../../facts/knowledge/personal-names';
import type { Protection } from '../../../../facts/stores';
import type { Analysis } from '../../../../flow/analyse';
import { NO_NODE, type NodeId } from '../../../../model/flow-graph';
import { literalsAt } from '../query';
import { sliceOf, type Slice } from '../slice';
import type { FieldDraft } from './drafts';

const slow = indexRules(PASSWORD_HASHES);
const fast = indexRules(FAST_HASHES);
const encrypts = indexRules(ENCRYPTIONS);

export interface Protected {
  readonly protection: Protection;
  readonly algorithm?: string;
  /** It comes from a generator that can be predicted. */
  readonly predictable?: true;
}

/** Words in the names of functions and values that say that the value is not plain any more. */
const NAMED = /hash|encrypt|cipher|seal|digest|protect|bcrypt|argon|scrypt|kdf|kms/i;
const UNDOES = /decrypt|decipher|unseal|verify|compare|unhash/i;

/** What was done to the value of a field, looking backwards from it. */
export function protectionOf(analysis: Analysis, field: FieldDraft): Protected {
  const inDatabase = byDatabase(field.functions);
  if (inDatabase) return inDatabase;
  if (field.node === undefined) return { protection: 'fixed' };
  const slice = sliceOf(analysis, [field.node], { callers: true });
  return { ...protectionIn(analysis, field, field.node, slice), ...(slice.paths.has('Math.random()') && { predictable: true }) };
}

function protectionIn(analysis: Analysis, field: FieldDraft, node: NodeId, slice: Slice): Protected {
  const paths = [...slice.paths].flatMap(calleesOn);
  if (paths.some((path) => slow.find(path).length > 0)) return { protection: 'password-hash' };
  if (paths.some((path) => encrypts.find(path).length > 0)) return { protection: 'encrypted' };
  if (paths.some((path) => fast.find(path).length > 0)) return { protection: 'fast-hash', ...algorithmOf(analysis, slice) };
  const names = [...slice.names].filter((name) => NAMED.test(name) && !UNDOES.test(name));
  if (names.some((name) => snake(name) !== snake(field.name) || !isOwnRead(analysis, slice, field.name))) return { protection: 'named' };
  return { protection: isFixed(analysis, slice, node) ? 'fixed' : 'plain' };
}

/** `req.body.passwordHash`: the caller's word is no hash. */
function isOwnRead(_: Analysis, { paths }: Slice, name: string): boolean {
  return [...paths].some((path) => path.endsWith(`.${name}`) && /\.(?:body|query|json\(\)|payload)\b/.test(path));
}

/** Every call on the way of an API: `crypto.createHash().update().digest()` holds `crypto.createHash`. */
export function calleesOn(path: string): string[] {
  const found = [path];
  for (let at = path.indexOf('()'); at !== -1; at = path.indexOf('()', at + 1)) found.push(path.slice(0, at));
  return found;
}

function byDatabase(functions: readonly string[]): Protected | undefined {
  if (functions.some((name) => SQL_PASSWORD_HASHES.has(name))) return { protection: 'password-hash' };
  if (functions.some((name) => SQL_ENCRYPTIONS.has(name))) return { protection: 'encrypted' };
  const hash = functions.find((name) => SQL_FAST_HASHES.has(name));
  return hash === undefined ? undefined : { protection: 'fast-hash', algorithm: hash };
}

/** The literal that a hash was asked for by, or the name of the function. */
function algorithmOf(analysis: Analysis, slice: Slice): { readonly algorithm?: string } {
  const { program, points } = analysis;
  const calls = new Set<number>();
  for (const node of slice.nodes) {
    const own = program.callByResult.get(node);
    if (own !== undefined) calls.add(own);
    for (const value of points.of(node)) if (value.k === 'api' && value.call >= 0) calls.add(value.call);
  }
  for (const start of calls) {
    for (let call: number | undefined = start, depth = 0; call !== undefined && depth < 6; depth++) {
      const path = points.apis(call).find((each) => fast.find(each).length > 0);
      if (path !== undefined) return { algorithm: hashName(analysis, path, call) };
      call = program.callByResult.get(program.calls[call]?.recv ?? NO_NODE);
    }
  }
  return {};
}

/** `md5` of `createHash('md5')`, of `crypto-js.MD5` and of the package `md5`. */
export function hashName(analysis: Analysis, path: string, call: number): string {
  const literal = literalsAt(analysis, analysis.program.calls[call]?.args[0]).find((value) => typeof value === 'string');
  const named = /(?:createHash|createHmac|crypto\.hash|digest)$/.test(path) && typeof literal === 'string' ? literal : path.slice(path.lastIndexOf('.') + 1);
  return named.toLowerCase();
}

function isFixed(analysis: Analysis, slice: Slice, node: NodeId): boolean {
  const values = analysis.points.of(node);
  return values.length > 0 && values.every((value) => value.k === 'const') && slice.paths.size === 0 && !isParam(analysis, slice);
}

function isParam({ program }: Analysis, { nodes }: Slice): boolean {
  return [...nodes].some((node) => program.origins[node]?.k === 'param');
}
