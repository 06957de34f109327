import type { FlowKind } from '../../../src/model/flow-kind';
import type { Handed, Name } from './rewrites';

/** A condition under which a value is safe, and what it needs at the top of the file. */
export interface Guard {
  readonly safe: (value: string) => string;
  readonly head?: string;
  readonly kinds: readonly FlowKind[];
}

/** What makes a safe value of any. */
export interface Repair {
  readonly clean: (value: string) => string;
  readonly head?: string;
  readonly kinds: readonly FlowKind[];
}

/** Kinds for which one of a few known texts is harmless: all but those where the text is not the caller's. */
const CHOSEN: readonly FlowKind[] = [
  'sql-injection', 'xss', 'command-injection', 'argument-injection', 'path-traversal', 'zip-slip', 'ssrf', 'url-path-injection', 'code-injection', 'template-injection',
  'nosql-injection', 'unsafe-deserialization', 'prototype-pollution', 'redos', 'regex-injection', 'open-redirect', 'header-injection', 'xxe',
];
/** Kinds that letters cannot do harm with; names of prototypes, code and slow texts are letters too. */
const LETTERS: readonly FlowKind[] = ['sql-injection', 'xss', 'command-injection', 'argument-injection', 'path-traversal', 'zip-slip', 'ssrf', 'url-path-injection', 'regex-injection', 'open-redirect', 'header-injection', 'xxe'];
/** Kinds that a number cannot do harm with. */
const NUMBERS: readonly FlowKind[] = [...LETTERS, 'code-injection', 'nosql-injection', 'prototype-pollution'];
const PATHS: readonly FlowKind[] = ['path-traversal', 'zip-slip'];

/** Conditions by name. */
export const GUARDS: Readonly<Record<string, Guard>> = {
  'anchored pattern': { safe: (v) => `/^[a-z]+$/.test(${v})`, kinds: LETTERS },
  'anchored pattern of a constant': { safe: (v) => `NAME.test(${v})`, head: 'const NAME = /^[a-z][a-z0-9]{0,30}$/i;', kinds: LETTERS },
  'match': { safe: (v) => `${v}.match(/^[a-z]+$/)`, kinds: LETTERS },
  'Set': { safe: (v) => `KNOWN.has(${v})`, head: "const KNOWN = new Set(['one', 'two']);", kinds: CHOSEN },
  'array': { safe: (v) => `KNOWN.includes(${v})`, head: "const KNOWN = ['one', 'two'];", kinds: CHOSEN },
  'indexOf': { safe: (v) => `KNOWN.indexOf(${v}) !== -1`, head: "const KNOWN = ['one', 'two'];", kinds: CHOSEN },
  'some': { safe: (v) => `KNOWN.some((each) => each === ${v})`, head: "const KNOWN = ['one', 'two'];", kinds: CHOSEN },
  'hasOwn': { safe: (v) => `Object.hasOwn(KNOWN, ${v})`, head: 'const KNOWN = { one: 1, two: 2 };', kinds: CHOSEN },
  'keys': { safe: (v) => `Object.keys(KNOWN).includes(${v})`, head: 'const KNOWN = { one: 1, two: 2 };', kinds: CHOSEN },
  'Map': { safe: (v) => `KNOWN.has(${v})`, head: "const KNOWN = new Map([['one', 1], ['two', 2]]);", kinds: CHOSEN },
  'equality': { safe: (v) => `${v} === 'one'`, kinds: CHOSEN },
  'equality of two': { safe: (v) => `(${v} === 'one' || 'two' === ${v})`, kinds: CHOSEN },
  'type of an object': { safe: (v) => `typeof ${v} === 'string'`, kinds: ['nosql-injection'] },
  'contained': { safe: (v) => `path.resolve('/srv/files', ${v}).startsWith('/srv/files' + path.sep)`, kinds: PATHS },
  'contained by relative': { safe: (v) => `(!path.relative('/srv/files', path.resolve('/srv/files', ${v})).startsWith('..') && !path.isAbsolute(path.relative('/srv/files', path.resolve('/srv/files', ${v}))))`, kinds: PATHS },
  'host list': { safe: (v) => `HOSTS.has(new URL(${v}).hostname)`, head: "const HOSTS = new Set(['api.example.com']);", kinds: ['ssrf', 'open-redirect'] },
  'origin': { safe: (v) => `new URL(${v}).origin === 'https://api.example.com'`, kinds: ['ssrf', 'open-redirect'] },
  'real path': { safe: (v) => `realOf(path.resolve('/srv/files', ${v})).startsWith('/srv/files' + path.sep)`, head: "import { realpathSync as realOf } from 'node:fs';", kinds: PATHS },
  'protocol and host': { safe: (v) => `(new URL(${v}).protocol === 'https:' && HOSTS.includes(new URL(${v}).host))`, head: "const HOSTS = ['api.example.com'];", kinds: ['ssrf', 'open-redirect'] },
  'schema of a choice that is asked': { safe: (v) => `choice.safeParse(${v}).success`, head: "import { z as zod } from 'zod';\nconst choice = zod.enum(['one', 'two']);", kinds: CHOSEN },
  'validator': { safe: (v) => `validator.isUUID(${v})`, head: "import validator from 'validator';", kinds: LETTERS },
  'no leading dash': { safe: (v) => `!${v}.startsWith('-')`, kinds: ['argument-injection'] },
};

/** Conditions that look like a guard of these kinds and are none. */
export const WRONG: Readonly<Record<string, Guard>> = {
  'pattern without ends': { safe: (v) => `/[a-z]+/.test(${v})`, kinds: LETTERS },
  'pattern with one end': { safe: (v) => `/^[a-z]+/.test(${v})`, kinds: LETTERS.filter((kind) => kind !== 'argument-injection') },
  'length': { safe: (v) => `${v}.length < 200`, kinds: LETTERS },
  'something': { safe: (v) => `Boolean(${v})`, kinds: CHOSEN },
  'text': { safe: (v) => `typeof ${v} === 'string'`, kinds: LETTERS },
  'another value': { safe: (v) => `(KNOWN.has('one') && ${v} !== '')`, head: "const KNOWN = new Set(['one', 'two']);", kinds: CHOSEN },
  'not one of a few': { safe: (v) => `!BAD.has(${v})`, head: "const BAD = new Set(['one', 'two']);", kinds: ['sql-injection', 'xss', 'command-injection', 'path-traversal', 'ssrf', 'code-injection'] },
  'prefix without a separator': { safe: (v) => `path.resolve('/srv/files', ${v}).startsWith('/srv/files')`, kinds: PATHS },
  'prefix before it is resolved': { safe: (v) => `path.join('/srv/files', ${v}) !== '/srv/files'`, kinds: PATHS },
  'no dots, and from the root': { safe: (v) => `!${v}.includes('..')`, kinds: ['path-traversal'] },
  'scheme': { safe: (v) => `new URL(${v}).protocol === 'https:'`, kinds: ['ssrf'] },
  'part of a host': { safe: (v) => `new URL(${v}).hostname.includes('example.com')`, kinds: ['ssrf'] },
  'end of a host without a dot': { safe: (v) => `new URL(${v}).hostname.endsWith('example.com')`, kinds: ['ssrf'] },
  'beginning of an address': { safe: (v) => `${v}.startsWith('https://api.example.com')`, kinds: ['ssrf'] },
};

/** Conversions by name. */
export const REPAIRS: Readonly<Record<string, Repair>> = {
  'Number': { clean: (v) => `Number(${v})`, kinds: NUMBERS.filter((kind) => kind !== 'argument-injection') },
  'parseInt': { clean: (v) => `parseInt(${v}, 10)`, kinds: NUMBERS.filter((kind) => kind !== 'argument-injection') },
  'value of a table': { clean: (v) => `TABLE.get(${v}) ?? 'none'`, head: "const TABLE = new Map([['one', 'first'], ['two', 'second']]);", kinds: CHOSEN },
  'schema of a choice': { clean: (v) => `choice.parse(${v})`, head: "import { z as zod } from 'zod';\nconst choice = zod.enum(['one', 'two']);", kinds: CHOSEN },
  'basename': { clean: (v) => `path.basename(${v})`, head: "import path from 'node:path';", kinds: PATHS },
  'DOMPurify': { clean: (v) => `DOMPurify.sanitize(${v})`, head: "import DOMPurify from 'isomorphic-dompurify';", kinds: ['xss'] },
  'escape-html': { clean: (v) => `escapeHtml(${v})`, head: "import escapeHtml from 'escape-html';", kinds: ['xss'] },
  'own escaping of markup': { clean: (v) => `String(${v}).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;').replace(/'/g, '&#39;')`, kinds: ['xss'] },
  'encodeURIComponent': { clean: (v) => `encodeURIComponent(${v})`, kinds: ['url-path-injection'] },
  'escaping of patterns': { clean: (v) => `${v}.replace(/[.*+?^\${}()|[\\]\\\\]/g, '\\\\$&')`, kinds: ['regex-injection'] },
  'all but letters taken away': { clean: (v) => `String(${v}).replace(/[^a-z]/g, '')`, kinds: LETTERS },
  'String': { clean: (v) => `String(${v})`, kinds: ['nosql-injection'] },
};

/** A way to write a condition around the use of a value. */
export type Spelling = (guard: Guard, value: string, use: (value: string) => string, name: Name) => Handed;

/** What conditions on paths need where they stand in another file. */
const HELP = "import path from 'node:path';\n";
const headOf = (guard: { readonly head?: string }): string => guard.head ?? '';
/** A helper in the same file or in another. */
const helped = (apart: boolean, code: (f: string, guard: Guard) => string, before: (f: string, value: string) => string): Spelling => (guard, value, use, name) => {
  const f = name();
  const text = `${headOf(guard)}\n${apart ? 'export ' : ''}${code(f, guard)}`;
  return { ...(apart ? { files: { [`src/${f}.ts`]: `${HELP}${text}` }, head: `import { ${f} } from './${f}.js';` } : { head: text }), before: before(f, value), value: use(value) };
};
const plain = (before: (safe: string) => string): Spelling => (guard, value, use) => ({ head: headOf(guard), before: before(guard.safe(value)), value: use(value) });
const THROW = "throw new Error('refused')";

/** Ways to write a condition, by name. */
export const SPELLINGS: Readonly<Record<string, Spelling>> = {
  'inverted, throw': plain((safe) => `  if (!(${safe})) ${THROW};`),
  'inverted, return': plain((safe) => `  if (!(${safe})) {\n    console.error('refused');\n    return;\n  }`),
  'around the use': (guard, value, use) => ({ head: headOf(guard), value: `if (${guard.safe(value)}) ${use(value)}` }),
  'empty branch': plain((safe) => `  if (${safe}) { console.error('fine'); } else { return; }`),
  'variable': (guard, value, use, name) => { const ok = name(); return { head: headOf(guard), before: `  const ${ok} = ${guard.safe(value)};\n  if (!${ok}) ${THROW};`, value: use(value) }; },
  'ternary': (guard, value, use) => ({ head: headOf(guard), value: `${guard.safe(value)} ? ${use(value)} : null` }),
  'and': (guard, value, use) => ({ head: headOf(guard), value: `${guard.safe(value)} && (${use(value)})` }),
  'boolean helper': helped(false, (f, guard) => `function ${f}(x: any) { return ${guard.safe('x')}; }`, (f, v) => `  if (!${f}(${v})) ${THROW};`),
  'boolean helper by branches': helped(false, (f, guard) => `const ${f} = (x: any): boolean => { if (!(${guard.safe('x')})) return false; return true; };`, (f, v) => `  if (!${f}(${v})) return;`),
  'type guard': helped(false, (f, guard) => `function ${f}(x: any): x is string { return Boolean(${guard.safe('x')}); }`, (f, v) => `  if (!${f}(${v})) return;`),
  'throwing helper': helped(false, (f, guard) => `function ${f}(x: any) { if (!(${guard.safe('x')})) ${THROW}; }`, (f, v) => `  ${f}(${v});`),
  'async helper': helped(false, (f, guard) => `async function ${f}(x: any) { if (!(${guard.safe('x')})) ${THROW}; }`, (f, v) => `  await ${f}(${v});`),
  'assertion function': helped(false, (f, guard) => `function ${f}(x: any): asserts x is string { if (!(${guard.safe('x')})) ${THROW}; }`, (f, v) => `  ${f}(${v});`),
  'boolean helper in another file': helped(true, (f, guard) => `function ${f}(x: any) { return ${guard.safe('x')}; }`, (f, v) => `  if (!${f}(${v})) ${THROW};`),
  'throwing helper in another file': helped(true, (f, guard) => `function ${f}(x: any) { if (!(${guard.safe('x')})) ${THROW}; }`, (f, v) => `  ${f}(${v});`),
  'helper that hands it back': (guard, value, use, name) => { const f = name(); return { head: `${headOf(guard)}\nfunction ${f}(x: any) { if (!(${guard.safe('x')})) ${THROW}; return x; }`, before: `  const ${f}1 = ${f}(${value});`, value: use(`${f}1`) }; },
  'helper that gives nothing': (guard, value, use, name) => { const f = name(); return { head: `${headOf(guard)}\nfunction ${f}(x: any) { return ${guard.safe('x')} ? x : undefined; }`, before: `  const ${f}1 = ${f}(${value});\n  if (!${f}1) return;`, value: use(`${f}1`) }; },
};

/** Ways to write a conversion, by name. */
export const CONVERSIONS: Readonly<Record<string, (repair: Repair, value: string, use: (value: string) => string, name: Name) => Handed>> = {
  'variable': (repair, value, use, name) => { const w = name(); return { head: headOf(repair), before: `  const ${w} = ${repair.clean(value)};`, value: use(w) }; },
  'in place': (repair, value, use) => ({ head: headOf(repair), value: use(`(${repair.clean(value)})`) }),
  'helper': (repair, value, use, name) => { const f = name(); return { head: `${headOf(repair)}\nconst ${f} = (x: any) => ${repair.clean('x')};`, value: use(`${f}(${value})`) }; },
  'helper in another file': (repair, value, use, name) => { const f = name(); return { files: { [`src/${f}.ts`]: `${headOf(repair)}\nexport function ${f}(x: any) { return ${repair.clean('x')}; }` }, head: `import { ${f} } from './${f}.js';`, value: use(`${f}(${value})`) }; },
};
