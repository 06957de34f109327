import { stdioServer } from '../examples';
import type { ControlId } from '../ids';
import type { ControlItem } from '../item';
import { asvs, cheatSheet, cwe, mcpTop10, page, rfc, spec } from '../references';

/** A tool that answers with what a call returns. */
const listWith = (call: string): string => `
  server.registerTool('list_notes', { description: 'List the notes.' }, async () => {
    const notes = await ${call};
    return { content: [{ type: 'text', text: JSON.stringify(notes) }] };
  });
`;

/** Controls of the section "Error handling". */
export const ERROR_HANDLING = {
  'circuit-breaker': {
    title: 'Circuit breaker pattern is implemented',
    section: 'error-handling',
    level: 'recommended',
    gate: ['error-handling'],
    applies: 'The server calls remote services.',
    requirement: 'A remote service that hangs or fails does not hang the server: a breaker or a timeout stands around each call, databases included.',
    passes: 'Calls go through a breaker such as opossum or cockatiel, or one of your own with a way back to closed, or each has a timeout, be it explicit or the documented default of the client.',
    fails: 'A remote call has neither, or a breaker of your own opens and never closes again.',
    why: 'A call without an end keeps the tool call, its memory and its connection until the client gives up. A breaker without a way back turns five failures into an outage that lasts until somebody restarts the server.',
    remedy: "Give each call a timeout, for example `signal: AbortSignal.timeout(10_000)`, or wrap it in a breaker that tries again after a while.",
    references: [asvs('16.5.2'), asvs('13.2.6'), cwe(400), page('Circuit breaker pattern', 'https://learn.microsoft.com/en-us/azure/architecture/patterns/circuit-breaker')],
    good: stdioServer(
      [
        `
        const breaker = new CircuitBreaker(
          async () => (await axios.get('https://api.acme-notes.io/notes')).data,
          { timeout: 10_000, errorThresholdPercentage: 50, resetTimeout: 30_000 },
        );
        `,
        listWith('breaker.fire()'),
      ],
      { imports: ["import CircuitBreaker from 'opossum';", "import axios from 'axios';"] },
    ),
    bad: stdioServer(
      `
      server.registerTool('list_notes', { description: 'List the notes.' }, async () => {
        const response = await axios.get('https://api.acme-notes.io/notes');
        return { content: [{ type: 'text', text: JSON.stringify(response.data) }] };
      });
      `,
      { imports: "import axios from 'axios';" },
    ),
  },

  retry: {
    title: 'Retry logic is implemented',
    section: 'error-handling',
    level: 'recommended',
    gate: ['error-handling'],
    applies: 'The server calls remote services.',
    requirement: 'A call that failed for a passing reason is tried again, a few times, with a delay that grows, and only when doing it twice does no harm.',
    passes: 'A bounded retry with a growing delay stands around calls that may be repeated: p-retry, cockatiel, got, ky, the RetryAgent of undici, or a loop of your own.',
    fails: 'There is none; it has no bound or no delay; or it stands around a call that must not happen twice and carries no key that prevents that.',
    why: 'Networks fail for moments, and a model that sees the failure changes its plan. A retry without bound or delay turns the moment into an overload; one around a payment pays twice.',
    remedy: 'Wrap reads in p-retry with a few attempts, and send an idempotency key with writes before you retry them.',
    references: [asvs('13.1.3'), asvs('13.2.6'), rfc(9110, 'idempotent methods'), page('Timeouts, retries and backoff with jitter', 'https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/')],
    good: stdioServer(
      [
        `
        async function readNotes(): Promise<unknown> {
          const response = await fetch('https://api.acme-notes.io/notes', { signal: AbortSignal.timeout(10_000) });
          if (!response.ok) throw new Error('The notes service answered ' + response.status + '.');
          return response.json();
        }
        `,
        listWith('pRetry(readNotes, { retries: 3, minTimeout: 500, factor: 2 })'),
      ],
      { imports: "import pRetry from 'p-retry';" },
    ),
    bad: stdioServer([
      `
      async function readNotes(): Promise<unknown> {
        for (;;) {
          try {
            const response = await fetch('https://api.acme-notes.io/notes', { signal: AbortSignal.timeout(10_000) });
            return await response.json();
          } catch {
            continue;
          }
        }
      }
      `,
      listWith('readNotes()'),
    ]),
  },

  'consistent-errors': {
    title: 'Error responses are consistent',
    section: 'error-handling',
    level: 'required',
    gate: ['error-handling'],
    applies: 'The repository registers tools or routes.',
    requirement: 'A failed call says that it failed, in one shape, without showing the inside of the server.',
    passes: 'Failures of tools return `isError` or throw the error type of the protocol; the message alone is normal. Failures over HTTP go through one shape or one handler.',
    fails:
      'Stack traces or whole error objects reach the caller; errors are swallowed, so that a failed call looks like a success; a promise on the way to the result can reject without anyone noticing, which loses the error or ends the process.',
    warns: 'Routes answer failures in different shapes, or messages hold internal paths or queries.',
    why: 'A model that is told nothing went wrong goes on as if the work were done. A stack trace tells an attacker versions and paths. An unhandled rejection ends the process for everybody.',
    remedy: "Catch errors at the edge of each tool and return `{ isError: true, content: [{ type: 'text', text: message }] }`, and await every promise.",
    references: [cwe(209), cwe(390), cwe(755), asvs('16.5.1'), asvs('16.5.3'), mcpTop10(10), spec('2025-11-25', 'server/tools'), spec('2026-07-28', 'server/tools'), cheatSheet('Error_Handling')],
    good: stdioServer(`
      server.registerTool('list_notes', { description: 'List the notes.' }, async () => {
        try {
          const response = await fetch('https://api.acme-notes.io/notes');
          return { content: [{ type: 'text', text: await response.text() }] };
        } catch {
          return { isError: true, content: [{ type: 'text', text: 'The notes service does not answer. Try again in a minute.' }] };
        }
      });
    `),
    bad: stdioServer(`
      server.registerTool('list_notes', { description: 'List the notes.' }, async () => {
        try {
          const response = await fetch('https://api.acme-notes.io/notes');
          return { content: [{ type: 'text', text: await response.text() }] };
        } catch (error) {
          return { content: [{ type: 'text', text: String((error as Error).stack) }] };
        }
      });
    `),
  },
} satisfies Partial<Record<ControlId, ControlItem>>;
