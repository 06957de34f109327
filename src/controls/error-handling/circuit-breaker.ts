import { seenAt } from '../../model/evidence';
import { control } from '../control';

/** What is missing where pages are opened in a browser, say, which waits by rules of its own. */
export const CALLS = 'calls that the server itself sends to other services';

/** A service that hangs or fails does not hang the server. */
export const circuitBreaker = control({
  id: 'circuit-breaker',
  needs: ['remoteCalls'],
  applies: ['remote-calls'],
  exhaustive: true,
  messages: {
    endless: {
      severity: 'fail', nature: 'defect', cwe: 400,
      text: '{count} of `{client}` can wait without end: no timeout is set, the client has none by default, and no breaker stands around {them}.',
      remedy: 'Set a timeout, for example `signal: AbortSignal.timeout(10_000)` for fetch, `timeout` for HTTP clients, `statement_timeout` for PostgreSQL, or wrap the calls in a breaker.',
    },
    staysOpen: {
      severity: 'fail', nature: 'defect', cwe: 400,
      text: 'The breaker `{name}` never closes again: once it has counted enough failures it refuses every call until the server is started anew.',
      remedy: 'Note when it opened, and let one call through after a while: when that succeeds, close it again.',
    },
  },
  judge: ({ remoteCalls }, say) => {
    const { calls, breakers } = remoteCalls;
    if (calls.length === 0 && breakers.length === 0) return { findings: [], evidence: [], notApplicable: CALLS };
    const open = breakers.filter((breaker) => !breaker.recovers);
    const endless = calls.filter((call) => call.limit === 'none' && !call.breaker);
    const clients = [...new Set(endless.map((call) => call.client))];
    const findings = [
      ...open.map((breaker) => say('staysOpen', { at: breaker.location, data: { name: breaker.name } })),
      ...clients.map((client) => {
        const own = endless.filter((call) => call.client === client);
        return say('endless', { ...(own[0] && { at: own[0].location }), anchor: client, data: { client, count: own.length === 1 ? 'One call' : `${own.length} calls`, them: own.length === 1 ? 'it' : 'them' } });
      }),
    ];
    const evidence = [
      ...breakers.filter((breaker) => breaker.recovers).map((breaker) => seenAt(breaker.location, `The breaker \`${breaker.name}\` tries again after a while.`)),
      ...calls.filter((call) => call.breaker).slice(0, 5).map((call) => seenAt(call.location, `This call of \`${call.client}\` goes through a breaker.`)),
      ...calls.filter((call) => call.limit === 'explicit' && !call.breaker).slice(0, 5).map((call) => seenAt(call.location, `This call of \`${call.client}\` has a timeout.`)),
      ...calls.filter((call) => call.limit === 'default' && !call.breaker).slice(0, 3).map((call) => seenAt(call.location, `No timeout is set for this call; \`${call.client}\` gives up by itself after ${call.after ?? 'a while'}.`)),
    ];
    if (findings.length === 0 && evidence.length === 0) return { findings, evidence, unverified: 'No timeout is set for the calls of other services, and whether their clients have one by default is not documented.' };
    return { findings, evidence };
  },
});
