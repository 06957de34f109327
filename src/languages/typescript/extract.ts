import type { Extractor } from '../../facts/file-facts';
import { lowerFile } from './lower/lower';
import { isTypeScriptPath, parse, syntaxError } from './parse';

/** Bytes. Bundles of published servers reach several megabytes, and often nothing else is in the package. */
const MAX_BYTES = 12 * 1_048_576;

/** Reads TypeScript and JavaScript, with and without JSX. */
export const typescriptExtractors: readonly Extractor[] = [
  {
    part: 'code',
    handles: isTypeScriptPath,
    maxBytes: MAX_BYTES,
    extract: (path, text) => {
      const file = parse(path, text);
      const broken = syntaxError(file);
      return { flow: lowerFile(file), ...(broken && { broken }) };
    },
  } satisfies Extractor<'code'>,
];
