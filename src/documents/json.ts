import { findNodeAtLocation, parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser';
import { lineNumbers } from './line-numbers';
import type { Json } from './values';

/** Deepest nesting that is parsed: the parser calls itself for each level. */
const MAX_NESTING = 200;

/** A JSON or JSONC file with its values and where each stands. */
export interface JsonFile {
  readonly value: Json;
  /** Line of the property at a path; of the nearest outer one that exists, else 1. */
  readonly lineOf: (path: readonly (string | number)[]) => number;
}

/** Parses JSON, with comments and trailing commas allowed. Throws with the line where it breaks. */
export function readJson(text: string): JsonFile {
  const source = text.replace(/^\uFEFF/, ' ');
  if (nestingOf(source) > MAX_NESTING) throw new Error('It is nested too deeply to be read.');
  const errors: ParseError[] = [];
  const root = parseTree(source, errors, { allowTrailingComma: true, disallowComments: false });
  const { lineAt } = lineNumbers(source);
  const [error] = errors;
  if (error) throw new Error(`It is no valid JSON: ${words(printParseErrorCode(error.error))} on line ${lineAt(error.offset)}.`);
  if (!root) throw new Error('It is empty.');
  return {
    value: valueOf(root),
    lineOf: (path) => {
      for (let length = path.length; length > 0; length--) {
        const node = findNodeAtLocation(root, path.slice(0, length));
        if (node) return lineAt(node.parent?.type === 'property' ? node.parent.offset : node.offset);
      }
      return 1;
    },
  };
}

/** The value of a node, built so that a key named `__proto__` is a key like any other. */
function valueOf(node: Node): Json {
  if (node.type === 'array') return (node.children ?? []).map(valueOf);
  if (node.type === 'object') {
    return Object.fromEntries((node.children ?? []).flatMap(({ children: [key, value] = [] }) => (key && value ? [[String(key.value), valueOf(value)]] : [])));
  }
  return node.value as Json;
}

/** How deep the brackets and braces of a text nest, before a parser is given it. */
export function nestingOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const character of text) {
    if (character === '{' || character === '[') deepest = Math.max(deepest, ++depth);
    else if (character === '}' || character === ']') depth--;
  }
  return deepest;
}

function words(code: string): string {
  return code.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
}
