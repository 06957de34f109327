/** Checks on the inside of a credential: checksums, and encodings that only a real one gets right. */

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** CRC-32 as in ISO 3309, of the characters' low bytes. */
export function crc32(text: string): number {
  let crc = ~0;
  for (let i = 0; i < text.length; i++) {
    crc ^= text.charCodeAt(i) & 0xff;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}

/**
 * Whether the last six characters are the CRC-32 of those between prefix and them, in base 62. GitHub and npm make
 * their tokens so (github.blog, 2021-04-05 and 2021-09-23).
 */
export function crc62Holds(token: string): boolean {
  const body = token.slice(token.indexOf('_') + 1);
  const payload = body.slice(0, -6);
  let rest = crc32(payload);
  let digits = '';
  while (digits.length < 6) {
    digits = (BASE62[rest % 62] ?? '') + digits;
    rest = Math.floor(rest / 62);
  }
  return payload.length > 0 && digits === body.slice(-6);
}

/** Whether the eight hexadecimal digits after the last `_` are the CRC-32 of what stands before it, as Grafana makes its tokens. */
export function crcHexHolds(token: string): boolean {
  const cut = token.lastIndexOf('_');
  return cut > 0 && crc32(token.slice(0, cut)).toString(16).padStart(8, '0') === token.slice(cut + 1).toLowerCase();
}

/** The JSON object that a base64url part decodes to, if it is one. */
export function decodeJson(part: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Whether a JWT (RFC 7519) is a credential: its header names an algorithm that signs, and its payload is not one of
 * those that are public by design (a Supabase anonymous key) or printed in every tutorial.
 */
export function isLiveJwt(token: string): boolean {
  const [head = '', body = '', signature = ''] = token.split('.');
  const header = decodeJson(head);
  const payload = decodeJson(body);
  if (!header || !payload || typeof header['alg'] !== 'string' || header['alg'].toLowerCase() === 'none') return false;
  if (signature.length < 40) return false;
  if (payload['role'] === 'anon') return false;
  if (payload['sub'] === '1234567890' || payload['name'] === 'John Doe') return false;
  return !/test|example|sample|dummy|fake|mock|emulat/i.test(JSON.stringify(payload));
}

/** Whether the first part of a Discord bot token is what it must be: the decimal id of the bot in base64. */
export function isDiscordToken(token: string): boolean {
  return /^\d{17,20}$/.test(Buffer.from(token.split('.')[0] ?? '', 'base64').toString('latin1'));
}

/** Whether a string of base64 decodes to `user:password` in printable characters, and which password that is. */
export function basicPassword(encoded: string): string | undefined {
  const decoded = Buffer.from(encoded, 'base64').toString('latin1');
  const match = /^[\x21-\x7e]{1,100}?:([\x20-\x7e]{4,200})$/.exec(decoded);
  return match?.[1];
}

/**
 * Whether the body of a PEM block is a key and not a stub: DER whose outer length is that of the block (RFC 5208, 5915,
 * 8410), an OpenSSH key, or an OpenPGP packet of a secret key (RFC 9580).
 */
export function isPrivateKey(body: string): boolean {
  const bytes = Buffer.from(body.replace(/\\[nr]|\s/g, ''), 'base64');
  if (bytes.length < 40) return false;
  if (bytes.subarray(0, 14).toString('latin1') === 'openssh-key-v1') return true;
  const first = bytes[0] ?? 0;
  if (first === 0x30) return derLength(bytes) === bytes.length;
  return first === 0x94 || first === 0x95 || first === 0xc5;
}

/** Bytes of a DER element with its header, from its header; NaN where the form is one that keys do not have. */
function derLength(bytes: Uint8Array): number {
  const short = bytes[1] ?? 0;
  if (short < 0x80) return 2 + short;
  if (short === 0x81) return 3 + (bytes[2] ?? 0);
  if (short === 0x82) return 4 + (bytes[2] ?? 0) * 256 + (bytes[3] ?? 0);
  return Number.NaN;
}
