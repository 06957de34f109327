/** One simple command: its words without quotes, assignments before it left out. */
export interface ShellCommand {
  readonly words: readonly string[];
  /** Line within the text, from 0. */
  readonly line: number;
  readonly text: string;
}

/** Longest text and most commands that are looked at; documents are read by people. */
const MAX_LENGTH = 65_536;
const MAX_COMMANDS = 500;

/**
 * The simple commands of a shell text as it stands in documents: with prompts, comments, continued lines, and several
 * commands joined by `&&`, `;` or `|`. Substitutions and control flow are not followed.
 */
export function shellCommands(text: string): readonly ShellCommand[] {
  const commands: ShellCommand[] = [];
  const lines = text.slice(0, MAX_LENGTH).split('\n');
  for (let i = 0; i < lines.length && commands.length < MAX_COMMANDS; i++) {
    const first = i;
    let line = (lines[i] ?? '').replace(/\r$/, '').replace(/^\s*(?:\$|>|PS [^>]{0,80}>|C:\\[^>]{0,80}>|%|❯|➜)\s+/, '');
    while (/[\\`^]$/.test(line) && i + 1 < lines.length) line = `${line.slice(0, -1)} ${(lines[++i] ?? '').trim()}`;
    // A quoted argument may go on over several lines, as JSON does.
    while (/["']\s*\{/.test(line) && openQuote(line) && i + 1 < lines.length && i - first < 40) line = `${line}\n${lines[++i] ?? ''}`;
    if (/^\s*(#|\/\/|REM\b|::)/.test(line)) continue;
    for (const words of split(line)) {
      const bare = withoutPrefix(words);
      if (bare.length > 0) commands.push({ words: bare, line: first, text: line.trim().slice(0, 300) });
    }
  }
  return commands;
}

function openQuote(line: string): boolean {
  let quote = '';
  for (let i = 0; i < line.length; i++) {
    const character = line[i] ?? '';
    if (character === '\\' && quote !== "'") i++;
    else if (quote === '' && (character === '"' || character === "'") && (character === '"' || !/\w/.test(line[i - 1] ?? ''))) quote = character;
    else if (character === quote) quote = '';
  }
  return quote !== '';
}

/** Pieces of a line: quoted texts, ends of commands, blanks, and everything else character by character or run by run. */
const PIECE = /"((?:[^"\\]|\\[\s\S])*)"?|(?<!\w)'([^']*)'?|(\|\|?|&&|;)|(\s+)|([^\s"'|;&]+|&|')/g;

/** Words of each command of a line; quotes are removed, a comment ends it. */
function split(line: string): readonly (readonly string[])[] {
  const commands: string[][] = [[]];
  let word: string | undefined;
  const end = (): void => {
    if (word !== undefined) commands.at(-1)?.push(word);
    word = undefined;
  };
  for (const [, double, single, operator, blank, text] of line.matchAll(PIECE)) {
    if (operator !== undefined || blank !== undefined) end();
    if (operator !== undefined) commands.push([]);
    if (text?.startsWith('#') === true && word === undefined) break;
    if (double !== undefined) word = (word ?? '') + double.replace(/\\(["\\$`])/g, '$1');
    else if (single !== undefined) word = (word ?? '') + single;
    else if (text !== undefined) word = (word ?? '') + text;
  }
  end();
  return commands.filter((words) => words.length > 0);
}

/** Without `sudo`, `env`, `cmd /c` and assignments in front. */
function withoutPrefix(words: readonly string[]): readonly string[] {
  let at = 0;
  while (at < words.length) {
    const word = words[at] ?? '';
    if (/^(sudo|env|exec|time|command|export|set)$/.test(word) || /^[A-Za-z_]\w*=/.test(word)) at++;
    else if (/^(cmd(\.exe)?|powershell(\.exe)?)$/i.test(word) && /^[/-][a-z]+$/i.test(words[at + 1] ?? '')) at += 2;
    else break;
  }
  return words.slice(at);
}
