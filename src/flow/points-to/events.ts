import { ELEMENT, NO_NODE, type Call, type NodeId } from '../../model/flow-graph';
import { method } from './classes';
import { field, store } from './fields';
import { record } from './models';
import { add, addId, connect, fresh, link, onApi, valuesAt, watch, type Solver } from './solver';
import type { Value, ValueId } from './values';

/** What makes emitters of events. */
const EMITTER = /^(?:events(?:\.EventEmitter)?|EventTarget|mitt|eventemitter3(?:\.EventEmitter)?|eventemitter2(?:\.EventEmitter2)?|emittery|nanoevents\.createNanoEvents|tiny-emitter(?:\.TinyEmitter)?|strict-event-emitter(?:\.Emitter)?|typed-emitter|tiny-typed-emitter\.TypedEmitter)\(\)$/;
const LISTENS = new Set(['on', 'once', 'addListener', 'prependListener', 'prependOnceListener', 'addEventListener']);
const EMITS = new Set(['emit', 'dispatchEvent', 'emitSerial']);
/** Whatever the event is called. */
const ANY_EVENT = '*';

/** What is emitted goes to the listeners of the same emitter, under the same name or one that is not known. */
export function applyEvents(solver: Solver): void {
  const names = new Set<string>([ANY_EVENT]);
  const { calls } = solver.program;
  for (const call of calls) if (LISTENS.has(call.name)) names.add(nameOf(solver, call.args[0]));
  calls.forEach((call, index) => {
    if (LISTENS.has(call.name) && call.args.length >= 2) onEmitter(solver, call.recv, call.name, (id) => { connect(solver, call.args[1] ?? NO_NODE, listeners(solver, id, nameOf(solver, call.args[0]))); });
    else if (EMITS.has(call.name) && call.args.length > 0) {
      const name = call.name === 'dispatchEvent' ? ANY_EVENT : nameOf(solver, call.args[0]);
      const heard = name === ANY_EVENT ? [...names] : [name, ANY_EVENT];
      onEmitter(solver, call.recv, call.name, (id) => { for (const each of heard) emitTo(solver, call, index, listeners(solver, id, each)); });
    }
    if (call.args.length >= 2 && (call.recv === NO_NODE || call.name === 'on' || call.name === 'once')) onApi(solver, call.callee, (path) => { if (path === 'events.on' || path === 'events.once') listenByIteration(solver, call, path); });
  });
}

function nameOf(solver: Solver, node: NodeId | undefined): string {
  const values = node === undefined || node === NO_NODE ? [] : valuesAt(solver, node);
  const [only] = values;
  return values.length === 1 && only?.k === 'const' ? String(only.value) : ANY_EVENT;
}

/** Runs for every emitter at a node whose method of that name is that of a library. */
function onEmitter(solver: Solver, node: NodeId, name: string, run: (emitter: ValueId) => void): void {
  watch(solver, node, (id) => { if (isEmitter(solver, solver.values.of(id), name)) run(id); });
}

function isEmitter(solver: Solver, value: Value, name: string): boolean {
  if (value.k === 'api') return value.call >= 0 && EMITTER.test(value.path);
  return value.k === 'made' || (value.k === 'instance' && method(solver, value.cls, name) === undefined);
}

function listeners(solver: Solver, emitter: ValueId, name: string): NodeId {
  return field(solver, emitter, `on ${name}`);
}

function emitTo(solver: Solver, call: Call, index: number, to: NodeId): void {
  const data = call.name === 'dispatchEvent' ? call.args : call.args.slice(1);
  watch(solver, to, (id) => {
    const value = solver.values.of(id);
    data.forEach((arg, position) => {
      if (value.k === 'fn') link(solver, arg, solver.program.fns[value.fn]?.params[position] ?? NO_NODE);
      if (value.k !== 'object') return;
      store(solver, value.node, String(position), arg);
      record(solver, arg, { fromPath: [], to: value.node, toPath: [String(position)], call: index, same: true, normalises: false, clears: [] });
    });
  });
}

/** `for await (const [data] of on(emitter, 'name'))`, `const [data] = await once(emitter, 'name')`. */
function listenByIteration(solver: Solver, call: Call, path: string): void {
  const [emitter = NO_NODE, name] = call.args;
  const heard = fresh(solver);
  add(solver, heard, { k: 'object', node: heard });
  if (path === 'events.once') link(solver, heard, call.result);
  else {
    add(solver, call.result, { k: 'object', node: call.result });
    store(solver, call.result, ELEMENT, heard);
    record(solver, heard, { fromPath: [], to: call.result, toPath: [ELEMENT], call: solver.program.calls.indexOf(call), same: true, normalises: false, clears: [] });
  }
  onEmitter(solver, emitter, 'on', (id) => { addId(solver, listeners(solver, id, nameOf(solver, name)), solver.values.id({ k: 'object', node: heard })); });
}
