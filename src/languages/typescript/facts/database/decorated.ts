import type { Analysis } from '../../../../flow/analyse';
import { NO_NODE, type NodeId } from '../../../../model/flow-graph';
import { literalsAt, queryOf } from '../query';
import { listAt } from './drafts';

/** A decorator with what it decorates. */
export interface Decorated {
  readonly cls: number;
  /** Absent where it decorates the class. */
  readonly property?: string;
  /** The call that makes the decorator: `Column({ unique: true })`. */
  readonly call: number;
  readonly name: string;
  readonly args: readonly NodeId[];
  /** Ways to the package that it comes from. */
  readonly apis: readonly string[];
}

const known = new WeakMap<Analysis, readonly Decorated[]>();

/** Every decorator of product code, as written and as the compiler leaves it. */
export function decorations(analysis: Analysis): readonly Decorated[] {
  const found = known.get(analysis);
  if (found) return found;
  const made = [...written(analysis), ...compiled(analysis)];
  known.set(analysis, made);
  return made;
}

function written(analysis: Analysis): Decorated[] {
  const { program } = analysis;
  const fields = fieldsByValue(analysis);
  const classes = new Map(program.classes.map((cls, index) => [cls.node, index]));
  return program.calls.flatMap((call, index): Decorated[] => {
    const [value] = call.args;
    if (call.kind !== 'decorator' || value === undefined || value === NO_NODE || !queryOf(analysis).isProduct(index)) return [];
    const field = fields.get(value);
    const cls = classes.get(value);
    if (field) return made(analysis, call.callee, field);
    return cls === undefined ? [] : made(analysis, call.callee, { cls });
  });
}

function fieldsByValue({ program }: Analysis): ReadonlyMap<NodeId, { readonly cls: number; readonly property: string }> {
  const instances = new Map(program.classes.map((cls, index) => [cls.instance, index]));
  return new Map(program.stores.flatMap((store) => {
    const cls = instances.get(store.base);
    return cls === undefined ? [] : [[store.from, { cls, property: store.prop }] as const];
  }));
}

/** `__decorate([Column(), …], User.prototype, "email", void 0)` and `User = __decorate([Entity()], User)`. */
function compiled(analysis: Analysis): Decorated[] {
  const { program, points } = analysis;
  return program.calls.flatMap((call, index): Decorated[] => {
    if (call.name !== '__decorate' || !queryOf(analysis).isProduct(index)) return [];
    const [list, target, key] = call.args;
    const property = literalsAt(analysis, key).find((value) => typeof value === 'string');
    const owner = target === undefined ? NO_NODE : property === undefined ? target : (program.loadOf.get(target)?.from ?? NO_NODE);
    const cls = owner === NO_NODE ? undefined : points.of(owner).flatMap((value) => (value.k === 'class' ? [value.cls] : []))[0];
    if (cls === undefined) return [];
    return (listAt(analysis, list) ?? []).flatMap((node) => made(analysis, node, { cls, ...(typeof property === 'string' && { property }) }));
  });
}

function made(analysis: Analysis, node: NodeId, of: { readonly cls: number; readonly property?: string }): Decorated[] {
  const index = analysis.program.callByResult.get(node);
  const call = index === undefined ? undefined : analysis.program.calls[index];
  return index === undefined || !call ? [] : [{ ...of, call: index, name: call.name, args: call.args, apis: analysis.points.apis(index) }];
}

/** The decorators of each class that one of a package and name decorates. */
export function decoratedClasses(analysis: Analysis, from: RegExp, name: RegExp): readonly { readonly cls: number; readonly head: Decorated; readonly all: readonly Decorated[] }[] {
  const all = decorations(analysis);
  return all.filter((each) => each.property === undefined && name.test(each.name) && each.apis.some((path) => from.test(path)))
    .map((head) => ({ cls: head.cls, head, all: all.filter((each) => each.cls === head.cls) }));
}
