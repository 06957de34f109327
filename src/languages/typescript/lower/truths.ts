import { NO_NODE, type NodeId } from '../../../model/flow-graph';
import { speaksOf } from './guards';
import { NOTHING, type Assumption, type Lowering, type Truth } from './state';

/** What the truthiness of a value says: of a call's result about its arguments, of a member of it likewise; a falsy value itself is nothing. */
export function truthOf(L: Lowering, node: NodeId): Truth {
  const { ifTrue, ifFalse } = truthOfResult(L, node);
  return node === NO_NODE ? NOTHING : { ifTrue, ifFalse: [...ifFalse, nothingIn(node)] };
}

/** That there is nothing in a value. */
export function nothingIn(subject: NodeId): Assumption {
  return { subject, condition: { t: 'absent' } };
}

function truthOfResult(L: Lowering, node: NodeId): Truth {
  const direct = L.callOf.get(node);
  if (direct !== undefined) {
    const callback = callbackTruth(L, direct);
    if (callback) return callback;
    const subjects = subjectsOf(L, direct);
    const when = (positive: boolean): Assumption[] => subjects.map(({ subject, arg }) => ({ subject, condition: { t: 'call', call: direct, arg, positive } }));
    return { ifTrue: when(true), ifFalse: when(false) };
  }
  const derivation = L.derivations.get(node);
  if (!derivation) return NOTHING;
  if (derivation.step === undefined) return truthOfResult(L, derivation.from);
  const call = L.callOf.get(derivation.from);
  if (typeof derivation.step !== 'string' || call === undefined) return NOTHING;
  const prop = derivation.step.slice(1);
  const when = (positive: boolean): Assumption[] => subjectsOf(L, call).map(({ subject, arg }) => ({ subject, condition: { t: 'result', call, arg, prop, positive } }));
  return { ifTrue: when(true), ifFalse: when(false) };
}

/** Whether one element was found that the callback accepts, or all were accepted. */
const SEARCHES = new Set(['some', 'every', 'find', 'findLast']);

/** `list.some((each) => test(x, each))`: where it is true the test held for x with some element. */
function callbackTruth(L: Lowering, call: number): Truth | undefined {
  const record = L.calls[call];
  const callback = record && SEARCHES.has(record.name) ? L.fnNodes.get(record.args[0] ?? NO_NODE) : undefined;
  const returns = callback && L.returned.get(callback);
  if (!returns || !record) return undefined;
  const element = L.fns[(L.origins[record.args[0] ?? NO_NODE] as { readonly fn?: number }).fn ?? -1]?.params[0];
  // That a test held with one element says nothing of the others.
  const universal = (wanted: boolean): boolean => (record.name === 'every') === wanted && (record.name === 'every' || record.name === 'some');
  const when = (wanted: boolean): Assumption[] => {
    const branches = returns
      .filter(({ constant }) => constant === undefined || constant === wanted)
      .map(({ truth, held, constant }) => [...held, ...(constant === undefined ? (wanted ? truth.ifTrue : truth.ifFalse) : [])])
      .map((branch) => (universal(wanted) || element === undefined ? branch : withoutElement(L, branch, element)));
    const [only] = branches;
    return branches.length === 1 && only ? only : [{ subject: NO_NODE, condition: { t: 'either', branches } }];
  };
  return { ifTrue: when(true), ifFalse: when(false) };
}

/** Assumptions less those about an element that nobody knows which it was. */
function withoutElement(L: Lowering, assumptions: readonly Assumption[], element: NodeId): Assumption[] {
  return assumptions.flatMap((assumption): Assumption[] => {
    const { condition, subject } = assumption;
    if (condition.t !== 'either') return speaksOf(L, assumption, element) ? [] : [assumption];
    return [{ subject, condition: { t: 'either', branches: condition.branches.map((branch) => withoutElement(L, branch, element)) } }];
  });
}

/** What is the same for every caller needs no guarding. */
const NO_SUBJECTS = new Set(['import', 'global', 'const', 'fn', 'class', 'regex']);

/** The values that a call's result may speak of: its receiver and its first arguments. */
export function subjectsOf(L: Lowering, call: number): { readonly subject: NodeId; readonly arg: number }[] {
  const record = L.calls[call];
  if (!record) return [];
  const args = record.args.slice(0, 4).map((subject, arg) => ({ subject, arg }));
  return [...args, { subject: record.recv, arg: -1 }].filter(({ subject }) => subject !== NO_NODE && !NO_SUBJECTS.has(L.origins[subject]?.k ?? ''));
}
