import type { FlowKind } from '../../model/flow-kind';
import { callLocation, fileOf, fileOfCall, locationOf, type Program } from '../program';
import type { SinkSite } from './sinks';

/** What a package does to the world because the program told it to: there its code is the only trace of it. */
const EFFECTS: ReadonlySet<FlowKind> = new Set<FlowKind>(['command-injection', 'argument-injection', 'code-injection', 'path-traversal', 'zip-slip', 'ssrf', 'url-path-injection', 'sql-injection']);

/**
 * Whether a sink stands in code that a bundler took from a package, and is about what that code does by itself: how it
 * matches text, merges objects or writes pages is for its own authors to mend, bundled or not.
 */
export function isOfPackage(program: Program, site: SinkSite): boolean {
  if (EFFECTS.has(site.kind)) return false;
  const store = program.stores[site.store];
  const file = site.call >= 0 ? fileOfCall(program, site.call) : fileOf(program, store?.base ?? site.node);
  const packaged = file?.flow.packaged;
  if (!packaged) return false;
  const line = site.call >= 0 ? callLocation(program, site.call).line : store?.at[0] ?? locationOf(program, site.node)?.line ?? 0;
  return packaged.some(([first, last]) => first <= line && line <= last);
}
