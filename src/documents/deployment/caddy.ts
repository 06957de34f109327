import type { DeploymentSetting } from '../../facts/deployment';
import { isLoopback, maxAgeOf, part, tlsVersion, type DeploymentReader } from './common';

type At = { readonly line: number; readonly scope: string };

interface Line {
  readonly words: readonly string[];
  readonly line: number;
  /** Braces open around it. */
  readonly depth: number;
  readonly opens: boolean;
}

/**
 * Reads a Caddyfile (caddyserver.com/docs). Each site is a scope. A site without `http://` has a certificate, TLS 1.2 or
 * later and a redirect from plain HTTP, unless it says otherwise: that is what the server is known for.
 */
export const readCaddyfile: DeploymentReader = (_path, text) => {
  const lines = linesOf(text);
  const settings: DeploymentSetting[] = [];
  const global = lines[0]?.opens === true && lines[0].words.length === 0;
  const redirects = !lines.some((line) => line.words[0] === 'auto_https' && /off|disable_redirects/.test(line.words[1] ?? ''));
  const automatic = !lines.some((line) => line.words[0] === 'auto_https' && line.words[1] === 'off');
  const sites = lines.map((line, index) => ({ line, index })).filter(({ line, index }) => line.depth === 0 && line.opens && !(global && index === 0) && !/^\(.*\)$/.test(line.words[0] ?? ''));
  for (const [position, { line, index }] of sites.entries()) {
    const block = lines.slice(index + 1, sites[position + 1]?.index ?? lines.length).filter((inner) => inner.depth > 0);
    settings.push(...siteOf(line, block, { automatic, redirects }));
  }
  return part('caddy', 'proxy', settings);
};

function siteOf(site: Line, block: readonly Line[], global: { readonly automatic: boolean; readonly redirects: boolean }): readonly DeploymentSetting[] {
  const addresses = site.words.map((word) => word.replace(/,$/, ''));
  const scope = `site ${addresses.join(' ')}`;
  const at: At = { line: site.line, scope };
  const settings: DeploymentSetting[] = [];
  for (const address of addresses) {
    const [, scheme, host = '', port] = /^(?:(https?):\/\/)?([^:/]*|\[[^\]]*\])(?::(\d{1,5}))?/.exec(address) ?? [];
    const plain = scheme === 'http' || port === '80' || (host === '' && port !== '443' && !block.some((line) => line.words[0] === 'tls')) || !global.automatic;
    settings.push({ kind: 'port', port: Number(port ?? (plain ? 80 : 443)), published: true, protocol: plain ? 'http' : 'https', ...at, ...(isLoopback(host) && { host: '127.0.0.1' }) });
    if (host !== '') settings.push({ kind: 'host', host, ...at });
    settings.push(...(plain ? plainSite(block, at) : secureSite(block, at, global.redirects)));
  }
  return [...settings, ...block.flatMap((line) => directive(line, { line: line.line, scope }))];
}

function plainSite(block: readonly Line[], at: At): readonly DeploymentSetting[] {
  const redirect = block.find((line) => line.words[0] === 'redir' && line.words.some((word) => word.startsWith('https://')));
  return redirect ? [{ kind: 'https-redirect', by: redirect.words.join(' '), line: redirect.line, scope: at.scope }] : [{ kind: 'plain-http', by: 'a site for plain HTTP', ...at }];
}

function secureSite(block: readonly Line[], at: At, redirects: boolean): readonly DeploymentSetting[] {
  const protocols = block.find((line) => line.words[0] === 'protocols');
  const minimum = protocols === undefined ? 'TLSv1.2' : tlsVersion(protocols.words[1] ?? '');
  return [
    { kind: 'tls', by: protocols?.words.join(' ') ?? 'automatic HTTPS', platform: false, line: protocols?.line ?? at.line, scope: at.scope, ...(minimum && { minimum }) },
    ...(redirects ? [{ kind: 'https-redirect' as const, by: 'automatic HTTPS', ...at }] : []),
  ];
}

function directive({ words }: Line, at: At): readonly DeploymentSetting[] {
  const [name = '', ...rest] = words;
  if (name === 'rate_limit') return [{ kind: 'rate-limit', by: 'rate_limit', ...at }];
  if (/^(basic_?auth|forward_auth|authorize|authenticate|jwtauth)$/.test(name)) return [{ kind: 'authentication', by: name, ...at }];
  if (name === 'reverse_proxy') return [{ kind: 'proxy', to: rest.find((word) => !word.startsWith('@') && !word.startsWith('/')) ?? '', ...at }];
  const header = words.findIndex((word) => /^[+?]?Strict-Transport-Security$/i.test(word));
  return header === -1 ? [] : [{ kind: 'hsts', ...at, ...maxAgeOf(words.slice(header + 1).join(' ')) }];
}

function linesOf(text: string): readonly Line[] {
  const lines: Line[] = [];
  let depth = 0;
  for (const [index, raw] of text.split('\n').entries()) {
    const words = [...raw.slice(0, 5000).matchAll(/"((?:[^"\\]|\\.)*)"|`([^`]*)`|(#.*$)|(\S+)/g)].flatMap((match) => (match[3] !== undefined ? [] : [match[1] ?? match[2] ?? match[4] ?? '']));
    if (words.length === 0) continue;
    const opens = words.at(-1) === '{';
    if (words[0] === '}') depth = Math.max(0, depth - 1);
    else lines.push({ words: opens ? words.slice(0, -1) : words, line: index + 1, depth, opens });
    if (opens) depth++;
    if (depth > 40) throw new Error('It is nested too deeply to be read.');
  }
  if (depth > 0) throw new Error('A brace is not closed.');
  // A file of one site may leave out its braces: the first line is then its address.
  const [first] = lines;
  if (first && !lines.some((line) => line.opens && line.depth === 0 && line.words.length > 0)) return [{ ...first, opens: true }, ...lines.slice(1).map((line) => ({ ...line, depth: line.depth + 1 }))];
  return lines;
}
