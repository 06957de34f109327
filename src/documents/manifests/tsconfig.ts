import type { Extractor } from '../../facts/file-facts';
import { fileKind } from '../../facts/file-kind';
import type { TsconfigPart } from '../../facts/package';
import { readJson } from '../json';
import { objectOf, textOf, textsOf } from '../values';

/** Reads tsconfig.json and jsconfig.json, with comments and trailing commas as the compiler allows them. */
export const tsconfigExtractor: Extractor<'tsconfig'> = {
  part: 'tsconfig',
  handles: (path) => /(^|\/)(ts|js)config(\.[\w-]+)?\.json$/.test(path) && fileKind(path) !== 'vendored',
  maxBytes: 262_144,
  extract: (_path, text) => readTsconfig(text),
};

export function readTsconfig(text: string): TsconfigPart {
  const json = objectOf(readJson(text).value);
  const options = objectOf(json['compilerOptions']);
  const baseUrl = textOf(options['baseUrl']);
  const rootDir = textOf(options['rootDir']);
  const outDir = textOf(options['outDir']);
  return {
    extends: textsOf(json['extends']),
    paths: Object.fromEntries(Object.entries(objectOf(options['paths'])).map(([alias, targets]) => [alias, textsOf(targets)])),
    ...(baseUrl !== undefined && { baseUrl }),
    ...(rootDir !== undefined && { rootDir }),
    ...(outDir !== undefined && { outDir }),
  };
}
