import type { IgnoreComment } from '../../../model/ignore-comment';

const IGNORE = /(?:\/\/|\/\*|\{\/\*)\s*mcp-publish-gate-ignore\s+([\w-]+)(?:\s+--\s*(.*?))?\s*(?:\*\/\}?)?\s*$/;

/**
 * Comments of the form `// mcp-publish-gate-ignore <kind> -- reason`. On a line of its own a comment speaks of the
 * next line that is no comment, so that comments stack; behind code, of its own line. A missing reason stays empty: policy refuses it.
 */
export function ignoreComments(text: string): IgnoreComment[] {
  if (!text.includes('mcp-publish-gate-ignore')) return [];
  const lines = text.split('\n');
  return lines.flatMap((content, index) => {
    const match = IGNORE.exec(content);
    if (!match) return [];
    const line = index + 1;
    const own = content.slice(0, match.index).trim() === '';
    return [{ line, target: own ? nextCode(lines, line) : line, kind: match[1] ?? '', reason: match[2] ?? '' }];
  });
}

/** Number of the first line from `line` on (counted from 1, and behind it) that holds more than a comment. */
function nextCode(lines: readonly string[], line: number): number {
  let at = line;
  while (/^\s*(?:\/\/|\/\*.*\*\/\s*$|\{\/\*.*\*\/\}\s*$)/.test(lines[at] ?? '')) at++;
  return at + 1;
}
