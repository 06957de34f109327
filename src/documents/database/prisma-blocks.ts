/** One `@name(…)` or `@@name(…)`, its arguments as written. */
export interface Attribute {
  readonly name: string;
  readonly arguments: readonly string[];
  readonly line: number;
}

/** One field of a model: `name Type? @attributes`. */
export interface Field {
  readonly name: string;
  readonly type: string;
  readonly list: boolean;
  readonly attributes: readonly Attribute[];
  readonly line: number;
}

/** One block of a Prisma schema: a model, enum, view, type, datasource or generator. */
export interface Block {
  readonly kind: string;
  readonly name: string;
  readonly line: number;
  readonly fields: readonly Field[];
  readonly attributes: readonly Attribute[];
  /** `key = value` lines of datasources and generators. */
  readonly settings: ReadonlyMap<string, string>;
}

interface OpenBlock extends Block {
  readonly fields: Field[];
  readonly attributes: Attribute[];
  readonly settings: Map<string, string>;
}

/** The blocks of a Prisma schema. The language is one of lines; a line whose brackets stay open goes on. */
export function readBlocks(text: string): readonly Block[] {
  const blocks: OpenBlock[] = [];
  let open: OpenBlock | undefined;
  for (const { line, content } of logicalLines(text)) {
    const head = /^(\w+)\s+(\w+)\s*\{\s*(\}?)$/.exec(content);
    if (!open && head) {
      open = { kind: head[1] ?? '', name: head[2] ?? '', line, fields: [], attributes: [], settings: new Map() };
      blocks.push(open);
      if (head[3] === '}') open = undefined;
    } else if (content === '}') open = undefined;
    else if (open) readLine(open, content, line);
  }
  return blocks;
}

function readLine(block: OpenBlock, content: string, line: number): void {
  if (content.startsWith('@@')) block.attributes.push(...attributesOf(content, line));
  else if (block.kind === 'datasource' || block.kind === 'generator') {
    const setting = /^(\w+)\s*=\s*(.*)$/.exec(content);
    if (setting) block.settings.set(setting[1] ?? '', setting[2] ?? '');
  } else {
    const field = /^(\w+)\s+(\w+)(?:\([^)]*\))?(\[\])?[?!]?\s*(.*)$/.exec(content);
    if (field) block.fields.push({ name: field[1] ?? '', type: field[2] ?? '', list: field[3] !== undefined, attributes: attributesOf(field[4] ?? '', line), line });
  }
}

/** Lines without comments, joined while round or square brackets are open. */
function* logicalLines(text: string): Generator<{ readonly line: number; readonly content: string }> {
  let pending = '';
  let start = 1;
  for (const [i, raw] of text.split('\n').entries()) {
    const content = withoutComment(raw).trim();
    if (pending === '') start = i + 1;
    pending = pending === '' ? content : `${pending} ${content}`;
    if (depthOf(pending) > 0 && pending.length < 10_000) continue;
    if (pending !== '') yield { line: start, content: pending };
    pending = '';
  }
}

function withoutComment(line: string): string {
  let inText = false;
  for (let i = 0; i < line.length; i++) {
    if (line[i] === '\\' && inText) i++;
    else if (line[i] === '"') inText = !inText;
    else if (!inText && line[i] === '/' && line[i + 1] === '/') return line.slice(0, i);
  }
  return line;
}

function depthOf(text: string): number {
  let depth = 0;
  for (const char of unquoted(text)) depth += char === '(' || char === '[' ? 1 : char === ')' || char === ']' ? -1 : 0;
  return depth;
}

/** The text with what stands in quotes blotted out, length kept. */
function unquoted(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"/g, (quoted) => `"${'.'.repeat(Math.max(quoted.length - 2, 0))}"`);
}

function attributesOf(text: string, line: number): readonly Attribute[] {
  const bare = unquoted(text);
  const found: Attribute[] = [];
  for (const match of bare.matchAll(/@@?([\w.]+)/g)) {
    const open = match.index + match[0].length;
    found.push({ name: match[1] ?? '', arguments: bare[open] === '(' ? argumentsFrom(text, bare, open) : [], line });
  }
  return found;
}

/** The arguments between a parenthesis and the one that closes it, split at commas outside brackets. */
function argumentsFrom(text: string, bare: string, open: number): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = open + 1;
  for (let i = open; i < bare.length; i++) {
    const char = bare[i] ?? '';
    if ('([{'.includes(char)) depth++;
    else if (')]}'.includes(char)) depth--;
    if (depth === 0 || (depth === 1 && char === ',')) {
      parts.push(text.slice(from, i));
      from = i + 1;
    }
    if (depth === 0) break;
  }
  return parts.filter((part) => part.trim() !== '');
}
