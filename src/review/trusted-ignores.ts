import type { FileFacts } from '../facts/file-facts';
import type { IgnoreComment } from '../model/ignore-comment';

/** Comments that silence findings, by file, kind, reason and the code that they speak of. */
export type TrustedIgnores = ReadonlySet<string>;

/** The comments of a revision, as those that count. */
export function ignoresOfFiles(files: readonly FileFacts[]): TrustedIgnores {
  return new Set(files.flatMap((file) => (file.parts.code?.flow.ignores ?? []).map((ignore) => keyOf(file, ignore))));
}

/**
 * The files without the comments that are not trusted, and how many those are. A pull request from another repository
 * cannot silence what it brings; it can keep what the base has silenced already.
 */
export function withTrustedIgnores(files: readonly FileFacts[], trusted: TrustedIgnores): { readonly files: readonly FileFacts[]; readonly dropped: number } {
  let dropped = 0;
  const kept = files.map((file): FileFacts => {
    const { code } = file.parts;
    if (!code || code.flow.ignores.length === 0) return file;
    const ignores = code.flow.ignores.filter((ignore) => trusted.has(keyOf(file, ignore)));
    dropped += code.flow.ignores.length - ignores.length;
    return { ...file, parts: { ...file.parts, code: { ...code, flow: { ...code.flow, ignores } } } };
  });
  return { files: kept, dropped };
}

function keyOf(file: FileFacts, { kind, reason, target }: IgnoreComment): string {
  const flow = file.parts.code?.flow;
  const calls = flow?.calls.filter((call) => call.at[0] <= target && target <= call.at[2]).map((call) => call.digest) ?? [];
  const stores = flow?.edges.flatMap((edge) => (edge.op === 'store' && edge.at[0] === target ? [edge.digest] : [])) ?? [];
  return JSON.stringify([file.path, kind, reason, calls, stores]);
}
