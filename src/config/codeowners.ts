import picomatch from 'picomatch';

/** Places in which GitHub looks for the file; the first that exists counts. */
export const CODEOWNERS_PATHS = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'] as const;

/**
 * Who owns a path by a CODEOWNERS file: of the lines that match, the last counts, and it may name nobody. Patterns are
 * those of .gitignore without negation, ranges and escapes; what is not understood matches nothing.
 */
export function ownersOf(codeowners: string, path: string): readonly string[] {
  let owners: readonly string[] = [];
  for (const line of codeowners.split('\n').slice(0, 5000)) {
    const [pattern, ...names] = line.replace(/(?:^|\s)#.*$/, '').trim().split(/\s+/);
    if (pattern !== undefined && pattern !== '' && matches(pattern, path)) owners = names;
  }
  return owners;
}

function matches(pattern: string, path: string): boolean {
  if (pattern.length > 200 || /[!()[\]{}\\+|]/.test(pattern)) return false;
  const inner = pattern.replace(/^\/|\/$/g, '');
  // A slash at the beginning or in the middle ties a pattern to the root; otherwise it matches at any depth.
  const anchored = pattern.startsWith('/') || inner.includes('/');
  const glob = anchored ? inner : `**/${inner}`;
  const options = { dot: true, nonegate: true, noextglob: true, nobrace: true };
  const folder = picomatch.isMatch(path, `${glob}/**`, options) && !(inner.endsWith('/*') && !pattern.endsWith('/'));
  return folder || (!pattern.endsWith('/') && picomatch.isMatch(path, glob, options));
}

/** A sentence on who must approve a change of the configuration; `codeowners` is the base's, if it has one. */
export function guardNote(codeowners: string | undefined, path: string): string {
  const owners = codeowners === undefined ? [] : ownersOf(codeowners, path);
  if (owners.length > 0) return `This pull request changes the configuration, which the base's CODEOWNERS gives to ${owners.slice(0, 5).map((owner) => `\`${owner.replace(/[^\w@./-]/g, '')}\``).join(', ')}.`;
  return `This pull request changes the configuration, and no line of the base's CODEOWNERS guards \`${path}\`: whoever may merge can loosen the gate.`;
}
