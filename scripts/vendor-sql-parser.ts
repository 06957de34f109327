import { readFileSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';
import { buildSync } from 'esbuild';

/**
 * Writes `vendor/sqlparser/sqlparser.js`: the SQL parser of the package in one module that loads without waiting, from
 * any bundle, without reading a file. The package itself starts only asynchronously and looks for its WebAssembly
 * beside itself, which no longer holds once it is bundled; and one instance of it cannot be replaced after a crash.
 */
const PACKAGE = 'node_modules/@guanmingchiu/sqlparser-ts';
const FOLDER = 'vendor/sqlparser';

/** The package's own bindings as the body of a CommonJS function, without the asynchronous start. */
function bindings(): string {
  const result = buildSync({
    stdin: { contents: `export { initSync, parse_sql_to_json_string } from './${PACKAGE}/wasm/sqlparser_rs_wasm.js';`, resolveDir: '.' },
    bundle: true, write: false, format: 'cjs', target: 'node20', platform: 'neutral', drop: ['console'], legalComments: 'none', logLevel: 'error',
  });
  const text = result.outputFiles[0]?.text ?? '';
  if (text.includes('import.meta')) throw new Error('The bindings still load files; the package has changed its shape.');
  return text;
}

function wasm(): string {
  const bytes = readFileSync(`${PACKAGE}/wasm/sqlparser_rs_wasm_bg.wasm`);
  return brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }).toString('base64');
}

const version = (JSON.parse(readFileSync(`${PACKAGE}/package.json`, 'utf8')) as { version: string }).version;

writeFileSync(`${FOLDER}/sqlparser.js`, `// Made by scripts/vendor-sql-parser.ts from @guanmingchiu/sqlparser-ts ${version} (Apache-2.0). Do not edit.
import { brotliDecompressSync } from 'node:zlib';

/** The bindings that the package generates, as a function, so that each instance has a memory of its own. */
function bindings(module, exports) {
${bindings().trim()}
}

let compiled;

export const version = '${version}';

export function instantiate() {
  compiled ??= new WebAssembly.Module(brotliDecompressSync(Buffer.from(WASM, 'base64')));
  const module = { exports: {} };
  bindings(module, module.exports);
  module.exports.initSync({ module: compiled });
  return module.exports.parse_sql_to_json_string;
}

const WASM = '${wasm()}';
`);
writeFileSync(`${FOLDER}/LICENSE`, readFileSync(`${PACKAGE}/wasm/LICENSE`));
