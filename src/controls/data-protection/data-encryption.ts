import { sensitiveKind, snake } from '../../facts/knowledge/personal-names';
import { sensitiveColumns } from '../../facts/stored-columns';
import type { CipherFact } from '../../facts/crypto';
import type { StoredField, StoreWrite } from '../../facts/stores';
import { seenAt, type Evidence } from '../../model/evidence';
import type { Finding } from '../../model/finding';
import { control, type Judgement, type Say } from '../control';

const BROKEN = /^(?:md2|md4|md5|sha1?|sha-1|ripemd160)$/;
const ARGON = 'Hash passwords with argon2id, scrypt or bcrypt, for example `await argon2.hash(password)`.';
const GCM = 'Encrypt with AES-256-GCM, a fresh `randomBytes(12)` for each value, and keep the authentication tag beside the text.';

type Id = 'plain' | 'own-file' | 'fast-password' | 'ecb' | 'legacy-cipher' | 'fixed-vector' | 'literal-key' | 'predictable' | 'unauthenticated';

/** Passwords are stored through a slow hash, and other sensitive fields through encryption. */
export const dataEncryption = control({
  id: 'data-encryption',
  needs: ['stores', 'crypto', 'schema'],
  applies: ['sensitive-fields'],
  exhaustive: true,
  messages: {
    plain: { severity: 'fail', nature: 'defect', cwe: 312, text: 'The sensitive field `{field}` of {table} is stored as it is.', remedy: '{remedy}' },
    'own-file': { severity: 'warn', nature: 'defect', cwe: 312, text: 'The sensitive field `{field}` goes into a file of whoever runs the server, and others who work on that machine may read it.', remedy: 'Write the file with the mode 0o600, or use the key chain of the operating system.' },
    'fast-password': { severity: 'fail', nature: 'defect', cwe: 916, text: 'A password goes through {algorithm}, which is made to be fast and so can be guessed by the billion.', remedy: ARGON },
    ecb: { severity: 'fail', nature: 'defect', cwe: 327, text: 'Data is encrypted with `{algorithm}`, which turns equal blocks into equal blocks.', remedy: GCM },
    'legacy-cipher': { severity: 'fail', nature: 'defect', cwe: 327, text: '`createCipher` derives the key and the initialization vector from the password alone, so that equal texts give equal results.', remedy: 'Use `createCipheriv` with AES-256-GCM, a key from `scrypt` or a key service, and a fresh `randomBytes(12)` for each value.' },
    'fixed-vector': { severity: 'fail', nature: 'defect', cwe: 329, text: 'The initialization vector of this encryption is the same for every text.', remedy: 'Make a fresh vector with `randomBytes(12)` for each value and store it beside the text.' },
    'literal-key': { severity: 'fail', nature: 'defect', cwe: 321, text: 'The key of this encryption stands in the source, so that whoever reads the repository can decrypt the data.', remedy: 'Take the key from a key service or the environment, stop when it is missing, and encrypt the data again under a new key.' },
    predictable: { severity: 'fail', nature: 'defect', cwe: 338, text: 'The secret `{name}` is made with `Math.random`, whose next value can be computed from earlier ones.', remedy: 'Use `crypto.randomBytes`, `crypto.randomInt` or `crypto.randomUUID`.' },
    unauthenticated: { severity: 'warn', nature: 'defect', cwe: 353, text: 'Data is encrypted with `{algorithm}`, which does not notice when somebody changes the stored text.', remedy: `${GCM} Where the format must stay, add an HMAC over vector and text and check it before decrypting.` },
  },
  judge: ({ stores, crypto, schema }, say): Judgement => {
    const writes = stores.writes.filter((write) => write.to !== 'telemetry' && (write.to !== 'file' || stores.servesOthers || write.fields.some((field) => field.protection === 'encrypted')));
    const sensitive = writes.flatMap((write) => write.fields.flatMap((field) => (sensitiveKind(field.name) !== undefined && field.protection !== 'fixed' ? [{ write, field }] : [])));
    const kept = crypto.columnEncryption;
    const findings = [
      ...(kept ? [] : sensitive.flatMap(({ write, field }) => judgeField(write, field, say))),
      ...crypto.fastPasswords.map((hash) => say('fast-password', { at: hash.location, data: { algorithm: nameOf(hash.algorithm) }, anchor: hash.anchor })),
      ...crypto.ciphers.flatMap((cipher) => judgeCipher(cipher, say)),
      ...sensitive.filter(({ field }) => field.predictable === true && !crypto.weakSecrets.some((secret) => secret.location.path === field.location.path)).map(({ write, field }) => say('predictable', { at: field.location, data: { name: field.name }, anchor: `${write.anchor} ${field.name}` })),
      ...crypto.weakSecrets.map((secret) => say('predictable', { at: secret.location, data: { name: secret.name }, anchor: secret.anchor })),
    ];
    const evidence: Evidence[] = [
      ...sensitive.filter(({ field }) => field.protection !== 'plain').map(({ write, field }) => seenAt(field.location, `\`${field.name}\` of ${tableText(write)} is stored ${HOW[field.protection]}.`)),
      ...sensitive.filter(({ write, field }) => field.protection === 'plain' && isOwn(write)).map(({ write, field }) => seenAt(field.location, `\`${field.name}\` goes into a file of whoever runs the server${write.own === 'private' ? ', and only that person may read it' : ''}.`)),
      ...crypto.ciphers.filter((cipher) => cipher.authenticated === true).map((cipher) => seenAt(cipher.location, `Data is encrypted here${cipher.algorithm === undefined ? '' : ` with \`${cipher.algorithm}\``}.`)),
      ...(kept ? [seenAt(kept.location, `\`${kept.name}\` protects what it stores by itself.`)] : []),
    ];
    const unwritten = sensitiveColumns(schema).filter(({ column }) => !kept && !sensitive.some(({ field }) => snake(field.name) === snake(column.name) || snake(field.name) === snake(column.alias ?? '')));
    const [open] = unwritten;
    const unsure = open && findings.length === 0 && evidence.length === 0 ? `Nothing shows how \`${open.column.name}\` of \`${open.table.name}\` is filled, so that it cannot be told whether it is encrypted.` : undefined;
    return { findings: once(findings, crypto.fastPasswords.length), evidence, ...(unsure !== undefined && { unverified: unsure }) };
  },
});

const HOW = { 'password-hash': 'through a slow hash', 'fast-hash': 'as a hash', encrypted: 'encrypted', named: 'through a function that says that it protects it', plain: 'as it is', fixed: 'as a fixed text' } as const;

function judgeField(write: StoreWrite, field: StoredField, say: Say<Id>): Finding[] {
  const kind = sensitiveKind(field.name);
  const table = tableText(write);
  const anchor = `${write.anchor} ${field.name}`;
  if (field.protection === 'plain' && isOwn(write)) return write.own === 'private' ? [] : [say('own-file', { at: field.location, anchor, data: { field: field.name } })];
  if (field.protection === 'plain') return [say('plain', { at: field.location, anchor, data: { field: field.name, table, remedy: kind === 'password' ? ARGON : `${GCM} Where only a comparison is needed, store a SHA-256 of the value.` }, ...(kind === 'password' && { cwe: 256 }) })];
  if (kind === 'password' && field.protection === 'fast-hash') return [say('fast-password', { at: field.location, anchor, data: { algorithm: nameOf(field.algorithm) } })];
  return [];
}

/** The program's own settings. What a caller sends may be anybody's, wherever it is kept. */
function isOwn(write: StoreWrite): boolean {
  return write.own !== undefined && !write.fromCaller;
}

function judgeCipher(cipher: CipherFact, say: Say<Id>): Finding[] {
  const { location: at, anchor } = cipher;
  const data = { algorithm: cipher.algorithm ?? 'a cipher' };
  if (cipher.legacy) return [say('legacy-cipher', { at, anchor })];
  return [
    ...(cipher.mode === 'ecb' ? [say('ecb', { at, anchor, data })] : []),
    ...(cipher.vector === 'fixed' ? [say('fixed-vector', { at, anchor })] : []),
    ...(cipher.literalKey ? [say('literal-key', { at, anchor })] : []),
    ...(cipher.authenticated === false && cipher.mode !== 'ecb' ? [say('unauthenticated', { at, anchor, data })] : []),
  ];
}

function nameOf(algorithm: string | undefined): string {
  if (algorithm === undefined) return 'a fast hash';
  return BROKEN.test(algorithm) ? `\`${algorithm}\`, a broken hash` : `\`${algorithm}\``;
}

function tableText(write: StoreWrite): string {
  if (write.table !== undefined) return `\`${write.table}\``;
  return write.to === 'file' ? 'a file' : 'the database';
}

/** A hash that is seen where it is made and where its result is stored is one flaw, and is mended where it is made. */
function once(findings: readonly Finding[], made: number): readonly Finding[] {
  return made === 0 ? findings : findings.filter((finding) => finding.kind !== 'fast-password' || findings.filter((other) => other.kind === 'fast-password').slice(-made).includes(finding));
}
