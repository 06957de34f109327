import { ELEMENT, NO_NODE, type Call, type NodeId, type Prop } from '../model/flow-graph';

/** Whether a name is the index of an element, or stands for any. */
export function isElement(prop: Prop): boolean {
  return prop === ELEMENT || /^\d+$/.test(prop);
}

/** Parameters that arguments behind a spread are taken to reach. Nobody writes more; a hostile program may, and each argument is paired with each. */
const MAX_SPREAD = 32;

/** Pairs arguments with parameters; the last takes all that is left when it is a rest parameter. Behind a spread the positions are not known: its elements may be any later parameter. */
export function forEachArgument(call: Call, params: number, rest: boolean, run: (arg: NodeId, param: number, viaSpread: boolean) => void): void {
  const last = call.spread === undefined ? 0 : Math.min(params, call.spread + MAX_SPREAD);
  call.args.forEach((arg, index) => {
    if (arg === NO_NODE) return;
    if (call.spread === undefined || index < call.spread) run(arg, rest ? Math.min(index, params - 1) : index, false);
    else for (let param = call.spread; param < last; param++) run(arg, param, index === call.spread);
  });
}

/** Arguments that no parameter takes, as elements of the list of all; behind a spread elements of it. */
export function forEachFurther(call: Call, params: number, run: (arg: NodeId, element: Prop, viaSpread: boolean) => void): void {
  call.args.forEach((arg, index) => {
    const behind = call.spread !== undefined && index >= call.spread;
    if (arg !== NO_NODE && (behind || index >= params)) run(arg, behind ? ELEMENT : String(index), index === call.spread);
  });
}
