import type { StoreKind, StoreWrite } from '../../../../facts/stores';
import type { Analysis } from '../../../../flow/analyse';
import type { NodeId } from '../../../../model/flow-graph';

/** A value on its way into a column. */
export interface FieldDraft {
  readonly name: string;
  /** Absent where the statement itself makes the value. */
  readonly node?: NodeId;
  /** Functions of the database around the value. */
  readonly functions: readonly string[];
}

/** A call that stores something, with the nodes of what it stores. */
export interface WriteDraft {
  readonly call: number;
  readonly to: StoreKind;
  readonly operation: 'insert' | 'update';
  readonly table?: string;
  readonly fields: readonly FieldDraft[];
  /** Objects that become the record. */
  readonly records: readonly NodeId[];
  readonly lifetime?: string;
  readonly own?: NonNullable<StoreWrite['own']>;
}

/** A call that deletes. */
export interface DeleteDraft {
  readonly call: number;
  readonly table?: string;
  readonly filters: readonly string[];
  readonly byTime: boolean;
}

/** The members of the records that a node may hold, lists of records included. */
export function membersOf(analysis: Analysis, node: NodeId, depth = 0): FieldDraft[] {
  const { points, program } = analysis;
  return points.of(node).flatMap((value): FieldDraft[] => {
    if (value.k !== 'object') return [];
    const members = [...points.members(value.node)];
    if (program.origins[value.node]?.k === 'array') return depth < 2 ? members.filter(([name]) => name === '[]' || /^\d+$/.test(name)).flatMap(([, member]) => membersOf(analysis, member, depth + 1)) : [];
    // What the literal itself writes says more than what the member may hold.
    const written = new Map((program.initStores.get(value.node) ?? []).map((store) => [store.prop, store.from]));
    return members.filter(([name]) => /^[\w$-]+$/.test(name)).map(([name, member]) => ({ name, node: written.get(name) ?? member, functions: [] }));
  });
}
