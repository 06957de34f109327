import { isMap, isPair, isScalar, LineCounter, parseAllDocuments, type Document, type Node } from 'yaml';
import type { Json } from './values';

/** Longest YAML that is parsed. */
const MAX_LENGTH = 1_048_576;

/** One YAML document with its values and where each stands. */
export interface YamlDocument {
  readonly value: Json;
  /** Line of the value at a path of keys; of the nearest outer one that exists, else the document's first. */
  readonly lineOf: (path: readonly (string | number)[]) => number;
  /** Line on which the document begins. */
  readonly line: number;
}

/**
 * Parses a file of one or several YAML 1.2 documents. Aliases are followed a bounded number of times, so that a file of
 * aliases to aliases cannot blow up. Templates (`{{ … }}`) are replaced first where `templated` says so. Throws with the
 * line when the file does not parse.
 */
export function readYaml(text: string, templated = false): readonly YamlDocument[] {
  if (text.length > MAX_LENGTH) throw new Error(`The YAML is longer than ${MAX_LENGTH} characters.`);
  const counter = new LineCounter();
  const source = templated ? withoutTemplates(text) : text;
  const documents = parseAllDocuments(source, { lineCounter: counter, uniqueKeys: false, logLevel: 'silent', stringKeys: false });
  if (!Array.isArray(documents)) return [];
  return documents.map((document) => {
    const [error] = document.errors;
    if (error) throw new Error(`Line ${counter.linePos(error.pos[0]).line}: ${error.message.split('\n')[0] ?? 'it is no YAML'}`);
    const value = document.toJS({ maxAliasCount: 100, mapAsMap: false }) as Json;
    return { value, line: lineAt(document.contents, counter, 1), lineOf: (path) => lineOf(document, path, counter) };
  });
}

/** Line of the key at a path, so that a setting is shown where it is named and not where its block begins. */
function lineOf(document: Document.Parsed, path: readonly (string | number)[], counter: LineCounter): number {
  for (let length = path.length; length > 0; length--) {
    const parent = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const key = path[length - 1];
    if (isMap(parent)) {
      const pair = parent.items.find((item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(key));
      if (pair && isScalar(pair.key)) return lineAt(pair.key, counter, 1);
    }
    const node = document.getIn(path.slice(0, length), true) as Node | undefined;
    if (node && typeof node === 'object' && 'range' in node) return lineAt(node, counter, 1);
  }
  return lineAt(document.contents, counter, 1);
}

function lineAt(node: Node | null | undefined, counter: LineCounter, otherwise: number): number {
  const offset = node?.range?.[0];
  return offset === undefined ? otherwise : counter.linePos(offset).line;
}

/** Go templates, as Helm charts hold them: lines of control go, values become a word, so that the rest stays YAML. */
function withoutTemplates(text: string): string {
  return text
    .split('\n')
    .map((line) => (/^\s*\{\{[-~]?\s*(if|else|end|range|with|define|template|include|toYaml|nindent|\/\*|\$|fail|block)\b[^\n]*\}\}\s*$/.test(line) ? '' : line.replace(/\{\{[^{}]{0,300}\}\}/g, 'template')))
    .join('\n');
}

