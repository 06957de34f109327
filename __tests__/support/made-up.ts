import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { crc32 } from '../../src/documents/secrets/checks';

/**
 * Credentials that look alive and belong to nobody. They are put together when a test runs: written out, they would be
 * found by every scanner that reads this repository.
 */

const DIGITS = '0123456789';
const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const UPPER = LOWER.toUpperCase();
const BASE62 = DIGITS + UPPER + LOWER;

/** Characters of an alphabet that look random and are the same in each run. */
export function random(length: number, alphabet = BASE62, seed = 7): string {
  let state = seed * 2_654_435_761 + length;
  return Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return alphabet[Math.floor((state / 4_294_967_296) * alphabet.length)];
  }).join('');
}

export const hex = (length: number, seed?: number): string => random(length, `${DIGITS}abcdef`, seed);
export const digits = (length: number): string => random(length, DIGITS);

export const uuid = (): string => [8, 4, 4, 4, 12].map((length) => hex(length, length + 3)).join('-');

/** A token whose last six characters are the checksum of those before, as GitHub and npm make them. */
export function checksummed(prefix: string, seed?: number): string {
  const body = random(30, BASE62, seed);
  let rest = crc32(body);
  let sum = '';
  while (sum.length < 6) {
    sum = `${BASE62[rest % 62] ?? ''}${sum}`;
    rest = Math.floor(rest / 62);
  }
  return `${prefix}_${body}${sum}`;
}

export function jwt(payload: object): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return [part({ alg: 'HS256', typ: 'JWT' }), part(payload), random(43)].join('.');
}

/** A private key in PEM; new in each run, since keys of a fixed seed cannot be had from the library. */
export function privateKey(type: 'rsa' | 'ec' | 'ed25519' = 'rsa'): string {
  const pem = (key: KeyObject, form: 'pkcs8' | 'sec1'): string => key.export({ type: form, format: 'pem' }).toString();
  if (type === 'rsa') return pem(generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey, 'pkcs8');
  if (type === 'ed25519') return pem(generateKeyPairSync('ed25519').privateKey, 'pkcs8');
  return pem(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey, 'sec1');
}

export const awsSecret = (): string => random(40, `${BASE62}/+`, 11);
export const strongPassword = (): string => `${random(6, LOWER)}${random(4, UPPER)}!${digits(4)}`;
