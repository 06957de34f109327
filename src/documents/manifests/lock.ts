import type { Extractor } from '../../facts/file-facts';
import { fileKind } from '../../facts/file-kind';
import { isTracked } from '../../facts/knowledge/sdk-packages';
import type { LockPart, ResolvedVersion } from '../../facts/package';

const MANAGERS: readonly (readonly [RegExp, LockPart['manager']])[] = [
  [/(^|\/)(package-lock|npm-shrinkwrap)\.json$/, 'npm'],
  [/(^|\/)pnpm-lock\.ya?ml$/, 'pnpm'],
  [/(^|\/)yarn\.lock$/, 'yarn'],
  [/(^|\/)bun\.lock$/, 'bun'],
];

/**
 * Reads from lock files the versions of the few packages that controls ask about. Lines are enough: each manager
 * writes its file itself, always in the same form, and a parse of megabytes for three names would cost the most of all.
 */
export const lockExtractor: Extractor<'lock'> = {
  part: 'lock',
  handles: (path) => MANAGERS.some(([pattern]) => pattern.test(path)) && fileKind(path) !== 'vendored',
  maxBytes: 32 * 1_048_576,
  extract: (path, text) => {
    const manager = MANAGERS.find(([pattern]) => pattern.test(path))?.[1] ?? 'npm';
    return { manager, resolved: resolvedIn(text, manager) };
  },
};

/** The form in which each manager names a package and its version; group 1 is the name, group 2 the version where it is on the same line. */
const FORMS: Readonly<Record<LockPart['manager'], RegExp>> = {
  npm: /^\s*"(?:[^"]*node_modules\/)?((?:@[\w.-]+\/)?[\w.-]+)":\s*\{/,
  pnpm: /^\s{2}['"]?\/?((?:@[\w.-]+\/)?[\w.-]+)@([\w.+-]+)[^:]*['"]?:/,
  yarn: /^["']?((?:@[\w.-]+\/)?[\w.-]+)@(?:npm:|patch:)?[^:]*:\s*$/,
  bun: /^\s*"((?:@[\w.-]+\/)?[\w.-]+)":\s*\["(?:@[\w.-]+\/)?[\w.-]+@([\w.+-]+)"/,
};

function resolvedIn(text: string, manager: LockPart['manager']): readonly ResolvedVersion[] {
  const form = FORMS[manager];
  const found = new Map<string, ResolvedVersion>();
  let open: { readonly name: string; readonly line: number } | undefined;
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.slice(0, 1000);
    const match = form.exec(line);
    if (match) {
      const [, name = '', version] = match;
      open = isTracked(name) ? { name, line: index + 1 } : undefined;
      if (open && version !== undefined) found.set(`${name} ${version}`, { ...open, version });
      continue;
    }
    const version = open && /^\s*"?version"?:?\s*"?([\w.+-]+)"?/.exec(line)?.[1];
    if (open && version !== undefined) {
      found.set(`${open.name} ${version}`, { ...open, version });
      open = undefined;
    }
  }
  return [...found.values()];
}
