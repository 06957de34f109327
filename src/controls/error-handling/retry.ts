import { seenAt } from '../../model/evidence';
import { control } from '../control';
import { CALLS } from './circuit-breaker';

/** A call that failed for a passing reason is tried again, a few times, with a growing delay, when that does no harm. */
export const retry = control({
  id: 'retry',
  needs: ['remoteCalls'],
  applies: ['remote-calls'],
  exhaustive: true,
  messages: {
    none: {
      severity: 'fail', nature: 'absence',
      text: 'No call to another service is tried again when it fails for a passing reason.',
      remedy: 'Wrap reads in p-retry with a few attempts, or use a client that tries again by itself.',
    },
    unbounded: {
      severity: 'fail', nature: 'defect', cwe: 400,
      text: 'The retry in {by} has no bound: it goes on for as long as the call fails.',
      remedy: 'Count the attempts, and throw the last error after a few of them.',
    },
    noDelay: {
      severity: 'fail', nature: 'defect', cwe: 400,
      text: 'The retry in {by} does not wait between attempts, so that it adds to the load of a service that has too much of it.',
      remedy: 'Wait before each attempt, twice as long each time.',
    },
    repeats: {
      severity: 'fail', nature: 'defect',
      text: 'The retry in {by} repeats a request that must not happen twice and carries no idempotency key.',
      remedy: 'Send an `Idempotency-Key` that is the same for all attempts, or do not repeat this call.',
    },
    fixedDelay: {
      severity: 'warn', nature: 'defect',
      text: 'The retry in {by} waits equally long before each attempt.',
      remedy: 'Let the delay grow with each attempt, with some chance in it.',
    },
  },
  judge: ({ remoteCalls }, say) => {
    const { calls, retries } = remoteCalls;
    if (calls.length === 0) return { findings: [], evidence: [], notApplicable: CALLS };
    const flaws = retries.flatMap((each) => {
      const at = { at: each.location, data: { by: each.by } };
      const found = [];
      if (!each.bounded) found.push(say('unbounded', at));
      if (each.delay === 'none') found.push(say('noDelay', at));
      else if (each.delay === 'fixed') found.push(say('fixedDelay', at));
      if (each.repeats) found.push(say('repeats', { ...at, at: each.repeats }));
      return found;
    });
    const retried = calls.filter((call) => call.retried);
    const [first] = calls;
    const none = retries.length === 0 && retried.length === 0 && first ? [say('none', { at: first.location })] : [];
    const evidence = [
      ...retries.slice(0, 5).map((each) => seenAt(each.location, `A call that fails is tried again here, by ${each.by}.`)),
      ...(retries.length === 0 ? retried.slice(0, 3).map((call) => seenAt(call.location, `The client \`${call.client}\` tries this call again by itself when it fails for a passing reason.`)) : []),
    ];
    return { findings: [...flaws, ...none], evidence };
  },
});
