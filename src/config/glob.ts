interface Rule {
  readonly refuses: (pattern: string) => boolean;
  readonly why: string;
}

const RULES: readonly Rule[] = [
  { refuses: (pattern) => pattern.startsWith('/') || pattern.includes('\\'), why: 'A pattern is relative to the root of the repository and uses `/`, without one in front' },
  { refuses: (pattern) => pattern.startsWith('!'), why: 'A pattern cannot be negated; use `include` and `exclude`' },
  { refuses: (pattern) => pattern.split('/').includes('..'), why: 'A pattern cannot leave the repository with `..`' },
  { refuses: (pattern) => /[()|]|[\]}]\+/.test(pattern), why: 'Patterns with parentheses, `|` or repetition are not supported; use `{a,b}`, and `?` for a parenthesis in a name' },
  { refuses: (pattern) => count(pattern, /\*\*/g) > 3, why: 'A pattern can hold `**` three times at most' },
  { refuses: (pattern) => pattern.split('/').some((segment) => count(segment.replaceAll('**', ''), /\*/g) > 3), why: 'Between two slashes a pattern can hold `*` three times at most' },
  { refuses: (pattern) => count(pattern, /\{/g) > 5, why: 'A pattern can hold five pairs of braces at most' },
];

/**
 * Why a path pattern is refused, or undefined when it is fine. Patterns become regular expressions that are run on
 * paths of a hostile repository, so what could make the matcher slow or match by surprise is kept out.
 */
export function globProblem(pattern: string): string | undefined {
  return RULES.find((rule) => rule.refuses(pattern))?.why;
}

function count(text: string, what: RegExp): number {
  return (text.match(what) ?? []).length;
}
