import type { Token } from './tokens';

/** Openers and closers of compound statements; `END IF`, `END LOOP` and the like close what is not counted. */
const UNCOUNTED_END = new Set(['if', 'loop', 'while', 'repeat', 'for']);

/**
 * The statements of a text, as their tokens. Semicolons in quotes, in the body of a trigger or routine, and in
 * parentheses do not end a statement.
 */
export function splitStatements(tokens: readonly Token[], delimiters: ReadonlySet<number> = new Set()): readonly (readonly Token[])[] {
  const statements: Token[][] = [];
  let current: Token[] = [];
  let depth = 0;
  const close = (): void => {
    if (current.length > 0) statements.push(current);
    current = [];
    depth = 0;
  };
  for (const [i, token] of tokens.entries()) {
    const ends = delimiters.size > 0 ? delimiters.has(token.start) : token.text === ';' && depth === 0;
    if (ends) close();
    else if (!delimiters.has(token.start)) {
      current.push(token);
      if (delimiters.size === 0) depth = depthAfter(depth, current, tokens[i + 1]);
    }
  }
  close();
  return statements;
}

/** The depth of BEGIN … END and CASE … END after the last token, counted only where a routine or trigger is created. */
function depthAfter(depth: number, statement: readonly Token[], next: Token | undefined): number {
  const word = wordOf(statement[statement.length - 1]);
  if (!/^(?:begin|case|end)$/.test(word) || !createsRoutine(statement)) return depth;
  if (word === 'end') return UNCOUNTED_END.has(wordOf(next)) ? depth : Math.max(depth - 1, 0);
  // `END CASE` closes a CASE statement: its END was counted already.
  return word === 'case' && wordOf(statement[statement.length - 2]) === 'end' ? depth : depth + 1;
}

function wordOf(token: Token | undefined): string {
  return token?.kind === 'word' ? token.text.toLowerCase() : '';
}

function createsRoutine(statement: readonly Token[]): boolean {
  if (statement[0]?.text.toLowerCase() !== 'create') return false;
  return statement.slice(1, 12).some((token) => token.kind === 'word' && /^(?:trigger|procedure|function|event)$/i.test(token.text));
}

const COPY_FROM_STDIN = /^\s*copy\s[^;]*\sfrom\s+stdin\b[^;]*;\s*$/i;

/**
 * A script with what is meant for its client blotted out, length and lines kept: rows that follow `COPY … FROM stdin`,
 * lines that begin with a backslash, and `GO` lines, which become semicolons. DELIMITER lines too; `delimiters` holds
 * the offsets of the delimiters in force after the first of them, and is empty for a script without any.
 */
export function withoutClientLines(text: string): { readonly text: string; readonly delimiters: ReadonlySet<number> } {
  if (!/^(?:\\|\s*(?:copy|delimiter|go)\b)/im.test(text)) return { text, delimiters: new Set() };
  const delimiters = new Set<number>();
  let delimiter = /^\s*delimiter\s+\S/im.test(text) ? ';' : undefined;
  let copying = false;
  let offset = 0;
  const blank = (line: string): string => ' '.repeat(line.length);
  const lines = text.split('\n').map((line) => {
    const start = offset;
    offset += line.length + 1;
    if (copying) {
      copying = !line.startsWith('\\.');
      return blank(line);
    }
    copying = COPY_FROM_STDIN.test(line);
    if (line.startsWith('\\')) return blank(line);
    if (/^\s*go\s*$/i.test(line)) return line.replace(/go/i, '; ');
    const change = /^\s*delimiter\s+(\S{1,16})/i.exec(line);
    if (change) {
      delimiter = change[1];
      return blank(line);
    }
    if (delimiter === undefined) return line;
    return markDelimiters(line, start, delimiter, delimiters);
  });
  return { text: lines.join('\n'), delimiters };
}

/** Notes each delimiter of a line and puts a semicolon in its place, so that it is one token. */
function markDelimiters(line: string, start: number, delimiter: string, delimiters: Set<number>): string {
  let shown = line;
  for (let i = shown.indexOf(delimiter); i !== -1; i = shown.indexOf(delimiter, i + delimiter.length)) {
    delimiters.add(start + i);
    shown = `${shown.slice(0, i)};${' '.repeat(delimiter.length - 1)}${shown.slice(i + delimiter.length)}`;
  }
  return shown;
}
