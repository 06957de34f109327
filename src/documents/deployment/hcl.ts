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
    const top = stack.at(-1) ?? root;
    const block = /^\s*([\w-]+)((?:\s+(?:"[^"]*"|[\w-]+))*)\s*\{\s*(.*)$/.exec(line);
    const attribute = /^\s*"?([\w.-]+)"?\s*[=:]\s*(.*)$/.exec(line);
    if (block) {
      const opened: Open = { type: block[1] ?? '', labels: [...(block[2] ?? '').matchAll(/"([^"]*)"|[\w-]+/g)].map((match) => match[1] ?? match[0]), line: at + 1, attributes: new Map(), blocks: [] };
      const rest = block[3] ?? '';
      const single = /^(.*)\}\s*$/.exec(rest);
      if (single) addInline(opened, single[1] ?? '', at + 1);
      top.blocks.push(opened);
      if (!single) stack.push(opened);
    } else if (attribute) {
      const heredoc = /<<[-~]?\s*"?(\w+)"?\s*$/.exec(attribute[2] ?? '')?.[1];
      const from = at;
      let value = attribute[2] ?? '';
      if (heredoc !== undefined) while (at + 1 < lines.length && lines[++at]?.trim() !== heredoc) value += `\n${lines[at] ?? ''}`;
      else while (balance(value) > 0 && at + 1 < lines.length && at - from < 500) value += `\n${stripped(lines[++at] ?? '')}`;
      top.attributes.set(attribute[1] ?? '', { text: value.trim(), line: from + 1 });
    } else if (/^\s*\}/.test(line) && stack.length > 1) stack.pop();
    if (stack.length > 60) throw new Error('It is nested too deeply to be read.');
  }
  if (stack.length > 1) throw new Error(`The block of line ${stack.at(-1)?.line ?? 0} is not closed.`);
  return root.blocks;
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
