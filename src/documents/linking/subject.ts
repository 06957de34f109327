import type { InstallManner, InstallStep } from '../../facts/documents';
import type { Packages } from '../../facts/package';
import type { SetupSubject } from '../../facts/setup';

/** Words that say nothing about whose server it is. */
const STOP = new Set(['mcp', 'server', 'servers', 'the', 'js', 'ts', 'node', 'cli', 'tool', 'tools', 'official', 'modelcontextprotocol', 'com', 'org', 'io', 'ai', 'api', 'sse', 'http', 'https', 'www', 'dev', 'app', 'docker', 'hub', 'ghcr', 'github', 'gitlab', 'npm', 'git', 'client', 'agent', 'net', 'cloud', 'stdio', 'main', 'latest', 'and', 'for']);

/** Programs that READMEs name besides: they build, run, inspect or deploy, and nobody takes them for the server. */
const TOOLS = /^(typescript|tsx|ts-node|tsup|esbuild|vite|vitest|jest|eslint|prettier|pm2|nodemon|pnpm|yarn|npm|bun|corepack|nvm|n|wrangler|vercel|netlify|netlify-cli|serverless|supabase|firebase-tools|prisma|drizzle-kit|playwright|puppeteer|electron|turbo|nx|lerna|changeset|@changesets\/cli|husky|dotenv|dotenv-cli|cross-env|rimraf|http-server|serve|localtunnel|ngrok|skills|mcp-remote|supergateway|mcp-proxy|mcp-inspector|mcp-cli|mcp-eval|mcp-chat|@modelcontextprotocol\/(inspector|sdk|create-server)|@smithery\/cli|@anthropic-ai\/(claude-code|dxt|mcpb|sdk)|@openai\/\S+|@google\/gemini-cli|@types\/\S+|@playwright\/test|node|uv|git|jq|openssl|mkcert|docker|docker-compose|node-gyp|windows-build-tools|zod|express|ajv|ajv-formats|axios)$|^(\.|\/|~|\$|<|[A-Za-z]:\\)|[{}<>$=]/;

/** Tells what the steps of documents are about, from the names of the judged packages. */
export interface SubjectFinder {
  readonly names: readonly string[];
  subjectOf(step: Pick<InstallStep, 'manner' | 'names'>): SetupSubject;
  isUnsuited(step: Pick<InstallStep, 'manner' | 'names'>): boolean;
  /** Whether a name of any kind shares a telling word with this repository's. */
  isRelated(name: string): boolean;
}

const PYTHON: readonly InstallManner[] = ['pip', 'uv', 'uvx'];
const NODE: readonly InstallManner[] = ['npm', 'pnpm', 'yarn', 'bun', 'npx', 'deno'];

export function subjectFinder(packages: Packages): SubjectFinder {
  const names = packages.judged.flatMap(({ name }) => name ?? []);
  const foreign = new Set(packages.others.flatMap(({ name }) => (name === undefined ? [] : [name.toLowerCase()])));
  const dependencies = new Set(packages.judged.flatMap(({ dependencies: list }) => list.map(({ name }) => name)));
  const members = new Set(packages.all.flatMap(({ name }) => name ?? []));
  const own = wordsOf(packages);
  const isRelated = (name: string): boolean => tokens(name).some((token) => own.has(token) || [...own].some((word) => word.length >= 4 && token.length >= 4 && (word.includes(token) || token.includes(word))));
  const isForeign = (name: string): boolean => foreign.has(name.toLowerCase());
  const subjectOf: SubjectFinder['subjectOf'] = ({ manner, names: named }) => {
    if (named.length === 0) return 'checkout';
    if (NODE.includes(manner)) return nodeSubject(named, names, members, dependencies);
    if (named.some(isForeign)) return 'this';
    if (PYTHON.includes(manner)) return named.some((name) => names.includes(name)) ? 'this' : 'other';
    return named.some(isRelated) ? 'this' : manner === 'download' || manner === 'git' || manner === 'brew' ? 'tool' : 'other';
  };
  return {
    names, subjectOf, isRelated,
    isUnsuited: ({ manner, names: named }) => PYTHON.includes(manner) && named.some((name) => names.includes(name)) && !named.some(isForeign),
  };
}

function nodeSubject(named: readonly string[], names: readonly string[], members: ReadonlySet<string>, dependencies: ReadonlySet<string>): SetupSubject {
  if (named.some((name) => names.includes(name))) return 'this';
  const unknown = named.filter((name) => !TOOLS.test(name) && !dependencies.has(name) && !members.has(name));
  return unknown.length === 0 ? 'tool' : 'other';
}

function wordsOf(packages: Packages): ReadonlySet<string> {
  const texts = packages.judged.flatMap(({ name, bin, repository, mcpName, homepage }) => [name, ...Object.keys(bin), repository?.replace(/^https?:\/\/[^/]+\//, ''), mcpName, homepage?.replace(/^https?:\/\//, '').split('/')[0]]);
  return new Set([...texts, ...packages.registry.map(({ name }) => name)].flatMap((text) => (text === undefined ? [] : tokens(text))));
}

/** Telling words of a name: `@acme/notes-mcp` gives `acme` and `notes`. */
function tokens(name: string): readonly string[] {
  return name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase().split(/[^a-z0-9]+/).filter((token) => token.length >= 3 && !STOP.has(token) && !/^\d+$/.test(token));
}
