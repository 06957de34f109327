import type { Analysis } from '../../../../flow/analyse';
import { fileOf } from '../../../../flow/program';
import type { Load } from '../../../../model/flow-graph';
import { pathsAt } from '../query';
import { sliceOf } from '../slice';

/** Loads of `process.env[name]`, with the parameter that names the variable where there is one. */
export function dynamicLoads(analysis: Analysis): { readonly load: Load; readonly param?: { readonly fn: number; readonly index: number } }[] {
  const { program } = analysis;
  return program.loads.flatMap((load) => {
    if (load.prop !== '*' || load.key === undefined || fileOf(program, load.to)?.product !== true || !pathsAt(analysis, load.from).includes('process.env')) return [];
    const origins = [...sliceOf(analysis, [load.key]).nodes].map((node) => program.origins[node]);
    const origin = origins.find((each) => each?.k === 'param');
    return [{ load, ...(origin?.k === 'param' && { param: { fn: origin.fn, index: origin.index } }) }];
  });
}
