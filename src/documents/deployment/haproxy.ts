import type { DeploymentSetting } from '../../facts/deployment';
import { isLoopback, lowestTls, maxAgeOf, part, tlsVersion, type DeploymentReader } from './common';

type At = { readonly line: number; readonly scope: string };

interface Line {
  readonly words: readonly string[];
  readonly line: number;
  readonly scope: string;
}

/** Reads haproxy.cfg (docs.haproxy.org). Each section is a scope; the defaults of `global` hold for every `bind`. */
export const readHaproxy: DeploymentReader = (_path, text) => {
  const lines = linesOf(text);
  const floor = lines.find((line) => line.scope === 'global' && line.words[0] === 'ssl-default-bind-options');
  const limited = lines.some((line) => line.words.some((word) => /http_req_rate|http_err_rate|conn_rate|gpc\d?_rate/.test(word)));
  return part('haproxy', 'proxy', lines.flatMap((line) => [
    ...(line.words[0] === 'bind' ? bind(line, lines, floor) : []),
    ...rule(line, { line: line.line, scope: line.scope }, limited),
  ]));
};

function bind({ words, line, scope }: Line, lines: readonly Line[], floor: Line | undefined): readonly DeploymentSetting[] {
  const at: At = { line, scope };
  const secure = words.includes('ssl');
  const [, host = '', port] = /^(.*):(\d{1,5})/.exec(words[1] ?? '') ?? [];
  const listener: DeploymentSetting = { kind: 'port', published: true, protocol: secure ? 'https' : 'http', ...at, ...(port !== undefined && { port: Number(port) }), ...(host !== '' && host !== '*' && { host }) };
  if (secure) {
    const own = minimumOf(words);
    const minimum = own ?? (floor && minimumOf(floor.words));
    const from = own === undefined && floor !== undefined ? floor : { line, words };
    return [listener, { kind: 'tls', by: from.words.slice(0, 12).join(' '), platform: false, line: from.line, scope, ...(minimum && { minimum }) }];
  }
  const redirected = lines.some((other) => other.scope === scope && isRedirect(other.words));
  return redirected || isLoopback(host) ? [listener] : [listener, { kind: 'plain-http', by: words.join(' '), ...at }];
}

/** `ssl-min-ver TLSv1.2`, or the `no-tlsv10 no-tlsv11` of older files. */
function minimumOf(words: readonly string[]): ReturnType<typeof tlsVersion> {
  const at = words.indexOf('ssl-min-ver');
  if (at !== -1) return tlsVersion(words[at + 1] ?? '');
  const forced = words.find((word) => /^force-tlsv1\d$/.test(word));
  if (forced !== undefined) return tlsVersion(forced.replace('force-', ''));
  const refused = words.filter((word) => /^no-(sslv3|tlsv1\d)$/.test(word)).map((word) => word.slice(3));
  if (refused.length === 0) return undefined;
  return lowestTls((['sslv3', 'tlsv10', 'tlsv11', 'tlsv12', 'tlsv13'] as const).filter((name) => !refused.includes(name)).map(tlsVersion));
}

function isRedirect(words: readonly string[]): boolean {
  return words.includes('redirect') && /\bscheme https\b/.test(words.join(' '));
}

function rule({ words }: Line, at: At, limited: boolean): readonly DeploymentSetting[] {
  const text = words.join(' ');
  if (isRedirect(words)) return [{ kind: 'https-redirect', by: text, ...at }];
  if (/strict-transport-security/i.test(text)) return [{ kind: 'hsts', ...at, ...maxAgeOf(text) }];
  if (/^(http-request|tcp-request)\b.*\b(deny|reject|tarpit|silent-drop)\b/.test(text) && limited && /rate|too_?(many|fast)|abuse|flood|limit/i.test(text)) return [{ kind: 'rate-limit', by: text, ...at }];
  if (/^http-request auth\b|http_auth\(|jwt_verify/.test(text)) return [{ kind: 'authentication', by: text, ...at }];
  if (words[0] === 'server') return [{ kind: 'proxy', to: words[2] ?? '', ...at }];
  return [];
}

function linesOf(text: string): readonly Line[] {
  let scope = '';
  return text.split('\n').flatMap((raw, index) => {
    const words = raw.slice(0, 5000).replace(/(^|\s)#.*$/, '').split(/\s+/).filter((word) => word !== '').map((word) => word.replace(/^"(.*)"$/, '$1'));
    if (words.length === 0) return [];
    if (/^(global|defaults|frontend|backend|listen|userlist|peers|resolvers)$/.test(words[0] ?? '')) {
      scope = words.slice(0, 2).join(' ');
      return [];
    }
    return [{ words, line: index + 1, scope }];
  });
}
