import type { HiddenFailure } from '../../../../facts/errors';
import type { Analysis } from '../../../../flow/analyse';
import { locationOf } from '../../../../flow/program';
import type { NodeId } from '../../../../model/flow-graph';
import { byPlace } from '../../../../model/location';
import { literalsAt, queryOf } from '../query';
import type { ResultFunction } from './answers';

/** Results that are made of the content of another and leave its `isError` behind: `{ content: result.content }`. */
export function droppedMarks(analysis: Analysis, results: readonly ResultFunction[]): HiddenFailure[] {
  const { program, points } = analysis;
  const query = queryOf(analysis);
  return results.flatMap(({ fn, name }): HiddenFailure[] => {
    const ret = program.fns[fn]?.ret;
    if (ret === undefined || query.loadsIn(fn).some((load) => load.prop === 'isError')) return [];
    return points.of(ret).flatMap((value): HiddenFailure[] => {
      if (value.k !== 'object' || program.owners[value.node] !== fn || program.spreadsByTarget.has(value.node) || points.members(value.node).has('isError')) return [];
      const content = program.initStores.get(value.node)?.find((store) => store.prop === 'content')?.from;
      const location = locationOf(program, value.node);
      return content !== undefined && location && comesFromFailure(analysis, content) ? [{ kind: 'dropped', location, where: name }] : [];
    });
  }).sort((a, b) => byPlace(a.location, b.location));
}

/** The content of a result that may be marked as a failure. */
function comesFromFailure(analysis: Analysis, content: NodeId): boolean {
  const { program, points } = analysis;
  return [content, ...(program.assignsByTarget.get(content) ?? [])].some((node) => {
    const load = program.loadOf.get(node);
    if (load?.prop !== 'content') return false;
    return points.of(load.from).some((value) => value.k === 'object' && literalsAt(analysis, points.members(value.node).get('isError')).includes(true));
  });
}
