import type { ErrorsFact, HiddenFailure, LeakKind } from '../../facts/errors';
import { searched, seenAt, type Evidence } from '../../model/evidence';
import { control } from '../control';

const LEAKS = { stack: 'stack', object: 'wholeError', internals: 'internals' } as const satisfies Record<LeakKind, string>;
const HIDDEN = { unmarked: 'unmarked', ignored: 'ignored', emptied: 'emptied', dropped: 'dropped' } as const satisfies Record<HiddenFailure['kind'], string>;

/** A failed call says that it failed, in one shape, without showing the inside of the server. */
export const consistentErrors = control({
  id: 'consistent-errors',
  needs: ['entryPoints', 'errors'],
  applies: ['tools-or-routes'],
  exhaustive: true,
  messages: {
    stack: {
      severity: 'fail', nature: 'defect', cwe: 209,
      text: 'The stack of an error reaches {reaches}, which shows paths and packages of the server.',
      remedy: 'Hand out the message of the error, and write the stack to the log.',
    },
    wholeError: {
      severity: 'fail', nature: 'defect', cwe: 209,
      text: 'A whole error object reaches {reaches}. Errors of HTTP clients carry the request with its headers.',
      remedy: 'Hand out `error.message`, and write the object to the log.',
    },
    internals: {
      severity: 'warn', nature: 'defect', cwe: 209,
      text: 'The query or the request of a failed call reaches {reaches}.',
      remedy: 'Hand out the message alone.',
    },
    unmarked: {
      severity: 'fail', nature: 'defect', cwe: 390,
      text: 'When {where} fails, the answer holds the error as text and does not set `isError`, so that it looks like a success.',
      remedy: 'Add `isError: true` to the result, or throw the error and let the SDK do it.',
    },
    dropped: {
      severity: 'fail', nature: 'defect', cwe: 390,
      text: 'The answer of {where} is built from the `content` of a result alone: where that result says `isError: true`, the mark is lost, and the failure looks like a success.',
      remedy: 'Return the result as it is, or copy `isError` as well.',
    },
    ignored: {
      severity: 'fail', nature: 'defect', cwe: 390,
      text: 'A change that fails in {where} is caught here and not reported: the call goes on and answers as if it had been made.',
      remedy: 'Throw the error again, or return a result with `isError: true`.',
    },
    emptied: {
      severity: 'warn', nature: 'defect', cwe: 390,
      text: 'When the call in {where} fails, it answers with an empty list, which cannot be told from there being nothing.',
      remedy: 'Let the error pass, so that the tool can say that it failed.',
    },
    lost: {
      severity: 'fail', nature: 'defect', cwe: 755,
      text: 'Nothing waits for the promise of `{callee}`: when it fails, the error is lost or ends the process, and the call answers as if it had succeeded.',
      remedy: 'Put `await` before it. For work that may go on by itself, add `.catch` with a line in the log.',
    },
    lostEach: {
      severity: 'fail', nature: 'defect', cwe: 755,
      text: '`forEach` does not wait for an asynchronous function: the call answers before the work is done, and a failure of it is lost.',
      remedy: 'Use `for … of` with `await`, or `await Promise.all(list.map(…))`.',
    },
    shapes: {
      severity: 'warn', nature: 'defect',
      text: 'Routes answer failures in {count} different shapes: {shapes}.',
      remedy: 'Answer every failure through one function or one error handler.',
    },
  },
  judge: ({ entryPoints, errors }, say) => {
    const leaks = errors.leaks.map((leak) => say(LEAKS[leak.kind], { at: leak.location, data: { reaches: leak.reaches } }));
    const hidden = errors.hidden.map((failure) => say(HIDDEN[failure.kind], { at: failure.location, data: { where: failure.where } }));
    const lost = errors.lost.map(({ location, callee, each }) => (each ? say('lostEach', { at: location }) : say('lost', { at: location, data: { callee } })));
    const [first, second] = errors.shapes;
    const shapes = first && second ? [say('shapes', { at: second.location, data: { count: errors.shapes.length, shapes: errors.shapes.slice(0, 4).map(({ members }) => `\`{ ${members.slice(0, 5).join(', ')} }\``).join(', ') } })] : [];
    return { findings: [...leaks, ...hidden, ...lost, ...shapes], evidence: evidenceOf(errors, entryPoints.entries.map((entry) => ({ at: entry.location, name: entry.name }))) };
  },
});

function evidenceOf(errors: ErrorsFact, entries: readonly { readonly at: Evidence['location'] & object; readonly name: string }[]): Evidence[] {
  const marked = errors.marked.slice(0, 10).map((location) => seenAt(location, 'What fails here is reported to the client as a failure.'));
  const handlers = errors.handlers.slice(0, 5).map((location) => seenAt(location, 'This handler answers what routes throw, so that failures have one shape.'));
  const shapes = errors.shapes.slice(0, 1).map(({ location }) => seenAt(location, 'Every route answers its failures in the shape that is used here.'));
  if (marked.length + handlers.length + shapes.length > 0) return [...marked, ...handlers, ...shapes];
  const [entry] = entries;
  if (entry && errors.caught === 0) return [seenAt(entry.at, 'Nothing on the way to an answer catches errors, so that the SDK turns what is thrown into a failure with the message alone.')];
  return [searched(`Looked at ${errors.caught} ${errors.caught === 1 ? 'place that catches errors' : 'places that catch errors'} while a tool or route runs: none hands out the inside of the server or makes a failure look like a success. No promise is left without anybody waiting for it.`)];
}
