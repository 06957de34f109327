import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, visit, type Document, type Node, type YAMLError, type YAMLMap } from 'yaml';

/** A place in a text. Both count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export type KeyPath = readonly (string | number)[];

export interface YamlProblem {
  readonly at: Position;
  readonly message: string;
}

/** A YAML text as plain values, with the place of each. */
export interface YamlDocument {
  readonly value: unknown;
  /** What is wrong with the text itself. With `broken`, the value is not to be trusted. */
  readonly problems: readonly YamlProblem[];
  readonly broken: boolean;
  /** Where the value at a path stands, or the nearest that encloses it. */
  readonly valueAt: (path: KeyPath) => Position;
  /** Where the key at the end of a path stands, or the nearest that encloses it. */
  readonly keyAt: (path: KeyPath) => Position;
}

/** Enough for a file that names its people once; far below what an expansion attack needs. */
const MAX_ALIASES = 50;

/** Reads a YAML 1.2 text of one document. Never throws. */
export function readYaml(text: string): YamlDocument {
  const counter = new LineCounter();
  const start = { line: 1, column: 1 };
  try {
    // The parser's own check for duplicate keys compares each key with each other, which a hostile file makes slow.
    const document = parseDocument(text, { version: '1.2', uniqueKeys: false, strict: true, lineCounter: counter, prettyErrors: false });
    const errors: readonly YAMLError[] = [...document.errors, ...document.warnings];
    const problems = [
      ...errors.map((error) => ({ at: positionOf(counter, error.pos[0]), message: error.message.replace(/[.\s]+$/, '') })),
      ...duplicateKeys(document).map((offset) => ({ at: positionOf(counter, offset), message: 'This key stands here twice, and only one of the two would count' })),
    ];
    const broken = document.errors.length > 0;
    const locate = locator(document, counter);
    return { value: broken ? undefined : document.toJS({ maxAliasCount: MAX_ALIASES }), problems, broken, ...locate };
  } catch (error) {
    const problem = { at: start, message: reasonOf(error) };
    return { value: undefined, problems: [problem], broken: true, valueAt: () => start, keyAt: () => start };
  }
}

function locator(document: Document.Parsed, counter: LineCounter): Pick<YamlDocument, 'valueAt' | 'keyAt'> {
  const members = memberFinder(document);
  const find = (path: KeyPath, key: boolean): Position => {
    const way: Member[] = [{ key: undefined, value: document.contents }];
    for (const step of path) {
      const next = members(way.at(-1)?.value, step);
      if (!next) break;
      way.push(next);
    }
    const arrived = way.length > path.length;
    const offsets = way.flatMap((member, index) => offsetsOf(member, key && arrived && index === path.length));
    return positionOf(counter, offsets.at(-1) ?? 0);
  };
  return { valueAt: (path) => find(path, false), keyAt: (path) => find(path, true) };
}

interface Member {
  readonly key: Node | undefined;
  readonly value: Node | null | undefined;
}

type MemberFinder = (from: Node | null | undefined, step: string | number) => Member | undefined;

/** Finds members of mappings and lists; a mapping's keys are looked through once, since a hostile one has thousands. */
function memberFinder(document: Document): MemberFinder {
  const known = new Map<Node, ReadonlyMap<string, Member>>();
  const membersOf = (node: YAMLMap<Node, Node | null>): ReadonlyMap<string, Member> => {
    const cached = known.get(node);
    if (cached) return cached;
    const members = new Map<string, Member>();
    for (const { key, value } of node.items) if (isScalar(key) && !members.has(String(key.value))) members.set(String(key.value), { key, value });
    known.set(node, members);
    return members;
  };
  return (from, step) => {
    const node = isAlias(from) ? from.resolve(document) : from;
    if (isMap<Node, Node | null>(node)) return membersOf(node).get(String(step));
    if (!isSeq<Node>(node) || typeof step !== 'number') return undefined;
    const value = node.items[step];
    return value && { key: undefined, value };
  };
}

function positionOf(counter: LineCounter, offset: number): Position {
  const { line, col } = counter.linePos(offset);
  // The counter answers 0 for a text without a single line.
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

/** Where a member begins, the better place last: its value, or its key where that is asked for. */
function offsetsOf({ key, value }: Member, keyWanted: boolean): number[] {
  const places = keyWanted ? [value, key] : [key, value];
  return places.flatMap((node) => (node?.range ? [node.range[0]] : []));
}

function duplicateKeys(document: Document): number[] {
  const offsets: number[] = [];
  visit(document, {
    Map: (_, map) => {
      const seen = new Set<string>();
      for (const { key } of map.items) {
        if (!isScalar(key)) continue;
        const name = String(key.value);
        if (seen.has(name)) offsets.push(key.range?.[0] ?? 0);
        seen.add(name);
      }
    },
  });
  return offsets;
}

function reasonOf(error: unknown): string {
  if (error instanceof ReferenceError) return 'It repeats parts of itself through aliases in a way that can grow without bound';
  if (error instanceof RangeError) return 'It is nested too deeply to be read';
  return error instanceof Error ? error.message : String(error);
}
