import { ANY, ELEMENT, type Guard, type Prop } from '../../../model/flow-graph';
import { isElement } from '../../arguments';

/** Whether reading `prop` may see what was written under `written`. */
export function matches(prop: Prop, written: Prop): boolean {
  if (prop === written || written === ANY || prop === ANY) return prop !== 'keys()';
  return (prop === ELEMENT && isElement(written)) || (written === ELEMENT && isElement(prop));
}

/** What is left of a fact's path behind a flow's path; undefined when the flow reads another part. */
export function consume(wanted: readonly Prop[], path: readonly Prop[]): readonly Prop[] | undefined {
  for (let i = 0; i < wanted.length; i++) {
    const have = path[i];
    if (have === undefined) return [];
    if (!matches(wanted[i] ?? '', have)) return undefined;
  }
  return path.slice(wanted.length);
}

const STRIPPED = new WeakMap<Guard, Map<number, Guard>>();

/** The guard as it speaks of the tainted part of a value: of `x.path` when the test was on `x.path` or made from it. Undefined when it speaks of another part. */
export function guardFor(guard: Guard, path: readonly Prop[]): Guard | undefined {
  if (path.length === 0 || guard.about !== 'derived') return guard;
  for (const [i, prop] of path.entries()) {
    const step = guard.by[i];
    if (typeof step !== 'string' || !step.startsWith('.') || !matches(step.slice(1), prop)) return undefined;
    // That one element equals something says nothing of the others.
    if (guard.condition.t === 'equals' && prop === ELEMENT && /^\.\d+$/.test(step)) return undefined;
  }
  let byLength = STRIPPED.get(guard);
  if (!byLength) STRIPPED.set(guard, (byLength = new Map<number, Guard>()));
  const known = byLength.get(path.length);
  if (known) return known;
  const by = guard.by.slice(path.length);
  const stripped: Guard = { ...guard, by, about: by.length === 0 ? 'self' : 'derived' };
  byLength.set(path.length, stripped);
  return stripped;
}
