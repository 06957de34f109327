/**
 * Builds dist: `npm run build`, and `npm run build -- --check` to see whether dist is what the sources make.
 *
 * - `gate.cjs`: our own code, readable; also the library
 * - third-party code, minified, each package loaded when it is first used: `compiler.cjs`, the TypeScript compiler, and
 *   `parsers.cjs`, which only a review needs; `github.cjs`, which only the action needs; `vendor.cjs`, the rest
 * - `index.cjs`, `cli.cjs`: the entries of the action and of the command
 * - `licenses.txt`: licences of everything bundled
 *
 * Apart, so that a commit to src does not rewrite what only a new dependency changes. The same sources give the same
 * bytes anywhere: no path, date or order of a folder goes in.
 */
import { build, type BuildOptions, type Plugin } from 'esbuild';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv, cwd, exit } from 'node:process';
import { licencesOf } from './licences';

const ROOT = cwd();
/** Files of third-party code, and the packages that go into each: a start reads the whole file of every package it touches. */
const BESIDE: Readonly<Record<string, RegExp>> = {
  'compiler.cjs': /^ts-morph$/,
  'github.cjs': /^@(?:actions|octokit)\/|^bottleneck\b/,
  'parsers.cjs': /^@secretlint\/|^(?:refa|scslre)$|\/sqlparser\//,
  'vendor.cjs': /./,
};

/** The file that a package goes into: the first that takes it. */
function besideOf(name: string): string {
  return Object.keys(BESIDE).find((file) => BESIDE[file]?.test(name)) ?? 'vendor.cjs';
}

const COMMON: BuildOptions = {
  absWorkingDir: ROOT,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  charset: 'utf8',
  legalComments: 'none',
  metafile: true,
  write: false,
  logLevel: 'warning',
  // CommonJS has no `import.meta`; packages ask it only where they are.
  define: { 'import.meta.url': '__importMetaUrl' },
};

const ENTRIES: Readonly<Record<string, string>> = { 'index.cjs': 'runAction', 'cli.cjs': 'runCli' };

/** Code that does not even load could not evaluate: 2, and not the 1 of a verdict. */
const entryText = (run: string, first: string): string => `${first}'use strict';

try {
  require('./gate.cjs').${run}();
} catch (error) {
  console.error(\`This program needs Node.js 20 or later and could not start: \${error.message}\`);
  process.exitCode = 2;
}
`;

/** Leaves packages out of our own code and asks the files beside it for them. */
function vendored(found: Set<string>): Plugin {
  return {
    name: 'vendored',
    setup: (own) => {
      own.onResolve({ filter: /^[^./]/ }, ({ path, kind }) => {
        if (kind === 'entry-point' || isBuiltin(path)) return undefined;
        if (path.startsWith('beside:')) return { path: `./${path.slice('beside:'.length)}`, external: true };
        found.add(path);
        return { path, namespace: 'package' };
      });
      // Third-party code that is kept in the repository, because no package has it in a form that fits.
      own.onResolve({ filter: /^\.\.\/.*\/vendor\// }, ({ path }) => {
        const kept = `.${path.slice(path.indexOf('/vendor/'))}`;
        found.add(kept);
        return { path: kept, namespace: 'package' };
      });
      own.onLoad({ filter: /.*/, namespace: 'package' }, ({ path }) => (
        { contents: `module.exports = require('beside:${besideOf(path)}')[${JSON.stringify(path)}];`, loader: 'js' }
      ));
    },
  };
}

interface Built {
  readonly text: string;
  /** Files that went in, relative to the root. */
  readonly inputs: readonly string[];
}

async function bundle(contents: string, options: BuildOptions): Promise<Built> {
  const result = await build({ ...COMMON, ...options, stdin: { contents, resolveDir: ROOT, sourcefile: 'entry.js', loader: 'js' } });
  return { text: result.outputFiles?.[0]?.text ?? '', inputs: Object.keys(result.metafile?.inputs ?? {}) };
}

/** Our own code. The faces are loaded when they are asked for: what only the action needs the command never reads. */
function bundleOwn(found: Set<string>): Promise<Built> {
  return bundle([
    "export * from './src/index';",
    "export const runAction = async () => (await import('./src/action')).runAction();",
    "export const runCli = async (args) => (await import('./src/cli')).runCli(args);",
  ].join('\n'), { plugins: [vendored(found)] });
}

/** Third-party code: one getter for each package, so that nothing is run before it is used. */
function bundlePackages(packages: readonly string[]): Promise<Built> {
  const getters = packages.map((name) => `  get ${JSON.stringify(name)}() { return require(${JSON.stringify(name)}); },`);
  return bundle(`module.exports = {\n${getters.join('\n')}\n};`, {
    minify: true,
    // Packages that exist as ES modules only offer nothing to `require` otherwise.
    conditions: ['import'],
    // Of a package in two forms the ES modules: the other is at times one that hides its requires from a bundler.
    mainFields: ['module', 'main'],
    banner: { js: "const __importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
  });
}

/** Every file of dist by name. */
async function contents(): Promise<ReadonlyMap<string, string>> {
  const found = new Set<string>();
  const own = await bundleOwn(found);
  const packages = [...found].sort();
  const beside = await Promise.all(Object.keys(BESIDE).map(async (file) => [file, await bundlePackages(packages.filter((name) => besideOf(name) === file))] as const));
  return new Map([
    ['gate.cjs', own.text],
    ...beside.map(([file, { text }]) => [file, text] as const),
    ...Object.entries(ENTRIES).map(([file, run]) => [file, entryText(run, file === 'cli.cjs' ? '#!/usr/bin/env node\n' : '')] as const),
    ['licenses.txt', licencesOf(ROOT, beside.flatMap(([, { inputs }]) => inputs))],
  ]);
}

function write(folder: string, files: ReadonlyMap<string, string>): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of files) writeFileSync(join(folder, name), text, { mode: name === 'cli.cjs' ? 0o755 : 0o644 });
}

/** Names of files that differ between two folders, or are in one only. */
function differing(a: string, b: string): readonly string[] {
  const names = [...new Set([...readdirSync(a), ...readdirSync(b)])].sort();
  const read = (folder: string, name: string): string => {
    try {
      return readFileSync(join(folder, name), 'latin1');
    } catch {
      return '';
    }
  };
  return names.filter((name) => read(a, name) !== read(b, name));
}

const files = await contents();
if (argv.includes('--check')) {
  const folder = mkdtempSync(join(tmpdir(), 'dist-'));
  write(folder, files);
  const stale = differing(folder, join(ROOT, 'dist'));
  rmSync(folder, { recursive: true });
  if (stale.length > 0) {
    console.error(`dist is not what the sources make: ${stale.join(', ')}. Run \`npm run build\` and commit dist.`);
    exit(1);
  }
  console.log('dist is what the sources make.');
} else {
  write(join(ROOT, 'dist'), files);
  for (const [name, text] of files) console.log(`${name.padEnd(14)} ${(Buffer.byteLength(text) / 1024).toFixed(0).padStart(6)} KiB`);
}
