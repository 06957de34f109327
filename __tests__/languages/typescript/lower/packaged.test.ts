import { describe, expect, test } from '@jest/globals';
import { packagedLines } from '../../../../src/languages/typescript/lower/packaged';

/** Texts, and the lines of them that a bundler took from packages. */
const TEXTS: readonly (readonly [name: string, text: string, lines: readonly (readonly [number, number])[]])[] = [
  ['comments of esbuild', '// src/a.ts\nlet a;\n// node_modules/x/index.js\nlet x;\n// ../../node_modules/.pnpm/y@1/node_modules/y/y.mjs\nlet y;\n// src/b.ts\nlet b;', [[3, 4], [5, 6]]],
  ['up to the end', '// src/a.ts\nlet a;\n// node_modules/x/index.js\nlet x;', [[3, 4]]],
  ['regions of Rolldown', '//#region node_modules/x/index.js\nlet x;\n//#endregion\nlet glue;\n//#region src/a.ts\nlet a;\n//#endregion', [[1, 2]]],
  ['a single comment', '// node_modules/x/index.js\nlet x;', []],
  ['comments that say more', '// see node_modules/x/index.js\n// node_modules/x/index.js is where it is\nlet x;\n// src/a.ts\n', []],
  ['a comment inside of code', 'function f() {\n  // node_modules/x/index.js\n  // node_modules/y/index.js\n}', []],
];

describe('lines that a bundler took from packages', () => {
  test.each(TEXTS)('%s', (_, text, lines) => {
    expect(packagedLines(text)).toEqual(lines);
  });
});
