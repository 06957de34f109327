import { transformSync as swc, type JscTarget } from '@swc/core';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import ts from 'typescript';

type Files = Readonly<Record<string, string>>;

/** Compiles programs as a publisher would: the same programs, each as it is published. */
export type Compile = (programs: readonly Files[]) => readonly Files[];

const eachFile = (compile: (text: string, name: string) => string): Compile => (programs) => programs.map((files) => Object.fromEntries(Object.entries(files).map(([name, text]) => (name.endsWith('.ts') ? [name.replace(/\.ts$/, '.js'), compile(text, name)] : [name, text]))));

const tsc = (target: ts.ScriptTarget, module: ts.ModuleKind, options: ts.CompilerOptions = {}): Compile => eachFile((text, fileName) => ts.transpileModule(text, { fileName, compilerOptions: { target, module, esModuleInterop: true, ...options } }).outputText);

const viaSwc = (target: JscTarget, type: 'commonjs' | 'es6', jsc: Readonly<Record<string, unknown>> = {}): Compile => eachFile((text, filename) => swc(text, { filename, swcrc: false, configFile: false, jsc: { target, parser: { syntax: 'typescript' }, ...jsc }, module: { type } }).code);

/** The command, since the library asks for types of the one realm that there is outside of tests. One call compiles all programs. */
const esbuild = (...options: readonly string[]): Compile => (programs) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'compiled-'));
  try {
    const names = programs.flatMap((files, index) => Object.entries(files).flatMap(([name, text]) => {
      const file = path.join(folder, 'in', String(index), name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, text);
      return name === 'src/index.ts' || (name.endsWith('.ts') && !options.includes('--bundle')) ? [file] : [];
    }));
    execFileSync(createRequire(import.meta.url).resolve('esbuild/bin/esbuild'), [...names, `--outbase=${path.join(folder, 'in')}`, `--outdir=${path.join(folder, 'out')}`, '--log-level=error', ...options]);
    return programs.map((files, index) => ({ ...(options.includes('--bundle') ? {} : Object.fromEntries(Object.entries(files).filter(([name]) => !name.endsWith('.ts')))), ...textsUnder(path.join(folder, 'out', String(index))) }));
  } finally {
    rmSync(folder, { recursive: true });
  }
};

function textsUnder(folder: string): Files {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'));
  return Object.fromEntries(names.map((name) => [name, readFileSync(path.join(folder, name), 'utf8')]));
}

const BUNDLED = ['--bundle', '--platform=node', '--packages=external'] as const;
// eslint-disable-next-line @typescript-eslint/no-deprecated -- what is published has long been compiled
const { ES5, ES2015, ES2017, ES2022 } = ts.ScriptTarget;
const { CommonJS, ESNext } = ts.ModuleKind;

/** Compilers and what they are told, by name. */
export const COMPILERS: Readonly<Record<string, Compile>> = {
  'tsc to ES5': tsc(ES5, CommonJS),
  'tsc to ES5 with iteration': tsc(ES5, CommonJS, { downlevelIteration: true }),
  'tsc to ES5 with tslib': tsc(ES5, CommonJS, { downlevelIteration: true, importHelpers: true }),
  'tsc to ES5 modules': tsc(ES5, ESNext),
  'tsc to ES2015': tsc(ES2015, CommonJS),
  'tsc to ES2017 modules': tsc(ES2017, ESNext),
  'tsc to ES2022': tsc(ES2022, CommonJS),
  'tsc to ES2022 modules': tsc(ES2022, ESNext),
  'esbuild to ES2016': esbuild('--target=es2016', '--format=cjs'),
  'esbuild to ES2022 modules': esbuild('--target=es2022', '--format=esm'),
  'esbuild, minified': esbuild('--target=es2022', '--format=cjs', '--minify'),
  'esbuild, bundled': esbuild('--target=es2022', '--format=cjs', ...BUNDLED),
  'esbuild, bundled and minified': esbuild('--target=es2022', '--format=esm', '--minify', ...BUNDLED),
  'esbuild to ES2016, bundled and minified': esbuild('--target=es2016', '--format=cjs', '--minify', ...BUNDLED),
  'swc to ES5': viaSwc('es5', 'commonjs'),
  'swc to ES5 with helpers': viaSwc('es5', 'commonjs', { externalHelpers: true }),
  'swc to ES5, minified': viaSwc('es5', 'commonjs', { minify: { compress: true, mangle: true } }),
  'swc to ES2015': viaSwc('es2015', 'commonjs'),
  'swc to ES2022 modules': viaSwc('es2022', 'es6'),
};
