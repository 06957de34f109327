/** One block of HCL: `resource "aws_lb_listener" "https" { … }`. */
export interface HclBlock {
  readonly type: string;
  readonly labels: readonly string[];
  readonly line: number;
  readonly attributes: ReadonlyMap<string, { readonly text: string; readonly line: number }>;
  readonly blocks: readonly HclBlock[];
}

interface Open {
  type: string;
  labels: string[];
  line: number;
  attributes: Map<string, { text: string; line: number }>;
  blocks: HclBlock[];
}

/**
 * Reads HCL by its lines, best effort: blocks with their labels, and attributes with the text of their value, objects
 * and lists as written. Expressions are not evaluated. Here-documents and comments are skipped.
 */
export function readHcl(text: string): readonly HclBlock[] {
  const root: Open = { type: '', labels: [], line: 1, attributes: new Map(), blocks: [] };
  const stack: Open[] = [root];
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at++) {
    const line = stripped(lines[at] ?? '');
    const block = /^\s*([\w-]+)((?:\s+(?:"[^"]*"|[\w-]+))*)\s*\{\s*(.*)$/.exec(line);
    const attribute = /^\s*"?([\w.-]+)"?\s*[=:]\s*(.*)$/.exec(line);
    const top = stack.at(-1) ?? root;
    if (block) open(block, at + 1, top, stack);
    else if (attribute) {
      const value = valueAt(lines, at, attribute[2] ?? '');
      top.attributes.set(attribute[1] ?? '', { text: value.text.trim(), line: at + 1 });
      at = value.end;
    } else if (/^\s*\}/.test(line) && stack.length > 1) stack.pop();
    if (stack.length > 60) throw new Error('It is nested too deeply to be read.');
  }
  if (stack.length > 1) throw new Error(`The block of line ${stack.at(-1)?.line ?? 0} is not closed.`);
  return root.blocks;
}

/** Begins a block; one that ends on its own line is not left open. */
function open([, type = '', labels = '', rest = '']: RegExpExecArray, line: number, top: Open, stack: Open[]): void {
  const opened: Open = { type, labels: [...labels.matchAll(/"([^"]*)"|[\w-]+/g)].map((match) => match[1] ?? match[0]), line, attributes: new Map(), blocks: [] };
  const single = /^(.*)\}\s*$/.exec(rest);
  top.blocks.push(opened);
  if (single) addInline(opened, single[1] ?? '', line);
  else stack.push(opened);
}

/** The text of a value that begins on a line, over as many lines as its brackets or its here-document take, and the last of them. */
function valueAt(lines: readonly string[], start: number, first: string): { readonly text: string; readonly end: number } {
  const heredoc = /<<[-~]?\s*"?(\w+)"?\s*$/.exec(first)?.[1];
  const parts = [first];
  let depth = balance(first);
  let at = start;
  while (at + 1 < lines.length && at - start < 500 && (heredoc === undefined ? depth > 0 : lines[at]?.trim() !== heredoc)) {
    const next = lines[++at] ?? '';
    parts.push(heredoc === undefined ? stripped(next) : next);
    depth += balance(stripped(next));
  }
  return { text: parts.join('\n'), end: at };
}

function addInline(block: Open, text: string, line: number): void {
  const match = /^\s*([\w-]+)\s*=\s*(.*?)\s*$/.exec(text);
  if (match) block.attributes.set(match[1] ?? '', { text: match[2] ?? '', line });
}

function stripped(line: string): string {
  return line.slice(0, 5000).replace(/\r$/, '').replace(/^((?:[^"#/]|"(?:[^"\\]|\\.)*"|\/(?!\/))*)(#|\/\/).*$/, '$1');
}

function balance(text: string): number {
  const bare = text.replace(/"(?:[^"\\]|\\.)*"/g, '');
  return (bare.match(/[[{(]/g)?.length ?? 0) - (bare.match(/[\]})]/g)?.length ?? 0);
}

/** Text of an attribute without quotes. */
export function hclText(block: HclBlock, name: string): string | undefined {
  return block.attributes.get(name)?.text.replace(/^"([\s\S]*)"$/, '$1');
}

/** The block and every block within it. */
export function* hclBlocks(blocks: readonly HclBlock[], depth = 0): Generator<HclBlock> {
  if (depth > 20) return;
  for (const block of blocks) {
    yield block;
    yield* hclBlocks(block.blocks, depth + 1);
  }
}
