import type { AcceptedToken, IssuedToken, TokensFact } from '../../../facts/tokens';
import type { TraitSignals } from '../../../facts/traits';
import type { Analysis } from '../../../flow/analyse';
import { callLocation } from '../../../flow/program';
import { ELEMENT, NO_NODE, type Call, type NodeId } from '../../../model/flow-graph';
import { seenAt } from '../../../model/evidence';
import type { CodeContext } from '../context';
import { callAt, functionsOf, isObject, literalsAt, memberAt, pathsAt, queryOf, textAt } from './query';
import { sliceOf } from './slice';

const SIGN = /^(jsonwebtoken|hono\/jwt|hono\/utils\/jwt|@tsndr\/cloudflare-worker-jwt)\.(sign|Jwt\.sign)$|^jwt-simple\.encode$/;
const VERIFY = /^(jsonwebtoken|hono\/jwt|hono\/utils\/jwt|@tsndr\/cloudflare-worker-jwt)\.verify$|^jose\.(jwtVerify|compactVerify)$|^express-jwt(\.expressjwt)?$|^jwt-simple\.decode$/;
const DECODE = /^(jsonwebtoken|hono\/jwt|@tsndr\/cloudflare-worker-jwt)\.decode$|^jose\.decodeJwt$|^jwt-decode(\.jwtDecode)?$/;

/** Calls that issue, verify or decode JSON Web Tokens, with their options. */
export function tokensFact({ analysis }: CodeContext): TokensFact {
  const issued: IssuedToken[] = [];
  const accepted: AcceptedToken[] = [];
  const verifies = new Set<number>();
  analysis.program.calls.forEach((call, index) => {
    if (!queryOf(analysis).isProduct(index)) return;
    const path = analysis.points.apis(index).find((each) => SIGN.test(each) || VERIFY.test(each) || DECODE.test(each) || /^jose\.SignJWT\(\)\.\w|^jose\.SignJWT\(\)/.test(each));
    if (path === undefined) return;
    if (SIGN.test(path)) issued.push(signed(analysis, index, call, path));
    else if (/^jose\.SignJWT\(\)/.test(path)) { if (call.name === 'sign') issued.push(builtBySignJwt(analysis, index, call)); } else if (VERIFY.test(path)) {
      verifies.add(call.fn);
      accepted.push(verified(analysis, index, call, path));
    }
  });
  return { issued, accepted: [...accepted, ...decoded(analysis, verifies)] };
}

/** Traits that tokens show. */
export function tokenSignals(fact: TokensFact): TraitSignals {
  return { tokens: [...fact.issued.map((each) => seenAt(each.location, 'A token is issued here.')), ...fact.accepted.map((each) => seenAt(each.location, 'A token of the caller is read here.'))] };
}

const libraryOf = (path: string): string => /^(@[^/]+\/[^.]+|[^.]+)/.exec(path)?.[0] ?? path;

function signed(analysis: Analysis, index: number, call: Call, path: string): IssuedToken {
  const [payload = NO_NODE, secret = NO_NODE, options] = call.args;
  const claim = memberAt(analysis, payload, 'exp');
  const given = memberAt(analysis, options, 'expiresIn');
  const followed = (node: NodeId | undefined): boolean => node === undefined || isObject(analysis, node);
  const lifetime = given === undefined ? undefined : secondsOf(literalsAt(analysis, given)[0]);
  return {
    location: callLocation(analysis.program, index), library: libraryOf(path), digest: call.digest, literalSecret: isLiteral(analysis, secret),
    expiry: claim !== undefined || given !== undefined ? 'given' : followed(options) && followed(payload) ? 'none' : 'unknown',
    algorithmNone: literalsAt(analysis, memberAt(analysis, options, 'algorithm')).includes('none') || literalsAt(analysis, options).includes('none'),
    ...(lifetime !== undefined && { lifetime }),
  };
}

/** `new SignJWT(claims).setExpirationTime('1h').sign(key)`. */
function builtBySignJwt(analysis: Analysis, index: number, call: Call): IssuedToken {
  let lifetime: number | undefined;
  let expiry: IssuedToken['expiry'] = 'none';
  let none = false;
  let at: Call | undefined = call;
  for (let i = 0; i < 12 && at; i++) {
    if (at.name === 'setExpirationTime') {
      expiry = 'given';
      lifetime = secondsOf(literalsAt(analysis, at.args[0])[0]);
    }
    if (at.name === 'setProtectedHeader') none ||= literalsAt(analysis, memberAt(analysis, at.args[0], 'alg')).includes('none');
    if (at.kind === 'new' && memberAt(analysis, at.args[0], 'exp') !== undefined) expiry = 'given';
    at = callBefore(analysis, at);
  }
  return { location: callLocation(analysis.program, index), library: 'jose', digest: call.digest, expiry, algorithmNone: none, literalSecret: isLiteral(analysis, call.args[0] ?? NO_NODE), ...(lifetime !== undefined && { lifetime }) };
}

/** The call whose result a method is called on. */
function callBefore(analysis: Analysis, call: Call): Call | undefined {
  const before = analysis.points.of(call.recv).find((value) => value.k === 'api' && value.call >= 0);
  return before?.k === 'api' ? callAt(analysis, before.call) : undefined;
}

function verified(analysis: Analysis, index: number, call: Call, path: string): AcceptedToken {
  const middleware = path.startsWith('express-jwt');
  const options = middleware ? call.args[0] : call.args[2];
  const key = middleware ? memberAt(analysis, options, 'secret') : call.args[1];
  const listed = memberAt(analysis, options, 'algorithms');
  const names = listed === undefined ? [] : [...literalsAt(analysis, listed), ...literalsAt(analysis, memberAt(analysis, listed, '0')), ...literalsAt(analysis, memberAt(analysis, listed, ELEMENT))];
  const claims = memberAt(analysis, options, 'issuer', 'audience', 'requiredClaims', 'typ', 'subject') !== undefined;
  const followed = options === undefined || options === NO_NODE || isObject(analysis, options);
  // jose ties the algorithm to the key; jsonwebtoken trusts the token's header where the key is a text. A function looks the key up by its id.
  const byKey = path.startsWith('jose.') || (!path.startsWith('jsonwebtoken') && textAt(analysis, options) !== undefined) || path.startsWith('hono') || functionsOf(analysis, key).length > 0 || pathsAt(analysis, key).some((each) => /createPublicKey|createSecretKey|jwks-rsa/.test(each));
  return {
    location: callLocation(analysis.program, index), library: libraryOf(path), does: 'verify', digest: call.digest,
    pinned: listed !== undefined || byKey || !followed, ignoresExpiration: literalsAt(analysis, memberAt(analysis, options, 'ignoreExpiration')).includes(true),
    algorithmNone: names.includes('none'), literalSecret: isLiteral(analysis, key ?? NO_NODE),
    ...(followed && { checksClaims: claims }),
  };
}

/** A key that is a literal, also through `new TextEncoder().encode('…')`. */
function isLiteral(analysis: Analysis, node: NodeId): boolean {
  if (node === NO_NODE) return false;
  const direct = literalsAt(analysis, node).some((value) => typeof value === 'string' && value !== '');
  if (direct) return true;
  const slice = sliceOf(analysis, [node]);
  return slice.names.has('encode') && [...slice.paths].every((path) => /TextEncoder|Buffer/.test(path)) && [...slice.texts].some((text) => text.length > 2);
}

/** Decoding counts where it takes a token of the request and nothing around it verifies one. */
function decoded(analysis: Analysis, verifies: ReadonlySet<number>): AcceptedToken[] {
  const { program, points } = analysis;
  return program.calls.flatMap((call, index): AcceptedToken[] => {
    const path = points.apis(index).find((each) => DECODE.test(each));
    if (path === undefined || !queryOf(analysis).isProduct(index) || verifies.has(call.fn)) return [];
    const slice = sliceOf(analysis, call.args.slice(0, 1), { callers: true });
    if (![...slice.names].some((name) => /^(headers?|authorization|cookies)$/i.test(name))) return [];
    return [{ location: callLocation(program, index), library: libraryOf(path), does: 'decode', pinned: false, ignoresExpiration: true, algorithmNone: false, literalSecret: false, digest: call.digest }];
  });
}

const UNITS: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400, w: 604_800, y: 31_557_600, month: 2_629_800 };

/** Seconds of `3600`, `'1h'`, `'7 days'` (package ms; jose's own words). A text of digits alone is milliseconds for ms. */
function secondsOf(value: string | number | boolean | undefined): number | undefined {
  if (typeof value === 'number') return value;
  const match = typeof value === 'string' ? /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(value.trim()) : null;
  if (!match) return undefined;
  const unit = (match[2] ?? '').toLowerCase();
  const factor = unit === '' ? 0.001 : UNITS[unit === 'ms' ? 'ms' : /^mo/.test(unit) ? 'month' : unit.startsWith('milli') ? 'ms' : unit.charAt(0)];
  return factor === undefined ? undefined : Number(match[1]) * factor;
}
