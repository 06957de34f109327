import type { DeploymentSetting } from '../../facts/deployment';
import { isLoopback, lowestTls, maxAgeOf, part, tlsVersion, type DeploymentReader } from './common';

type At = { readonly line: number; readonly scope: string };

/** One directive of nginx: its words, and its block where it has one. */
interface Directive {
  readonly words: readonly string[];
  readonly line: number;
  readonly block?: readonly Directive[];
}

/** Reads nginx configuration (nginx.org/en/docs). Each `server` block is a scope; what stands outside is inherited by those that do not set it. */
export const readNginx: DeploymentReader = (_path, text) => {
  const directives = parse(text);
  const servers = [...find(directives, 'server')].filter((directive) => directive.block);
  const settings: DeploymentSetting[] = [];
  const outer = directives.flatMap((directive) => (directive.words[0] === 'http' ? directive.block ?? [] : [directive]));
  for (const server of servers) settings.push(...serverSettings(server, outer));
  if (servers.length === 0) settings.push(...directives.flatMap((directive) => common(directive, { line: directive.line, scope: '' })));
  return servers.length === 0 && settings.length === 0 ? null : part('nginx', 'proxy', settings);
};

function serverSettings(server: Directive, outer: readonly Directive[]): readonly DeploymentSetting[] {
  const block = server.block ?? [];
  const name = block.find((directive) => directive.words[0] === 'server_name')?.words[1];
  const listens = block.filter((directive) => directive.words[0] === 'listen');
  const secure = listens.filter((directive) => directive.words.includes('ssl') || directive.words.includes('quic'));
  const scope = `server ${name ?? listens[0]?.words[1] ?? ''}`.trim();
  const at = (directive: Directive): At => ({ line: directive.line, scope });
  const settings: DeploymentSetting[] = listens.map((directive) => listenOf(directive, at(directive)));
  if (name !== undefined && name !== '_') settings.push({ kind: 'host', host: name, ...at(server) });
  if (secure.length > 0) settings.push(tlsOf(server, outer, scope));
  const redirect = redirectOf(block);
  const plain = listens.filter((directive) => !secure.includes(directive));
  const [first] = plain;
  if (redirect) settings.push({ kind: 'https-redirect', by: redirect.words.join(' '), ...at(redirect) });
  else if (first && !isLoopback(first.words[1]?.replace(/:\d+$/, '') ?? '')) settings.push({ kind: 'plain-http', by: first.words.join(' '), ...at(first) });
  const inherited = outer.filter((directive) => /^(limit_req|add_header|auth_basic|auth_request)$/.test(directive.words[0] ?? '') && !block.some((own) => own.words[0] === directive.words[0]));
  for (const directive of [...flatten(block), ...inherited]) settings.push(...common(directive, at(directive)));
  return settings;
}

function listenOf(directive: Directive, at: At): DeploymentSetting {
  const address = directive.words[1] ?? '80';
  const match = /^(?:(.+):)?(\d{1,5})$/.exec(address);
  const host = match ? match[1] : address;
  const port = match?.[2] ?? '80';
  return {
    kind: 'port', published: true, protocol: directive.words.includes('ssl') ? 'https' : 'http', ...at,
    port: Number(port), ...(host !== undefined && host !== '*' && host !== '[::]' && { host }),
  };
}

/** nginx 1.27.3 and later allow TLS 1.2 and 1.3 by default; earlier ones 1.0 to 1.2. Unsaid is therefore unknown. */
function tlsOf(server: Directive, outer: readonly Directive[], scope: string): DeploymentSetting {
  const own = [...(server.block ?? []), ...outer].find((directive) => directive.words[0] === 'ssl_protocols');
  const minimum = own && lowestTls(own.words.slice(1).map(tlsVersion));
  return { kind: 'tls', by: own?.words.join(' ') ?? 'listen … ssl', platform: false, line: own?.line ?? server.line, scope, ...(minimum && { minimum }) };
}

function redirectOf(block: readonly Directive[]): Directive | undefined {
  return flatten(block).find(({ words }) => (words[0] === 'return' && /^30[1278]$/.test(words[1] ?? '') && /^https:/.test(words[2] ?? '')) || (words[0] === 'rewrite' && /^https:/.test(words[2] ?? '')));
}

function common({ words }: Directive, at: At): readonly DeploymentSetting[] {
  const [name = '', value = '', ...rest] = words;
  if (name === 'limit_req') return [{ kind: 'rate-limit', by: words.join(' '), ...at }];
  if (name === 'add_header' && /^strict-transport-security$/i.test(value)) return [{ kind: 'hsts', ...at, ...maxAgeOf(rest.join(' ')) }];
  if ((name === 'auth_basic' && value !== 'off') || name === 'auth_request' || name === 'auth_jwt' || (name === 'ssl_verify_client' && value === 'on')) return [{ kind: 'authentication', by: name, ...at }];
  if (name === 'proxy_pass') return [{ kind: 'proxy', to: value, ...at }];
  return [];
}

function* find(directives: readonly Directive[], name: string, depth = 0): Generator<Directive> {
  if (depth > 10) return;
  for (const directive of directives) {
    if (directive.words[0] === name) yield directive;
    else if (directive.block) yield* find(directive.block, name, depth + 1);
  }
}

function flatten(directives: readonly Directive[], depth = 0): readonly Directive[] {
  return depth > 10 ? [] : directives.flatMap((directive) => [directive, ...flatten(directive.block ?? [], depth + 1)]);
}

/** Words, quoted ones included, and the three marks that end or nest directives; comments are left out. */
const TOKEN = /#[^\n]*|"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|[{};]|[^\s{};"'#]+/g;

function parse(text: string): readonly Directive[] {
  const root: Directive[] = [];
  const stack: Directive[][] = [root];
  let words: string[] = [];
  let first = 0;
  let line = 1;
  let counted = 0;
  for (const match of text.matchAll(TOKEN)) {
    const [token] = match;
    if (token.startsWith('#')) continue;
    for (let i = text.indexOf('\n', counted); i !== -1 && i < match.index; i = text.indexOf('\n', counted)) {
      line++;
      counted = i + 1;
    }
    if (token === ';' || token === '{') {
      const block: Directive[] = [];
      if (words.length > 0) stack.at(-1)?.push({ words, line: first, ...(token === '{' && { block }) });
      if (token === '{') stack.push(block);
      words = [];
    } else if (token === '}') {
      if (stack.length === 1) throw new Error(`Line ${line}: a brace is closed that was not opened.`);
      stack.pop();
      words = [];
    } else {
      if (words.length === 0) first = line;
      words.push(match[1] ?? match[2] ?? token);
    }
    if (stack.length > 60) throw new Error('It is nested too deeply to be read.');
  }
  if (stack.length > 1) throw new Error('A brace is not closed.');
  return root;
}
