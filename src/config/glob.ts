/**
 * Why a path pattern is refused, or undefined when it is fine. Patterns become regular expressions that are run on
 * paths of a hostile repository, so what could make the matcher slow or match by surprise is kept out.
 */
export function globProblem(pattern: string): string | undefined {
  if (pattern.startsWith('/') || pattern.includes('\\')) return 'A pattern is relative to the root of the repository and uses `/`, without one in front';
  if (pattern.startsWith('!')) return 'A pattern cannot be negated; use `include` and `exclude`';
  if (pattern.split('/').includes('..')) return 'A pattern cannot leave the repository with `..`';
  if (/[()|]|[\]}]\+/.test(pattern)) return 'Patterns with parentheses, `|` or repetition are not supported; use `{a,b}`, and `?` for a parenthesis in a name';
  if ((pattern.match(/\*\*/g) ?? []).length > 3) return 'A pattern can hold `**` three times at most';
  if (pattern.split('/').some((segment) => (segment.replaceAll('**', '').match(/\*/g) ?? []).length > 3)) return 'Between two slashes a pattern can hold `*` three times at most';
  if ((pattern.match(/\{/g) ?? []).length > 5) return 'A pattern can hold five pairs of braces at most';
  return undefined;
}
