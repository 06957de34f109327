import type { Extractor } from '../../facts/file-facts';
import { embeddedScripts, holdsScripts } from './embedded';
import { lowerFile } from './lower/lower';
import { isCommandPath, isTypeScriptPath, parse, syntaxError } from './parse';

/** Bytes. Bundles of published servers reach several megabytes, and often nothing else is in the package. */
const MAX_BYTES = 6 * 1_048_576;
/** Measured on bundles: a mebibyte takes about 15 s and 330 MiB of memory, and Node gives a process 4 GiB. */
const MAX_TOTAL_BYTES = 10 * 1_048_576;
/** Bytes. Larger pages hold data, or a whole bundle. */
const MAX_EMBEDDED_BYTES = 1_048_576;

/** Reads TypeScript and JavaScript, with and without JSX, and the scripts of pages and components. */
export const typescriptExtractors: readonly Extractor[] = [
  {
    part: 'code',
    handles: isTypeScriptPath,
    maxBytes: MAX_BYTES,
    maxTotalBytes: MAX_TOTAL_BYTES,
    extract: (path, text) => {
      const file = parse(path, text);
      const broken = syntaxError(file);
      return { flow: lowerFile(file), ...(broken && { broken }) };
    },
  } satisfies Extractor<'code'>,
  {
    part: 'code',
    handles: isCommandPath,
    maxBytes: MAX_EMBEDDED_BYTES,
    // The first line says what runs it.
    extract: (path, text) => (/^#!.*\b(?:node|nodejs|bun|deno|tsx)\b/.test(text) ? { flow: lowerFile(parse(`${path}.js`, text)) } : undefined),
  } satisfies Extractor<'code'>,
  {
    part: 'code',
    handles: holdsScripts,
    maxBytes: MAX_EMBEDDED_BYTES,
    extract: (path, text) => {
      const scripts = embeddedScripts(path, text);
      // Blocks that a template is made of need not be whole, so that what does not parse is no gap here.
      return scripts && { flow: lowerFile(parse(`${path}.${scripts.extension}`, scripts.text)) };
    },
  } satisfies Extractor<'code'>,
];
