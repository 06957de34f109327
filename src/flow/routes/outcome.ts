import type { Condition, Guard } from '../../model/flow-graph';
import { callsWithin } from '../entries/handlers';
import type { Sight } from '../entries/read';

const OUTCOME = 'express-validator.validationResult()';

/**
 * Whether a function goes on only where express-validator found nothing wrong: it leaves, or throws, where the outcome is not
 * empty. Where the two ways meet again, only a middleware counts that answers on the one and goes on by `next` on the other.
 */
export function looksAtOutcome(sight: Sight, fn: number): boolean {
  const { program, points } = sight;
  const calls = callsWithin(program, fn);
  const apis = calls.flatMap((index) => points.apis(index));
  if (apis.includes(`${OUTCOME}.throw`)) return true;
  const empties = new Set(calls.filter((index) => points.apis(index).includes(`${OUTCOME}.isEmpty`)));
  if (empties.size === 0) return false;
  const guards = program.assigns.flatMap(({ guard, to }) => (guard && program.owners[to] === fn ? [guard] : []));
  if (!guards.some(({ condition }) => isEmptyTest(condition, empties))) return false;
  return !guards.some((guard) => meetsAgain(guard, empties)) || (apis.some((path) => path.startsWith('express.Response()')) && callsNext(sight, fn, calls));
}

function isEmptyTest(condition: Condition, empties: ReadonlySet<number>): boolean {
  return condition.t === 'call' && condition.positive && empties.has(condition.call);
}

/** After a test whose two ways meet, either may have been taken. */
function meetsAgain({ condition }: Guard, empties: ReadonlySet<number>): boolean {
  return condition.t === 'any-of' && condition.branches.some((branch) => branch.some((guard) => isEmptyTest(guard.condition, empties)));
}

function callsNext({ program }: Sight, fn: number, calls: readonly number[]): boolean {
  return program.fns[fn]?.params.length === 3 && calls.some((index) => program.calls[index]?.name === 'next');
}
