import type { FlowKind } from '../../model/flow-kind';
import { NO_NODE, type Assign, type Concat, type Load, type NodeId, type Spread, type Store } from '../../model/flow-graph';
import type { SanitizerRule } from '../../facts/knowledge/rules';
import type { OwnName } from '../own-functions';
import type { Program } from '../program';
import { bitOf, maskOf, type KindMask } from './kinds';
import type { SinkSite } from './sinks';

/** A program's edges by the node that a tainted value leaves from. */
export interface TaintIndex {
  readonly assigns: readonly (Assign[] | undefined)[];
  readonly loads: readonly (Load[] | undefined)[];
  readonly stores: readonly (Store[] | undefined)[];
  readonly spreads: readonly (Spread[] | undefined)[];
  readonly concats: readonly (Concat[] | undefined)[];
  /** Calls that take the node: as argument, or as receiver (-1). */
  readonly uses: readonly ({ readonly call: number; readonly arg: number }[] | undefined)[];
  readonly returnOf: ReadonlyMap<NodeId, number>;
  readonly sinks: ReadonlyMap<NodeId, readonly SinkSite[]>;
  /** Kinds that a member of a request can no longer cause where it is read, since its route has checked it. */
  readonly vouched: ReadonlyMap<NodeId, KindMask>;
  readonly ownerOf: (node: NodeId) => number;
  /** A store into the node gives it a new version, so that earlier readers need not be told. */
  readonly hasAfter: (node: NodeId) => boolean;
  readonly bitOf: (kind: FlowKind) => KindMask;
  readonly maskOf: (kinds: readonly string[]) => KindMask;
  readonly hostKinds: KindMask;
  /** Whether the node is a mask or what the mask stands for: `isSecret(key) ? '***' : value`. */
  readonly isMasked: (node: NodeId) => boolean;
  /** Kinds that a function of this name vouches for, whoever wrote it: `escapeHtml`, `quoteIdentifier`. */
  readonly clearedByName: (name: string) => KindMask;
  /** Kinds that the result of a function of the program can no longer cause, says the configuration. */
  readonly clearedBy: (fn: number) => KindMask;
}

/** What programs write in place of a secret. */
const MASK = /^[<[(]?(?:\*{2,}|•{2,}|x{4,}|redacted|hidden|masked|removed|secret|sensitive|filtered|set)[>\])]?$/i;

/** Sorts the edges of a program for following values forward. */
export function indexProgram(program: Program, sinks: ReadonlyMap<NodeId, readonly SinkSite[]>, sanitizers: readonly SanitizerRule[], own: ReadonlyMap<number, readonly OwnName[]>, vouched: ReadonlyMap<NodeId, KindMask>): TaintIndex {
  const concats = new Array<Concat[] | undefined>(program.nodeCount);
  for (const concat of program.concats) for (const part of new Set(concat.parts)) if (typeof part === 'number' && part !== NO_NODE) (concats[part] ??= []).push(concat);
  const uses = new Array<{ call: number; arg: number }[] | undefined>(program.nodeCount);
  program.calls.forEach((call, index) => {
    call.args.forEach((arg, position) => { if (arg !== NO_NODE) (uses[arg] ??= []).push({ call: index, arg: position }); });
    if (call.recv !== NO_NODE) (uses[call.recv] ??= []).push({ call: index, arg: -1 });
  });
  const withAfter = new Set(program.stores.flatMap((store) => (store.after === undefined ? [] : [store.base])));
  const masked = new Set(program.assigns.flatMap(({ from, to, guard }) => { const origin = program.origins[from]; return !guard && origin?.k === 'const' && MASK.test(String(origin.value)) ? [to] : []; }));
  return {
    assigns: by(program, program.assigns), loads: by(program, program.loads), stores: by(program, program.stores), spreads: by(program, program.spreads), concats, uses,
    returnOf: new Map(program.fns.map((fn, index) => [fn.ret, index])),
    sinks, vouched, ownerOf: (node) => program.owners[node] ?? -3, hasAfter: (node) => withAfter.has(node), isMasked: (node) => masked.has(node),
    bitOf, maskOf, hostKinds: maskOf(['ssrf', 'open-redirect']), clearedByName: clearedByName(sanitizers),
    clearedBy: (fn) => (own.get(fn) ?? []).reduce((mask, { api }) => mask | sanitizers.reduce((sum, rule) => (rule.api.includes(api) ? sum | maskOf(rule.clears ?? []) : sum), 0), 0),
  };
}

function clearedByName(sanitizers: readonly SanitizerRule[]): (name: string) => KindMask {
  const rules = sanitizers.flatMap(({ name, clears }) => (name && clears ? [{ name, mask: maskOf(clears) }] : []));
  const known = new Map<string, KindMask>();
  return (name) => {
    const found = known.get(name);
    if (found !== undefined) return found;
    const mask = name === '' ? 0 : rules.reduce((sum, rule) => (rule.name.test(name) ? sum | rule.mask : sum), 0);
    known.set(name, mask);
    return mask;
  };
}

function by<T extends { readonly from: NodeId }>({ nodeCount }: Program, edges: readonly T[]): (T[] | undefined)[] {
  const groups = new Array<T[] | undefined>(nodeCount);
  for (const edge of edges) if (edge.from !== NO_NODE) (groups[edge.from] ??= []).push(edge);
  return groups;
}
