import type { IgnoreFact } from '../facts/flows';
import type { Change } from '../model/change';
import { FLOW_KIND_IDS } from '../model/flow-kind';
import type { Claim } from '../model/scorecard';

/** The comments that silence findings, as the scorecard lists them: which are new, and which silence nothing. */
export function ignoreClaims(head: readonly IgnoreFact[], base: readonly IgnoreFact[] | undefined, change?: Change): Claim[] {
  const before = new Set((base ?? []).map((ignore) => identity(ignore, renamed(ignore.location.path, change))));
  return head.map((ignore) => ({
    kind: 'ignore',
    item: ignore.kind,
    reason: ignore.reason,
    path: ignore.location.path,
    line: ignore.location.line,
    added: base !== undefined && !before.has(identity(ignore, ignore.location.path)),
    effect: effectOf(ignore),
  }));
}

/** An ignore silences findings of one kind of the data flow, and only with a reason. */
function effectOf({ kind, reason, silenced }: IgnoreFact): Claim['effect'] {
  if (!(FLOW_KIND_IDS as readonly string[]).includes(kind)) return 'unknown-kind';
  if (reason === '') return 'no-reason';
  return silenced > 0 ? 'applied' : 'unmatched';
}

function identity({ kind, reason }: IgnoreFact, path: string): string {
  return JSON.stringify([kind, reason, path]);
}

function renamed(path: string, change: Change | undefined): string {
  return change?.files.find((file) => file.previousPath === path && file.status === 'renamed')?.path ?? path;
}
