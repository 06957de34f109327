import type { ClientServer, DocumentFact } from '../../facts/documents';
import type { FileFacts } from '../../facts/file-facts';
import type { Packages } from '../../facts/package';
import type { Setup, SetupEntry, SetupSubject } from '../../facts/setup';
import { packageName } from '../markdown/install';
import { commandOf, stepsOf } from '../markdown/setup';
import { missingOf } from './entry';
import { tellsSecret } from '../secrets/names';
import { folderOf, join } from './packages';
import { subjectFinder, type SubjectFinder } from './subject';

/** Joins what the documents for users say of installing and setting up with what the packages are called and hold. */
export function linkSetup(files: readonly FileFacts[], packages: Packages, documents: readonly DocumentFact[]): Setup {
  const finder = subjectFinder(packages);
  const read = documents.filter(isForUsers);
  const paths = new Set(files.filter((file) => file.kind !== 'vendored' && file.kind !== 'test').map((file) => file.path));
  const entries = read.flatMap((document) => document.clients.flatMap((block) => block.servers.map((server): SetupEntry => {
    const missing = missingOf(server, packages, paths);
    return { path: document.path, line: server.line, format: block.format, name: server.name, subject: subjectOfEntry(server, finder), starts: startsOf(server), remote: server.command === undefined, sets: setsOf(server), ...(missing !== undefined && { missing }) };
  })));
  return {
    names: finder.names,
    published: packages.judged.some((candidate) => !candidate.private && candidate.name !== undefined),
    steps: read.flatMap(({ path, installs }) => installs.map((step) => ({ ...step, path, subject: finder.subjectOf(step), unsuited: finder.isUnsuited(step) }))),
    entries,
    broken: read.flatMap(({ path, clients }) => clients.flatMap(({ format, problem }) => (problem ? [{ path, line: problem.line, format, why: problem.why }] : []))),
    wizards: read.flatMap((document) => wizardsOf(document, finder)),
    guides: read.flatMap((document) => guidesOf(document, paths)),
    documents: read.map(({ path }) => path),
  };
}

/** Documents that a user reads to get started; those of examples, and those for contributors and machines, are not. */
function isForUsers({ kind, fileKind }: DocumentFact): boolean {
  if (kind === 'docs') return true;
  return (kind === 'readme' || kind === 'other' || kind === 'support') && fileKind === 'product';
}

function subjectOfEntry(server: ClientServer, finder: SubjectFinder): SetupSubject {
  const subjects = stepsOf(server).map((step) => finder.subjectOf(step));
  const named = finder.isRelated(server.name);
  if (subjects.includes('this') || subjects.includes('checkout')) return 'this';
  if (server.url !== undefined && server.command === undefined) return isHere(server.url) || finder.isRelated(server.url) || named ? 'this' : 'other';
  if (subjects.includes('other') && !named) return 'other';
  if (subjects.length > 0) return subjects.includes('tool') ? 'tool' : 'other';
  return isOwnProgram(server, named, finder) ? 'this' : 'other';
}

/** A program that is run by its path or by the name of its command: whose it is, its name or the entry's tells. */
function isOwnProgram(server: ClientServer, named: boolean, finder: SubjectFinder): boolean {
  const [program = '', ...args] = commandOf(server);
  const bare = program.replace(/^.*[\\/]/, '');
  if (named) return true;
  if (!/^(node|nodejs|bun|deno|tsx|ts-node|python3?|cmd|wsl|sh|bash)(\.exe)?$/i.test(bare)) return finder.isRelated(bare);
  const script = args.join(' ');
  return server.name === '' || finder.isRelated(script) || /path|dist|build|\bsrc\//i.test(script);
}

function isHere(url: string): boolean {
  return /^https?:\/\/(localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]|<|\{|your|my|example)/i.test(url) || /your-|<[^>]+>|\{[^}]+\}|example\.(com|org)/i.test(url);
}

function startsOf(server: ClientServer): string {
  return (server.url !== undefined && server.command === undefined ? server.url : commandOf(server).join(' ')).slice(0, 200);
}

/** `npx PACKAGE setup` and the like: the package puts its entry into the client's configuration itself. */
function wizardsOf({ path, installs }: DocumentFact, finder: SubjectFinder): Setup['wizards'] {
  return installs.filter((step) => {
    const subject = finder.subjectOf(step);
    if (step.manner === 'smithery' || step.manner === 'client') return subject === 'this';
    const words = step.text.split(/\s+/);
    const at = words.findIndex((word) => finder.names.includes(packageName(word)));
    return step.manner === 'npx' && subject === 'this' && /^(setup|init|install|configure|config|connect|onboard)$/.test(words[at + 1] ?? '');
  }).map(({ line, text }) => ({ path, line, text }));
}

/** What an entry hands over: its variables and headers, `-e NAME` of containers, and arguments that speak of a secret. */
function setsOf({ env, headers, args }: ClientServer): readonly string[] {
  const handed = args.flatMap((word, index) => {
    const [, option, name] = /^(-e|--env|--env-file)(?:=(\w+).*)?$/s.exec(word) ?? [];
    if (option !== undefined) return [name ?? (args[index + 1] ?? '').replace(/=.*$/s, '')];
    return tellsSecret(word) || /^[A-Z][A-Z0-9_]{3,60}=/.test(word) ? [word.replace(/=.*$/s, '')] : [];
  });
  return [...env, ...headers, ...handed];
}

/** Pages of others that READMEs link to by the way. */
const ELSEWHERE = /modelcontextprotocol\.io|npmjs\.com|nodejs\.org|github\.com\/[^/]+\/[^/]+\/?$|docs\.(anthropic|docker|npmjs|github)\.|img\.shields|code\.visualstudio|claude\.(ai|com)|cursor\.(sh|com)|docker\.com|brew\.sh|python\.org|codeium|windsurf/i;

const GUIDE = /set-?\s?up|install|quick-?\s?start|getting[- ]started|connect|configur|self-?host|\bclients?\b|\bdocs?\b|documentation/i;

/** Links that promise a guide which is not among the files that were read. */
function guidesOf({ path, links }: DocumentFact, paths: ReadonlySet<string>): Setup['guides'] {
  return links.filter(({ url, text }) => {
    if (!GUIDE.test(`${text} ${url}`)) return false;
    if (/^https?:\/\//.test(url)) return !ELSEWHERE.test(url);
    return /\.(md|mdx|rst|adoc|html?)([#?].*)?$/i.test(url) && !paths.has(join(folderOf(path), url.replace(/[#?].*$/, '')));
  }).map(({ line, url, text }) => ({ path, line, url, text }));
}
