import type { IgnoreComment } from '../../../model/flow-graph';

const IGNORE = /(?:\/\/|\/\*|\{\/\*)\s*mcp-publish-gate-ignore\s+([\w-]+)(?:\s+--\s*(.*?))?\s*(?:\*\/\}?)?\s*$/;

/**
 * Comments of the form `// mcp-publish-gate-ignore <kind> -- reason`. On a line of its own a comment speaks of the
 * next line, behind code of its own. A missing reason stays empty: policy refuses it.
 */
export function ignoreComments(text: string): IgnoreComment[] {
  if (!text.includes('mcp-publish-gate-ignore')) return [];
  return text.split('\n').flatMap((content, index) => {
    const match = IGNORE.exec(content);
    if (!match) return [];
    const line = index + 1;
    const own = content.slice(0, match.index).trim() === '';
    return [{ line, target: own ? line + 1 : line, kind: match[1] ?? '', reason: match[2] ?? '' }];
  });
}
