import type { CipherFact, CryptoFact, PasswordHash, WeakSecret } from '../../../facts/crypto';
import { indexRules } from '../../../facts/knowledge/patterns';
import { sensitiveKind } from '../../../facts/knowledge/personal-names';
import { COLUMN_ENCRYPTION, ENCRYPTIONS, FAST_HASHES, PASSWORD_HASHES } from '../../../facts/knowledge/roles/crypto';
import type { Analysis } from '../../../flow/analyse';
import { callLocation, fileOf, fileOfCall, locationOf } from '../../../flow/program';
import { NO_NODE, type Call, type NodeId } from '../../../model/flow-graph';
import { byPlace } from '../../../model/location';
import type { CodeContext } from '../context';
import { functionLocation, literalsAt, memberAt, queryOf } from './query';
import { sliceOf } from './slice';
import { hashName } from './stores/protection';

const encrypts = indexRules(ENCRYPTIONS);
const slow = indexRules(PASSWORD_HASHES);
const fast = indexRules(FAST_HASHES);
const AUTHENTICATED = /gcm|ccm|ocb|poly1305|siv|eax/;
const FRESH = /(?:^|\.)(?:randomBytes|randomFillSync|getRandomValues|randomUUID|random|nonce)\(\)|getRandomValues|randombytes_buf|generateIv|WordArray\.random/i;

/** How the program encrypts, hashes passwords and makes secrets. */
export function cryptoFact({ analysis }: CodeContext): CryptoFact {
  const { program, points } = analysis;
  const query = queryOf(analysis);
  const ciphers: CipherFact[] = [];
  const fastPasswords: PasswordHash[] = [];
  const slowPasswords: { location: CipherFact['location']; by: string }[] = [];
  program.calls.forEach((call, index) => {
    if (!query.isProduct(index)) return;
    for (const path of points.apis(index)) {
      if (encrypts.find(path).length > 0) ciphers.push(cipherOf(analysis, index, call, path));
      else if (slow.find(path).length > 0) slowPasswords.push({ location: callLocation(program, index), by: path });
      else if (fast.find(path).length > 0 && !/hmac/i.test(path) && hashesPassword(analysis, call)) fastPasswords.push({ location: callLocation(program, index), algorithm: hashName(analysis, path, index), anchor: String(call.digest) });
      else continue;
      break;
    }
  });
  const column = columnEncryption(analysis);
  return { ciphers: unique(ciphers), fastPasswords: unique(fastPasswords), slowPasswords, weakSecrets: weakSecrets(analysis), ...(column && { columnEncryption: column }) };
}

function unique<T extends { readonly location: CipherFact['location'] }>(items: readonly T[]): T[] {
  return [...new Map(items.map((item) => [`${item.location.path}:${item.location.line}:${item.location.column ?? 0}`, item])).values()].sort((a, b) => byPlace(a.location, b.location));
}

function cipherOf(analysis: Analysis, index: number, call: Call, path: string): CipherFact {
  const name = path.slice(path.lastIndexOf('.') + 1);
  const base = { location: callLocation(analysis.program, index), legacy: name === 'createCipher' && path === 'crypto.createCipher', anchor: String(call.digest) };
  if (path === 'crypto.createCipheriv') return nodeCipher(analysis, call, base, call.args[2]);
  if (base.legacy) return { ...nodeCipher(analysis, call, base, undefined), vector: 'none' };
  if (/subtle\.encrypt$/.test(path)) return webCipher(analysis, call, base);
  if (path.startsWith('crypto-js.')) return cryptoJs(analysis, call, base, name);
  if (path.startsWith('aes-js.')) return { ...base, algorithm: `aes-${name}`, mode: name, authenticated: false, vector: name === 'ecb' ? 'none' : vectorOf(analysis, call.args[1]), literalKey: isLiteralKey(analysis, call.args[0]) };
  return { ...base, authenticated: true, vector: 'unknown', literalKey: false };
}

type Base = Pick<CipherFact, 'location' | 'legacy' | 'anchor'>;

function nodeCipher(analysis: Analysis, call: Call, base: Base, vector: NodeId | undefined): CipherFact {
  const algorithm = textOf(analysis, call.args[0])?.toLowerCase();
  const mode = algorithm === undefined ? undefined : modeOf(algorithm);
  const authenticated = algorithm === undefined ? ('unknown' as const) : AUTHENTICATED.test(algorithm) || hasMac(analysis, call);
  return {
    ...base, authenticated, vector: mode === 'ecb' ? 'none' : vectorOf(analysis, vector), literalKey: isLiteralKey(analysis, call.args[1]),
    ...(algorithm !== undefined && { algorithm }), ...(mode !== undefined && { mode }),
  };
}

function webCipher(analysis: Analysis, call: Call, base: Base): CipherFact {
  const algorithm = textOf(analysis, memberAt(analysis, call.args[0], 'name'))?.toLowerCase();
  const authenticated = algorithm === undefined ? ('unknown' as const) : /gcm|oaep/.test(algorithm) || hasMac(analysis, call);
  return { ...base, authenticated, vector: vectorOf(analysis, memberAt(analysis, call.args[0], 'iv', 'counter')), literalKey: false, ...(algorithm !== undefined && { algorithm, mode: modeOf(algorithm) ?? 'unknown' }) };
}

/** A passphrase is stretched with MD5 there and the vector is fresh; with a key as bytes the vector is an option. */
function cryptoJs(analysis: Analysis, call: Call, base: Base, name: string): CipherFact {
  const options = call.args[2];
  const mode = [...(options === undefined ? [] : sliceOf(analysis, [memberAt(analysis, options, 'mode') ?? NO_NODE]).paths)].map((path) => /mode\.(\w+)/i.exec(path)?.[1]?.toLowerCase()).find((found) => found !== undefined) ?? 'cbc';
  const vector = memberAt(analysis, options, 'iv');
  return { ...base, algorithm: `${name}-${mode}`.toLowerCase(), mode, authenticated: hasMac(analysis, call), vector: mode === 'ecb' ? 'none' : vector === undefined ? 'fresh' : vectorOf(analysis, vector), literalKey: isLiteralKey(analysis, call.args[1]) };
}

function textOf(analysis: Analysis, node: NodeId | undefined): string | undefined {
  const found = literalsAt(analysis, node).find((value) => typeof value === 'string');
  return typeof found === 'string' ? found : undefined;
}

function modeOf(algorithm: string): string | undefined {
  return /(?:^|[-_])(ecb|cbc|ctr|cfb\d*|ofb|gcm|ccm|ocb|poly1305|oaep)$/.exec(algorithm)?.[1] ?? (/^(?:rc4|bf|des|des3|aes\d+)$/.test(algorithm) ? 'cbc' : undefined);
}

/** Encrypt, then authenticate: a MAC in the same function. */
function hasMac(analysis: Analysis, call: Call): boolean {
  return queryOf(analysis).callsIn(call.fn).some((other) => analysis.points.apis(other).some((path) => /createHmac$|HmacSHA\d+$|subtle\.sign$|sign$/.test(path) && !/jsonwebtoken|jose/.test(path)));
}

function vectorOf(analysis: Analysis, node: NodeId | undefined): CipherFact['vector'] {
  if (node === undefined || node === NO_NODE) return 'unknown';
  const slice = sliceOf(analysis, [node], { callers: true });
  const paths = [...slice.paths];
  if (paths.some((path) => FRESH.test(path)) || [...slice.names].some((name) => /random|nonce/i.test(name))) return isMadeOnce(analysis, slice.nodes) ? 'fixed' : 'fresh';
  if (slice.texts.size > 0 || paths.some((path) => /^Buffer\.alloc\(\)|^Uint8Array\(\)/.test(path)) || paths.some((path) => /^process\.env\./.test(path))) return 'fixed';
  return paths.some((path) => /createHash\(\)|scryptSync\(\)|pbkdf2Sync\(\)|md5/.test(path)) ? 'fixed' : 'unknown';
}

/** A random vector that is made when the module is loaded serves every text. */
function isMadeOnce({ program, points }: Analysis, nodes: ReadonlySet<NodeId>): boolean {
  const calls = [...nodes].flatMap((node) => program.callByResult.get(node) ?? []).filter((call) => points.apis(call).some((path) => /randomBytes$|getRandomValues$/.test(path)));
  return calls.length > 0 && calls.every((call) => (program.calls[call]?.fn ?? -1) < 0);
}

/** The key is text of the source, also where the environment may override it. */
function isLiteralKey(analysis: Analysis, node: NodeId | undefined): boolean {
  if (node === undefined || node === NO_NODE) return false;
  if (literalsAt(analysis, node).some((value) => typeof value === 'string' && value.length >= 4)) return true;
  const { program } = analysis;
  return [...new Set([node, ...(program.assignsByTarget.get(node) ?? [])])].some((each) => {
    const call = program.calls[program.callByResult.get(each) ?? -1];
    const keyArg = call && /^(?:from|scryptSync|pbkdf2Sync|createHash|update|digest|slice|parse|encode|padEnd|substring)$/.test(call.name) ? (call.name === 'digest' ? program.calls[program.callByResult.get(call.recv) ?? -1]?.args[0] : /^(?:slice|padEnd|substring)$/.test(call.name) ? call.recv : call.args[0]) : undefined;
    return keyArg !== undefined && literalsAt(analysis, keyArg).some((value) => typeof value === 'string' && value.length >= 4);
  });
}

/** A password goes into this hash, here or in `update()` after it. */
function hashesPassword(analysis: Analysis, call: Call): boolean {
  const { program } = analysis;
  const later = program.calls.filter((other) => other.recv === call.result && other.name === 'update');
  const inputs = [...call.args.slice(call.name === 'createHash' ? 1 : 0), ...later.flatMap((other) => other.args.slice(0, 1))].filter((node) => node !== NO_NODE);
  if (inputs.length === 0) return false;
  const { names } = sliceOf(analysis, inputs);
  return [...names].some((name) => sensitiveKind(name) === 'password') && !/hibp|pwned|breach/i.test(fileOfCall(program, program.calls.indexOf(call))?.path ?? '') && ![...sliceOf(analysis, later.map((other) => other.result)).texts].some((text) => /pwnedpasswords/.test(text));
}

const SECRET_NAME = /^(?:[a-z]\w*?_?)?(?:password|passwd|secret|api_?key|access_?token|refresh_?token|auth_?token|reset_?token|session_?token|verification_?code|otp|private_?key|encryption_?key|csrf_?token|invite_?code|salt)$/i;
const SECRET_MAKER = /^(?:generate|create|make|random|new|gen)_?\w*?(?:password|secret|api_?key|token|otp|verification_?code|salt)$/i;

/** Values named like a secret, and functions named like the maker of one, that come from `Math.random`. */
function weakSecrets(analysis: Analysis): WeakSecret[] {
  const { program, points } = analysis;
  const query = queryOf(analysis);
  const randoms = program.calls.flatMap((_, index) => (query.isProduct(index) && points.apis(index).includes('Math.random') ? [index] : []));
  if (randoms.length === 0) return [];
  const results = new Set(randoms.map((call) => program.calls[call]?.result ?? NO_NODE));
  const fromRandom = (node: NodeId): boolean => [...sliceOf(analysis, [node]).nodes].some((each) => results.has(each));
  const makers = program.fns.flatMap((fn, index): WeakSecret[] => {
    const location = functionLocation(analysis, index);
    if (!SECRET_MAKER.test(fn.name) || !location || !fromRandom(fn.ret)) return [];
    const call = randoms.find((each) => (program.calls[each]?.fn ?? -1) === index);
    return [{ location: call === undefined ? location : callLocation(program, call), name: fn.name, anchor: fn.name }];
  });
  const stores = program.stores.flatMap((store): WeakSecret[] => {
    const file = fileOf(program, store.base);
    if (!SECRET_NAME.test(store.prop) || !file?.product || !fromRandom(store.from)) return [];
    return [{ location: { path: file.path, line: store.at[0], column: store.at[1] }, name: store.prop, anchor: String(store.digest) }];
  });
  const variables = randoms.flatMap((call) => forward(analysis, program.calls[call]?.result ?? NO_NODE)).flatMap((node): WeakSecret[] => {
    const file = fileOf(program, node);
    const name = file?.flow.names[node - file.nodes];
    const location = locationOf(program, node);
    return name !== undefined && SECRET_NAME.test(name) && location ? [{ location, name, anchor: name }] : [];
  });
  return unique([...makers, ...stores, ...variables]);
}

/** Nodes that a value goes to within a few steps: assignments, strings, methods on it. */
function forward({ program }: Analysis, node: NodeId): NodeId[] {
  const reached = new Set([node]);
  for (let round = 0; round < 5; round++) {
    for (const edge of program.assigns) if (reached.has(edge.from)) reached.add(edge.to);
    for (const edge of program.concats) if (edge.parts.some((part) => typeof part === 'number' && reached.has(part))) reached.add(edge.to);
    for (const call of program.calls) if (reached.has(call.recv) || (/^(?:floor|String|round|abs)$/.test(call.name) && call.args.some((arg) => reached.has(arg)))) reached.add(call.result);
  }
  reached.delete(node);
  return [...reached];
}

function columnEncryption({ program }: Analysis): CryptoFact['columnEncryption'] {
  for (const file of program.files) {
    const name = file.product ? file.flow.imports.find((specifier) => COLUMN_ENCRYPTION.test(specifier)) : undefined;
    if (name !== undefined) return { location: { path: file.path, line: 1 }, name };
  }
  return undefined;
}
