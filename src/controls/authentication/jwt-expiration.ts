import type { AcceptedToken, IssuedToken } from '../../facts/tokens';
import { seenAt, type Evidence } from '../../model/evidence';
import type { Finding } from '../../model/finding';
import { control, type Say } from '../control';

type MessageId = 'no-expiry' | 'long-lifetime' | 'ignores-expiry' | 'algorithm-none' | 'not-pinned' | 'decoded-only' | 'literal-secret' | 'no-claims';

/** A token that the server issues ends by itself, and one that it accepts is verified. */
export const jwtExpiration = control({
  id: 'jwt-expiration',
  needs: ['tokens', 'settings'],
  applies: ['tokens'],
  exhaustive: true,
  messages: {
    'no-expiry': { severity: 'fail', nature: 'defect', cwe: 613, text: 'A token is issued here that never expires.', remedy: 'Pass an expiry: `expiresIn: \'1h\'`, or `setExpirationTime(\'1h\')` with jose.' },
    'long-lifetime': { severity: 'fail', nature: 'defect', cwe: 613, text: 'A token is issued here that is valid for {lifetime}, longer than the {maximum} that are accepted.', remedy: 'Shorten the lifetime and renew the token, or raise the accepted lifetime in the configuration.' },
    'ignores-expiry': { severity: 'fail', nature: 'defect', cwe: 613, text: 'Tokens are accepted here after they expired.', remedy: 'Remove `ignoreExpiration`.' },
    'algorithm-none': { severity: 'fail', nature: 'defect', cwe: 347, text: 'The algorithm `none` is allowed here, with which anybody can make a token.', remedy: 'Name the algorithm that you sign with.' },
    'not-pinned': { severity: 'fail', nature: 'defect', cwe: 347, text: 'The algorithm is left to the token that is verified here.', remedy: 'Name the algorithms that you accept: `algorithms: [\'HS256\']`.' },
    'decoded-only': { severity: 'fail', nature: 'defect', cwe: 345, text: 'A token of the caller is decoded here and not verified, so that anybody can write its claims.', remedy: 'Verify it with the key of its issuer before you read its claims.' },
    'literal-secret': { severity: 'fail', nature: 'defect', cwe: 321, text: 'The secret that signs tokens is a literal of the code.', remedy: 'Read it from the environment and throw an error when it is missing.' },
    'no-claims': { severity: 'fail', nature: 'defect', cwe: 345, text: 'Neither issuer nor audience of the token that is verified here is checked, so that a token for another service is accepted.', remedy: 'Pass `audience`, and `issuer` where others sign.' },
  },
  judge: ({ tokens, settings }, say) => {
    const findings = [...tokens.issued.flatMap((token) => issued(token, settings.maxTokenLifetime, say)), ...tokens.accepted.flatMap((token) => accepted(token, tokens.issued.length > 0, say))];
    return { findings, evidence: [...tokens.issued.map(issuedShown), ...tokens.accepted.map(acceptedShown)].slice(0, 10) };
  },
});

function issued(token: IssuedToken, maximum: number, say: Say<MessageId>): readonly Finding[] {
  const tell = (id: MessageId, data?: Readonly<Record<string, string>>): Finding => say(id, { at: token.location, anchor: `${id} ${token.digest}`, ...(data && { data }) });
  return [
    ...(token.expiry === 'none' ? [tell('no-expiry')] : []),
    ...(token.lifetime !== undefined && token.lifetime > maximum ? [tell('long-lifetime', { lifetime: duration(token.lifetime), maximum: duration(maximum) })] : []),
    ...(token.algorithmNone ? [tell('algorithm-none')] : []),
    ...(token.literalSecret ? [tell('literal-secret')] : []),
  ];
}

/** A server that issues its own tokens knows whose they are; one that takes those of others must ask. */
function accepted(token: AcceptedToken, issues: boolean, say: Say<MessageId>): readonly Finding[] {
  const tell = (id: MessageId): readonly Finding[] => [say(id, { at: token.location, anchor: `${id} ${token.digest}` })];
  if (token.does === 'decode') return tell('decoded-only');
  return [
    ...(token.ignoresExpiration ? tell('ignores-expiry') : []),
    ...(token.algorithmNone ? tell('algorithm-none') : []),
    ...(token.pinned ? [] : tell('not-pinned')),
    ...(token.literalSecret ? tell('literal-secret') : []),
    ...(token.checksClaims === false && !issues ? tell('no-claims') : []),
  ];
}

function duration(seconds: number): string {
  const [size, unit] = seconds >= 86_400 ? [86_400, 'day'] : seconds >= 3600 ? [3600, 'hour'] : [60, 'minute'];
  const count = Math.round(seconds / size);
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

function issuedShown(token: IssuedToken): Evidence {
  return seenAt(token.location, token.expiry === 'unknown' ? 'A token is issued here; its options come from elsewhere.' : token.lifetime === undefined ? 'A token is issued here with an expiry that is configured.' : `A token is issued here that expires after ${duration(token.lifetime)}.`);
}

function acceptedShown(token: AcceptedToken): Evidence {
  return seenAt(token.location, `A token is verified here by ${token.library}${token.checksClaims === true ? ', with issuer or audience' : ''}.`);
}
