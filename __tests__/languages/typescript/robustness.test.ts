import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { extractFile } from '../../../src/facts/extract';
import type { FileFacts } from '../../../src/facts/file-facts';
import { typescriptExtractors } from '../../../src/languages/typescript/extract';
import { linkTypescript } from '../../../src/languages/typescript/link';
import { NO_FLOW_MODELS } from '../../../src/model/settings';
import { tool } from '../../support/flows';

type Files = Readonly<Record<string, string>>;

const TOO_DEEP = 'It is nested too deeply to be read.';
/** Milliseconds after which a program counts as one that hangs. */
const DEADLINE = 45_000;

const times = (count: number, write: (index: number) => string, between = '\n'): string => Array.from({ length: count }, (_, index) => write(index)).join(between);
const nested = (count: number, open: string, inside: string, close: string): string => open.repeat(count) + inside + close.repeat(count);

/** What is found in a program, and what the run says that it has not seen. */
function looked(program: string | Files): { readonly kinds: readonly string[]; readonly gaps: readonly string[] } {
  const files = typeof program === 'string' ? { 'src/index.ts': program } : program;
  const facts = Object.entries(files).map(([path, text]): FileFacts => {
    const bytes = new TextEncoder().encode(text);
    return extractFile({ path, oid: path, size: bytes.length, mode: 'file' }, bytes, typescriptExtractors);
  });
  const link = linkTypescript(facts, NO_FLOW_MODELS);
  return { kinds: link.context.analysis.flows.map((flow) => flow.kind), gaps: link.context.gaps.map((gap) => gap.why) };
}

const DEEP: readonly (readonly [string, string])[] = [
  ['brackets', `exec(${nested(10_000, '(', 'a', ')')});`],
  ['lists', `exec(${nested(10_000, '[', 'a', ']')}[0]);`],
  ['objects', `exec(${nested(10_000, '{ x: ', 'a', ' }')}.x);`],
  ['sums', `exec(${times(10_000, () => 'a', ' + ')});`],
  ['alternatives', `exec(${times(10_000, (i) => `x${i}`, ' || ')} || a);`],
  ['conditions', `if (${times(10_000, (i) => `a !== '${i}'`, ' && ')}) exec(a);`],
  ['blocks', nested(10_000, '{', 'exec(a);', '}')],
  ['else-ifs', `${times(10_000, (i) => `if (a === '${i}') { }`, ' else ')} else { exec(a); }`],
  ['promises', `Promise.resolve(a)${times(10_000, () => '.then((x) => x)', '')}.then((x) => exec(x));`],
  ['templates', `exec(${nested(10_000, '`${', 'a', '}`')});`],
  ['choices', `exec(${times(10_000, (i) => `a === '${i}' ? '${i}'`, ' : ')} : a);`],
  ['functions', nested(10_000, '(function () {', 'exec(a);', '})();')],
  ['members', `let o: any = {}; o${times(10_000, (i) => `.m${i}`, '')} = a; exec(o${times(10_000, (i) => `.m${i}`, '')}); exec(a);`],
  ['calls', `exec(${nested(10_000, 'String(', 'a', ')')});`],
  ['elements', `exec(a); const page = ${nested(10_000, '<a>', '', '</a>')};`],
];

describe('what is nested deeply', () => {
  test.each(DEEP)('%s are read, or said not to be', (_, body) => {
    const { kinds, gaps } = looked({ 'src/index.tsx': tool(body) });
    if (kinds.length === 0) expect(gaps[0]).toMatch(/nested too deeply|does not parse/);
  }, DEADLINE);

  test('one such file hides no other', () => {
    expect(looked({ 'src/index.ts': tool('exec(a);'), 'src/deep.ts': `export const x = ${nested(10_000, '[', '', ']')};` })).toEqual({ kinds: ['command-injection'], gaps: [TOO_DEEP] });
  }, DEADLINE);
});

const modules = (count: number, write: (index: number) => string): Files => Object.fromEntries(Array.from({ length: count }, (_, index) => [`src/m${index}.ts`, write(index)]));

/** Programs in which the finding is to be seen in spite of what is around it. */
const WIDE: readonly (readonly [string, string | Files])[] = [
  ['a long line', tool(`exec(a); ${times(6_000, (i) => `const v${i} = { a: ${i}, b: "x${i}", c: [1, 2, 3] };`, ' ')}`)],
  ['a table', tool('exec(a); exec(TABLE[0].x);', `const TABLE = [${times(6_000, (i) => `{ id: ${i}, x: 'value ${i}' }`, ',\n')}];`)],
  ['tests one after the other', tool(`let c = '';\n${times(600, (i) => `if (a !== '${i}') { c += '${i}'; }`)}\nexec(c + a);`)],
  ['cases that fall through', tool(`let c = a; switch (b) {\n${times(2_000, (i) => `case '${i}': c = c + '${i}';`)}\n}\nexec(c);`)],
  ['five thousand cases', tool(`switch (b) {\n${times(5_000, (i) => `case '${i}': { log('${i}'); break; }`)}\n default: exec(a); }`, 'function log(x: string): void { console.error(x); }')],
  ['modules that import each other', { 'src/index.ts': tool('exec(f0(a));', 'import { f0 } from "./m0";'), ...modules(60, (i) => `import { f${(i + 1) % 60} } from './m${(i + 1) % 60}';\nexport function f${i}(x, n = 0) { return n > 60 ? x : f${(i + 1) % 60}(x, n + 1); }`) }],
  ['modules that export all of each other', { 'src/index.ts': tool('exec(pass(a));', 'import { pass } from "./m0";'), ...modules(100, (i) => `${times(4, (k) => `export * from './m${(i * 7 + k + 1) % 100}';`)}\n${i === 61 ? 'export function pass(x) { return x; }' : ''}`) }],
  ['functions that call each other', tool('exec(f0(a, 0));', times(1_000, (i) => `function f${i}(x, n) { return n > ${i} ? x : f${(i + 1) % 1000}(x + n, n + 1) + f${(i * 17 + 5) % 1000}(x, n); }`))],
  ['objects that hold themselves', tool('o.cmd = a; exec(o.self.self.p.q.cmd); exec(a);', `const o: any = {}; o.self = o; o.p = o; o.p.q = o.self; ${times(200, (i) => `o.m${i} = o; o.m${i}.n${i} = o.self;`)}`)],
  ['schemas that hold themselves', tool('exec(S.parse({ d: a }).d); exec(a);', 'const S = z.object({ c: z.lazy(() => S), d: z.string() }); const P = P1.extend(P1.shape); const P1 = P.extend({ b: z.string(), ...P.shape }); const R = z.object(R.shape);')],
  ['classes that extend each other', tool('exec(new A().run(a));', `class A extends B { run(x) { return super.run(x); } }\nclass B extends C { }\nclass C extends A { run(x) { return x; } }\n${times(300, (i) => `class K${i} extends K${(i + 1) % 300} { m${i}(x) { return this.m${(i + 1) % 300}(x); } }`)}`)],
  ['broken files', { 'src/index.ts': tool('exec(a);'), 'src/a.ts': 'class { { function ( => const = ;;; ]]] `${ /(/ <div', 'src/b.ts': 'const x = "\ud800"; export const y = x + "\udfff";', 'src/c.ts': '\ufeffexport const x = 1;', 'src/d.ts': 'const x = "\u0000";', 'src/e.ts': 'unterminated `template ${ a + ' }],
  ['a thousand files', { 'src/index.ts': tool('exec(a);'), ...modules(1_000, (i) => `export const v${i} = ${i};`) }],
  ['spreads into many parameters', tool(`f(${times(2_000, () => '...[a]', ', ')});`, `function f(${times(1_000, (i) => `p${i}`, ', ')}) { exec(p3 + p999); }`)],
  ['many names taken from one value', tool(`const { ${times(3_000, (i) => `v${i}`, ', ')} } = JSON.parse(a); exec(${times(3_000, (i) => `v${i}`, ' + ')});`)],
  ['many functions in one table', tool('TABLE.m3(a); TABLE[b](a);', `const TABLE: any = { ${times(1_000, (i) => `m${i}(x) { return x.length > ${i} ? exec(x) : TABLE[x](x); }`, ', ')} };`)],
  ['many types', tool('exec(a);', times(2_000, (i) => `type T${i} = { [K in keyof T${(i + 1) % 2_000}]: T${(i + 7) % 2_000}[K] extends infer U ? U : never };`))],
  ['patterns that are slow to match', tool(`if (/^(a+)+$/.test(b) || /(x+x+)+y/.test(b) || /((((a*)*)*)*)*b/.test(b) || /${nested(40, '(a|', 'b', ')*')}/.test(b) || /${'a?'.repeat(90)}${'a'.repeat(90)}/.test(b)) return; exec(a);`)],
];

describe('what is large or goes round in circles', () => {
  test.each(WIDE)('%s', (_, program) => {
    expect(looked(program).kinds).toContain('command-injection');
  }, DEADLINE);

  test('files that do not parse are said', () => {
    expect(looked({ 'src/index.ts': tool('exec(a);'), 'src/a.ts': 'class { { function ( => const' }).gaps).toEqual([expect.stringMatching(/^It does not parse: line 1/)]);
  });
});

/** Small programs at random: nothing in them makes sense, and everything may occur anywhere. */
const NAME = fc.constantFrom('a', 'b', 'x', 'y', 'f', 'o', 'C', 'exec', 'z', 'this', 'arguments', 'constructor', '__proto__');
const { statement } = fc.letrec<{ expression: string; statement: string; block: string }>((tie) => ({
  expression: fc.oneof({ maxDepth: 4, withCrossShrink: true },
    NAME, fc.constantFrom('1', '"t"', '/a+/g', 'null', '`t`', '[]', '{}'),
    fc.tuple(tie('expression'), NAME).map(([e, name]) => `(${e}).${name}`), fc.tuple(tie('expression'), tie('expression')).map(([e, key]) => `(${e})[${key}]`),
    fc.tuple(tie('expression'), fc.array(tie('expression'), { maxLength: 3 })).map(([e, args]) => `(${e})(${args.join(', ')})`),
    fc.tuple(tie('expression'), tie('expression'), fc.constantFrom('+', '&&', '||', '??', '===', 'in', 'instanceof', ',')).map(([l, r, op]) => `((${l}) ${op} (${r}))`),
    fc.tuple(tie('expression'), tie('expression'), tie('expression')).map(([c, l, r]) => `(${c} ? ${l} : ${r})`),
    fc.tuple(NAME.filter((name) => !/^(?:this|arguments)$/.test(name)), tie('block')).map(([name, body]) => `((${name}, ...rest) => ${body})`),
    fc.tuple(tie('expression'), NAME, tie('expression')).map(([e, name, rest]) => `({ ...${e}, ${name}: ${rest}, [${e}]() { return this; }, get g() { return ${rest}; } })`),
    fc.tuple(tie('expression'), tie('expression')).map(([l, r]) => `[...${l}, ${r}]`), tie('expression').map((e) => `\`a\${${e}}b\``), tie('expression').map((e) => `new (${e})(a)`), tie('expression').map((e) => `(${e} as any)`),
  ),
  statement: fc.oneof({ maxDepth: 4, withCrossShrink: true },
    tie('expression').map((e) => `(${e});`), fc.tuple(NAME, tie('expression')).map(([name, e]) => `var ${name} = ${e};`), fc.tuple(tie('expression'), NAME, tie('expression')).map(([o, name, e]) => `(${o}).${name} = ${e};`),
    fc.tuple(tie('expression'), tie('block'), tie('block')).map(([c, yes, no]) => `if (${c}) ${yes} else ${no}`), fc.tuple(tie('expression'), tie('block')).map(([e, body]) => `for (const { x, ...y } of ${e}) ${body}`),
    fc.tuple(tie('expression'), tie('block')).map(([e, body]) => `while (${e}) ${body}`), fc.tuple(tie('block'), tie('block')).map(([body, caught]) => `try ${body} catch (e) ${caught} finally { f(e); }`),
    fc.tuple(tie('expression'), tie('expression'), tie('block')).map(([e, c, body]) => `switch (${e}) { case ${c}: ${body} default: break; }`), fc.tuple(NAME, tie('block')).map(([name, body]) => `function ${name}(x, { y }, ...z) ${body}`),
    fc.tuple(NAME, tie('expression'), tie('block')).map(([name, base, body]) => `class ${name} extends (${base}) { p = ${base}; static { f(this); } m(x) ${body} get g() ${body} }`), tie('expression').map((e) => `return ${e};`),
  ),
  block: fc.array(tie('statement'), { maxLength: 3 }).map((statements) => `{ ${statements.join(' ')} }`),
}));

test('no program at random stops the analysis', () => {
  fc.assert(fc.property(fc.array(statement, { minLength: 1, maxLength: 6 }), (statements) => {
    expect(() => looked(tool(statements.join('\n'), statements.join('\n')))).not.toThrow();
  }), { seed: 7, numRuns: 150, endOnFailure: true });
}, 120_000);
