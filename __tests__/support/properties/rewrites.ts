import type { FlowKind } from '../../../src/model/flow-kind';

/** Makes a name that nothing else in the program has. */
export type Name = () => string;

/** Code that hands a value on: what must stand before, at the top of the file and in other files, and the expression that is the value then. */
export interface Handed {
  readonly value: string;
  readonly before?: string;
  readonly head?: string;
  readonly files?: Readonly<Record<string, string>>;
}

/** A way to write the same program otherwise; `ends` are the kinds that cannot survive it. */
export interface Rewrite {
  readonly hand: (value: string, name: Name) => Handed;
  readonly ends?: readonly FlowKind[];
}

const inline = (hand: (value: string) => string, ends?: readonly FlowKind[]): Rewrite => ({ hand: (value) => ({ value: hand(value) }), ...(ends ? { ends } : {}) });
/** Statements that put the value `v` into `w`. */
const steps = (code: (v: string, w: string, name: Name) => string, ends?: readonly FlowKind[]): Rewrite => ({
  hand: (value, name) => { const w = name(); return { before: code(value, w, name), value: w }; }, ...(ends ? { ends } : {}),
});
/** A declaration at the top of the file, and how it is used. */
const declared = (head: (f: string, x: string) => string, use: (f: string, v: string) => string, ends?: readonly FlowKind[]): Rewrite => ({
  hand: (value, name) => { const f = name(); return { head: head(f, name()), value: use(f, value) }; }, ...(ends ? { ends } : {}),
});
const called = (head: (f: string, x: string) => string): Rewrite => declared(head, (f, v) => `${f}(${v})`);
/** A function in another file, how it is exported, and how the program gets it. */
const exported = (extension: string, file: (f: string) => string, head: (f: string, path: string) => string, use = (f: string, v: string): string => `${f}(${v})`): Rewrite => ({
  hand: (value, name) => { const f = name(); return { files: { [`src/${f}.${extension}`]: file(f) }, head: head(f, `./${f}.${extension === 'ts' ? 'js' : extension}`), value: use(f, value) }; },
});
/** Making text of an object ends what an operator of a query is. */
const TEXT: readonly FlowKind[] = ['nosql-injection'];
/** Text with more behind it is no name of a prototype either. */
const LONGER: readonly FlowKind[] = ['nosql-injection', 'prototype-pollution'];

/** Ways to hand a value on that leave it what it is, by name. */
export const REWRITES: Readonly<Record<string, Rewrite>> = {
  'alias': steps((v, w) => `  const ${w} = ${v};`),
  'assignment later': steps((v, w) => `  let ${w};\n  ${w} = ${v};`),
  'function': called((f, x) => `function ${f}(${x}: any) { return ${x}; }`),
  'arrow': called((f, x) => `const ${f} = (${x}: any) => ${x};`),
  'arrow with a body': called((f, x) => `const ${f} = (${x}: any) => { const y = ${x}; return y; };`),
  'method': declared((f, x) => `class ${f} { take(${x}: any) { return ${x}; } }`, (f, v) => `new ${f}().take(${v})`),
  'field': declared((f, x) => `class ${f} { kept: any; constructor(${x}: any) { this.kept = ${x}; } }`, (f, v) => `new ${f}(${v}).kept`),
  'private field': declared((f, x) => `class ${f} { #kept: any; constructor(${x}: any) { this.#kept = ${x}; } give() { return this.#kept; } }`, (f, v) => `new ${f}(${v}).give()`),
  'parameter property': declared((f, x) => `class ${f} { constructor(private readonly ${x}: any) {} give() { return this.${x}; } }`, (f, v) => `new ${f}(${v}).give()`),
  'inherited method': declared((f, x) => `class ${f}Base { take(${x}: any) { return ${x}; } }\nclass ${f} extends ${f}Base {}`, (f, v) => `new ${f}().take(${v})`),
  'static method': declared((f, x) => `class ${f} { static take(${x}: any) { return ${x}; } }`, (f, v) => `${f}.take(${v})`),
  'static field': steps((v, w, name) => { const c = name(); return `  class ${c} { static kept: any; }\n  ${c}.kept = ${v};\n  const ${w} = ${c}.kept;`; }),
  'getter': declared((f, x) => `class ${f} { kept: any; constructor(${x}: any) { this.kept = ${x}; } get shown() { return this.kept; } }`, (f, v) => `new ${f}(${v}).shown`),
  'setter': steps((v, w, name) => { const c = name(); return `  class ${c} { kept: any; set given(x: any) { this.kept = x; } }\n  const ${c}1 = new ${c}();\n  ${c}1.given = ${v};\n  const ${w} = ${c}1.kept;`; }),
  'constructor injection': declared((f, x) => `class ${f}Service { give(${x}: any) { return ${x}; } }\nclass ${f} { constructor(private service: ${f}Service) {} give(${x}: any) { return this.service.give(${x}); } }`, (f, v) => `new ${f}(new ${f}Service()).give(${v})`),
  'closure': declared((f, x) => `const ${f} = (${x}: any) => () => ${x};`, (f, v) => `${f}(${v})()`),
  'IIFE': inline((v) => `((x) => x)(${v})`),
  'IIFE that closes over it': inline((v) => `(() => { return ${v}; })()`),
  'async function': declared((f, x) => `async function ${f}(${x}: any) { return ${x}; }`, (f, v) => `(await ${f}(${v}))`),
  'promise': declared((f, x) => `const ${f} = (${x}: any) => new Promise<any>((resolve) => resolve(${x}));`, (f, v) => `(await ${f}(${v}))`),
  'promise chain': inline((v) => `(await Promise.resolve(${v}).then((x: any) => x).then((x: any) => x))`),
  'Promise.all': steps((v, w) => `  const [${w}] = await Promise.all([${v}, 1]);`),
  'callback': steps((v, w, name) => { const f = name(); return `  const ${f} = (x: any, then: any) => then(null, x);\n  let ${w}: any;\n  ${f}(${v}, (error: any, x: any) => { ${w} = x; });`; }),
  'try and finally': steps((v, w) => `  let ${w};\n  try { ${w} = ${v}; } catch { return; } finally { console.error('done'); }`),
  'thrown': steps((v, w) => `  let ${w};\n  try { throw ${v}; } catch (error) { ${w} = error; }`),
  'ESM named': exported('ts', (f) => `export function ${f}(x: any) { return x; }`, (f, p) => `import { ${f} } from '${p}';`),
  'ESM renamed': exported('ts', (f) => `function inner(x: any) { return x; }\nexport { inner as ${f} };`, (f, p) => `import { ${f} as ${f}Own } from '${p}';`, (f, v) => `${f}Own(${v})`),
  'ESM default': exported('ts', () => 'export default (x: any) => x;', (f, p) => `import ${f} from '${p}';`),
  'ESM namespace': exported('ts', () => 'export const hand = (x: any) => x;', (f, p) => `import * as ${f} from '${p}';`, (f, v) => `${f}.hand(${v})`),
  'ESM imported late': exported('ts', () => 'export const hand = (x: any) => x;', () => '', (f, v) => `(await import('./${f}.js')).hand(${v})`),
  'barrel': { hand: (value, name) => { const f = name(); return { files: { [`src/${f}/inner.ts`]: `export const ${f} = (x: any) => x;`, [`src/${f}/index.ts`]: "export * from './inner.js';" }, head: `import { ${f} } from './${f}/index.js';`, value: `${f}(${value})` }; } },
  'CommonJS object': exported('cjs', () => 'function hand(x) { return x; }\nmodule.exports = { hand };', (f, p) => `const { hand: ${f} } = require('${p}');`),
  'CommonJS function': exported('cjs', () => 'module.exports = function (x) { return x; };', (f, p) => `const ${f} = require('${p}');`),
  'CommonJS member': exported('cjs', () => 'exports.hand = (x) => x;', (f, p) => `const ${f} = require('${p}');`, (f, v) => `${f}.hand(${v})`),
  'CommonJS by import': exported('cjs', () => 'exports.hand = (x) => x;', (f, p) => `import ${f} from '${p}';`, (f, v) => `${f}.hand(${v})`),
  'destructuring': steps((v, w) => `  const { x: ${w} = 'none' } = { x: ${v} } as any;`),
  'nested destructuring': steps((v, w) => `  const { x: { y: [, ${w}] } } = { x: { y: [1, ${v}] } } as any;`),
  'array destructuring': steps((v, w) => `  const [, ${w}] = ['x', ${v}];`),
  'rest of an object': steps((v, w, name) => { const r = name(); return `  const { x: ${r}x, ...${r} } = { x: 1, y: ${v} } as any;\n  const ${w} = ${r}.y;`; }),
  'spread of an object': steps((v, w, name) => { const o = name(); return `  const ${o} = { x: ${v} };\n  const ${w} = { ...${o}, y: 1 }.x;`; }),
  'spread of an array': steps((v, w, name) => { const o = name(); return `  const ${o} = [${v}];\n  const ${w} = [...${o}][0];`; }),
  'spread of arguments': declared((f, x) => `function ${f}(${x}: any) { return ${x}; }`, (f, v) => `${f}(...([${v}] as [any]))`),
  'rest parameters': called((f, x) => `function ${f}(...${x}: any[]) { return ${x}[0]; }`),
  'arguments': called((f) => `function ${f}(_x: any) { return arguments[0]; }`),
  'parameter object': declared((f, x) => `function ${f}({ value: ${x} }: any) { return ${x}; }`, (f, v) => `${f}({ value: ${v} })`),
  'default of a parameter': called((f, x) => `function ${f}(${x}: any, y = ${x}) { return y; }`),
  'template': inline((v) => `\`\${${v}}\``, TEXT),
  'template with more': inline((v) => `\`\${${v}}.x\``, LONGER),
  'plus': inline((v) => `(${v} + '.x')`, LONGER),
  'plus and assignment': steps((v, w) => `  let ${w} = '';\n  ${w} += ${v};`, TEXT),
  'concat': inline((v) => `''.concat(${v}, '.x')`, LONGER),
  'map and join': inline((v) => `[${v}].map((x) => x).join('')`, TEXT),
  'push and join': steps((v, w, name) => { const l = name(); return `  const ${l}: any[] = [];\n  ${l}.push(${v});\n  const ${w} = ${l}.join('');`; }, TEXT),
  'split and at': inline((v) => `String(${v}).split('\\n')[0]`, TEXT),
  'trim': inline((v) => `String(${v}).trim()`, TEXT),
  'String': inline((v) => `String(${v})`, TEXT),
  'toString': inline((v) => `(${v}).toString()`, TEXT),
  'Buffer': inline((v) => `Buffer.from(${v}).toString('utf8')`, TEXT),
  'tagged template': declared((f) => `const ${f} = (texts: TemplateStringsArray, ...values: any[]) => values[0];`, (f, v) => `${f}\`x\${${v}}\``),
  'member of a literal': inline((v) => `({ x: ${v} }).x`),
  'computed member': steps((v, w, name) => { const k = name(); return `  const ${k} = 'x' + 'y';\n  const ${k}o: any = { [${k}]: ${v} };\n  const ${w} = ${k}o[${k}];`; }),
  'member assigned': steps((v, w, name) => { const o = name(); return `  const ${o}: any = {};\n  ${o}.x = ${v};\n  const ${w} = ${o}['x'];`; }),
  'Map': steps((v, w, name) => { const m = name(); return `  const ${m} = new Map<string, any>();\n  ${m}.set('k', ${v});\n  const ${w} = ${m}.get('k');`; }),
  'Map from entries': steps((v, w) => `  const ${w} = new Map<string, any>([['k', ${v}]]).get('k');`),
  'Set': steps((v, w) => `  const [${w}] = [...new Set([${v}])];`),
  'JSON': inline((v) => `JSON.parse(JSON.stringify({ x: ${v} })).x`),
  'JSON of itself': inline((v) => `JSON.parse(JSON.stringify(${v}))`),
  'structuredClone': inline((v) => `structuredClone({ x: ${v} }).x`),
  'optional chaining': steps((v, w, name) => { const o = name(); return `  const ${o}: any = { x: { y: ${v} } };\n  const ${w} = ${o}?.x?.['y'];`; }),
  'optional call': declared((f, x) => `const ${f}: any = { take: (${x}: any) => ${x} };`, (f, v) => `${f}?.take?.(${v})`),
  'nullish default': inline((v) => `(${v} ?? 'none')`),
  'or default': inline((v) => `(${v} || 'none')`),
  'and': inline((v) => `(true && ${v})`),
  'ternary': inline((v) => `(process.argv.length > 2 ? ${v} : 'none')`),
  'comma': inline((v) => `(0, ${v})`),
  'cast': inline((v) => `(${v} as unknown as any)!`),
  'satisfies': inline((v) => `(${v} satisfies any)`),
  'for of': steps((v, w) => `  let ${w};\n  for (const each of [${v}]) ${w} = each;`),
  'for of entries': steps((v, w) => `  let ${w};\n  for (const [, each] of Object.entries({ x: ${v} })) ${w} = each;`),
  'for in': steps((v, w, name) => { const o = name(); return `  const ${o}: any = { x: ${v} };\n  let ${w};\n  for (const key in ${o}) ${w} = ${o}[key];`; }),
  'for with an index': steps((v, w, name) => { const l = name(); return `  const ${l} = [${v}];\n  let ${w};\n  for (let i = 0; i < ${l}.length; i++) ${w} = ${l}[i];`; }),
  'forEach': steps((v, w) => `  let ${w}: any;\n  [${v}].forEach((each) => { ${w} = each; });`),
  'reduce': inline((v) => `[${v}].reduce((sum: any, each) => each, '')`),
  'filter and find': inline((v) => `[${v}].filter(Boolean).find((each) => each)`),
  'flatMap': inline((v) => `[${v}].flatMap((each) => [each])[0]`),
  'pop': steps((v, w, name) => { const l = name(); return `  const ${l}: any[] = [];\n  ${l}.unshift(${v});\n  const ${w} = ${l}.pop();`; }),
  'generator': steps((v, w, name) => { const g = name(); return `  function* ${g}(x: any) { yield x; }\n  let ${w};\n  for (const each of ${g}(${v})) ${w} = each;`; }),
  'generator by next': declared((f, x) => `function* ${f}(${x}: any) { yield ${x}; }`, (f, v) => `${f}(${v}).next().value`),
  'async generator': steps((v, w, name) => { const g = name(); return `  async function* ${g}(x: any) { yield x; }\n  let ${w};\n  for await (const each of ${g}(${v})) ${w} = each;`; }),
  'handler table': declared((f, x) => `const ${f}: any = { keep: (${x}: any) => ${x}, drop: () => 'none' };`, (f, v) => `${f}['keep'](${v})`),
  'handler table by a variable': declared((f, x) => `const ${f}: any = { keep: (${x}: any) => ${x}, drop: () => 'none' };`, (f, v) => `${f}[process.argv[2] ?? 'keep'](${v})`),
  'handler map': declared((f, x) => `const ${f} = new Map<string, any>([['keep', (${x}: any) => ${x}]]);`, (f, v) => `${f}.get('keep')(${v})`),
  'switch': steps((v, w) => `  let ${w};\n  switch (process.argv[2]) { case 'x': ${w} = 'none'; break; default: ${w} = ${v}; }`),
  'bind': declared((f, x) => `function ${f}(${x}: any) { return ${x}; }`, (f, v) => `${f}.bind(null, ${v})()`),
  'call': declared((f, x) => `function ${f}(${x}: any) { return ${x}; }`, (f, v) => `${f}.call(null, ${v})`),
  'apply': declared((f, x) => `function ${f}(${x}: any) { return ${x}; }`, (f, v) => `${f}.apply(null, [${v}])`),
  'currying': declared((f, x) => `const ${f} = (y: any) => (${x}: any) => y(${x});`, (f, v) => `${f}((each: any) => each)(${v})`),
  'recursion': called((f, x) => `function ${f}(${x}: any, n = 3): any { return n === 0 ? ${x} : ${f}(${x}, n - 1); }`),
  'Object.assign': inline((v) => `Object.assign({}, { x: ${v} }).x`),
  'Object.entries': inline((v) => `Object.entries({ x: ${v} })[0][1]`),
  'Object.values': inline((v) => `Object.values({ x: ${v} })[0]`),
  'Object.fromEntries': inline((v) => `Object.fromEntries([['x', ${v}]]).x`),
  'Object.freeze': inline((v) => `Object.freeze({ x: ${v} }).x`),
  'event emitter': {
    hand: (value, name) => { const e = name(); const w = name(); return { head: `import { EventEmitter as ${e}Class } from 'node:events';\nconst ${e} = new ${e}Class();`, before: `  let ${w}: any;\n  ${e}.on('x', (x: any) => { ${w} = x; });\n  ${e}.emit('x', ${value});`, value: w }; },
  },
  'variable of the file': { hand: (value, name) => { const w = name(); return { head: `let ${w}: any;\nfunction ${w}Set(x: any) { ${w} = x; }`, before: `  ${w}Set(${value});`, value: w }; } },
};
