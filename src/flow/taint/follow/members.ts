import { ANY, type Load, type NodeId, type Prop } from '../../../model/flow-graph';
import type { PointsTo } from '../../points-to/result';
import { readersOf } from '../carried';
import type { TaintIndex } from '../index-program';
import { isBesideSecret, isSecretName } from '../sensitive';
import type { Change, Fact } from './fact';
import { matches } from './access-paths';
import { push, type Trail } from './trail';

/** Members that say how much there is, and nothing of what it is. */
const HARMLESS = new Set(['length', 'size', 'byteLength', 'index', 'lastIndex', 'constructor', 'prototype']);
const PARSED_MEMBERS = new Set(['protocol', 'port', 'host', 'hostname', 'origin', 'pathname', 'search', 'hash']);
const URL_MEMBERS = new Set(['host', 'hostname', 'href', 'pathname', 'search', 'hash', 'port', 'protocol']);
const BEHIND_HOST = new Set(['pathname', 'search', 'hash']);

type Store = NonNullable<TaintIndex['stores'][number]>[number];

/** The member that is read. Of secrets, one under a computed name is the one that its constant names: `headers[SESSION_ID]` is no password. */
export function nameRead({ points, source }: Trail, load: Load): Prop {
  if (load.prop !== ANY || load.key === undefined || source.origin !== 'sensitive') return load.prop;
  const [only, ...others] = points.of(load.key);
  return only?.k === 'const' && others.length === 0 ? String(only.value) : ANY;
}

/** A member is read of a tainted value. */
export function loadStep(trail: Trail, prop: Prop, to: NodeId, fact: Fact): void {
  const [head, ...rest] = fact.path;
  const vouched = trail.index.vouched.get(to) ?? 0;
  if (head === undefined) {
    if (HARMLESS.has(prop) || (isOfSecret(trail) && isBesideSecret(prop))) return;
    const change = urlMember(trail, prop, fact);
    push(trail, to, [], fact, { ...change, mask: (change.mask ?? fact.mask) & ~vouched });
  } else if (matches(prop, head) && !isNamedOtherwise(trail, prop, head, rest)) push(trail, to, rest, fact, { mask: fact.mask & ~vouched });
}

/** Of secrets, one that was kept under a name that is not known is not what a name that is no secret's is read for: `headers[name] = token`, then `headers.debug`. */
function isNamedOtherwise(trail: Trail, prop: Prop, head: Prop, rest: readonly Prop[]): boolean {
  return isOfSecret(trail) && head === ANY && rest.length === 0 && /^[A-Za-z_]/.test(prop) && !isSecretName(prop);
}

function isOfSecret({ source }: Trail): boolean {
  return source.origin === 'sensitive' || source.origin === 'named';
}

/** A tainted value is written to a member. */
export function storeStep(trail: Trail, store: Store, fact: Fact): void {
  const path = [store.prop, ...fact.path];
  if (store.init) {
    push(trail, store.base, path, fact);
    return;
  }
  if (store.after !== undefined) push(trail, store.after, path, fact);
  // A closure writes to a variable of the function around it, which reads it whenever.
  if (store.after !== undefined && trail.index.ownerOf(store.after) !== trail.index.ownerOf(store.base)) push(trail, store.base, path, fact);
  for (const prop of namesWritten(trail.points, store)) writeThrough(trail, store.base, [prop, ...fact.path], fact, prop);
  if (!URL_MEMBERS.has(store.prop) || !isUrl(trail, store.base)) return;
  const behind = BEHIND_HOST.has(store.prop);
  push(trail, store.after ?? store.base, [], fact, behind ? { mask: fact.mask & ~trail.index.hostKinds, inUrlPath: store.prop === 'pathname' } : {});
}

/** The member that is written; of one under a computed name, those that its literals name. */
export function namesWritten(points: PointsTo, store: Store): readonly Prop[] {
  if (store.prop !== ANY || store.key === undefined) return [store.prop];
  const values = points.of(store.key);
  return values.length > 0 && values.every((value) => value.k === 'const') ? values.map((value) => String(value.value)) : [store.prop];
}

/** A write through an alias: the object is tainted wherever else it is seen, an instance's field in every method. */
export function writeThrough(trail: Trail, base: NodeId, path: readonly Prop[], fact: Fact, name: string): void {
  const { points, index } = trail;
  for (const value of points.of(base)) {
    if (value.k === 'instance' || value.k === 'made') {
      const field = points.field(value, path[0] ?? '');
      if (field !== undefined) push(trail, field, path.slice(1), fact, { context: 0, step: { t: 'stored', name } });
    } else if (value.k === 'object' && value.node !== base && (index.ownerOf(value.node) !== index.ownerOf(base) || !index.hasAfter(base))) {
      push(trail, value.node, path, fact, { step: { t: 'stored', name } });
    } else if (value.k === 'api') {
      for (const to of readersOf(trail.program, points, base, value.path, path[0] ?? '')) push(trail, to, path.slice(1), fact, { context: 0, step: { t: 'stored', name } });
    }
  }
}

/** What a member of a URL can still do: scheme and port nothing, the host no more than lead elsewhere, what follows it no more than change the path. */
function urlMember(trail: Trail, prop: Prop, fact: Fact): Change {
  if (!PARSED_MEMBERS.has(prop) || !isUrl(trail, fact.node)) return {};
  if (prop === 'protocol' || prop === 'port') return { mask: 0 };
  if (prop === 'host' || prop === 'hostname' || prop === 'origin') return { mask: fact.mask & trail.index.hostKinds };
  return { mask: fact.mask & ~trail.index.hostKinds };
}

function isUrl({ points }: Trail, node: NodeId): boolean {
  return points.of(node).some((value) => value.k === 'api' && value.path === 'URL()');
}
