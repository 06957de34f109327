import { httpServer, stdioServer } from '../examples';
import type { ControlId } from '../ids';
import type { ControlItem } from '../item';
import { asvs, cheatSheet, cwe, gdpr, mcpTop10, page, spec } from '../references';

const ZOD = "import { z } from 'zod';";

const API_KEY = `
  const apiKey = process.env.NOTES_API_KEY;
  if (!apiKey) throw new Error('NOTES_API_KEY is missing.');
`;

/** Controls of the section "Logging". */
export const LOGGING = {
  'structured-logging': {
    title: 'Logs are structured JSON',
    section: 'logging',
    level: 'required',
    gate: ['logs-clean'],
    applies: 'The server logs.',
    requirement:
      'Over stdio, standard output carries the protocol and nothing else. Over HTTP, log entries are JSON with fields, from a logger or as log messages of the protocol.',
    passes: 'Over stdio nothing but the protocol is written to standard output. Over HTTP a logger such as pino or winston writes JSON, or the server sends log messages of the protocol.',
    fails: 'Over stdio anything else is written to standard output, with `console.log`, `process.stdout.write` or a logger that writes there.',
    warns: 'Entries are built from strings, or a server that listens for HTTP logs with `console`.',
    why: 'The client reads standard output as messages. One line of text between them is a broken message: calls fail or the client disconnects, and often only on the machine of a user. Text logs cannot be searched by field.',
    remedy: 'Write to standard error with `console.error`, or give the logger that destination: `pino({}, pino.destination(2))`.',
    references: [spec('2025-06-18', 'basic/transports'), spec('2025-11-25', 'basic/transports'), spec('2026-07-28', 'basic/transports/stdio'), asvs('16.2.4'), mcpTop10(8)],
    good: stdioServer(
      [
        'const log = pino({}, pino.destination(2));',
        `
        server.registerTool('add', { description: 'Add two numbers.', inputSchema: { a: z.number(), b: z.number() } }, async ({ a, b }) => {
          log.info({ event: 'tool_call', tool: 'add' });
          return { content: [{ type: 'text', text: String(a + b) }] };
        });
        `,
      ],
      { imports: ["import pino from 'pino';", ZOD] },
    ),
    bad: stdioServer(
      `
      server.registerTool('add', { description: 'Add two numbers.', inputSchema: { a: z.number(), b: z.number() } }, async ({ a, b }) => {
        console.log('The tool add was called.');
        return { content: [{ type: 'text', text: String(a + b) }] };
      });
      `,
      { imports: ZOD },
    ),
  },

  'log-redaction': {
    title: 'Sensitive data is redacted',
    section: 'logging',
    level: 'required',
    gate: ['logs-clean'],
    applies: 'The server logs.',
    requirement: 'No secret and no sensitive value reaches a log, an error message, the result of a tool or telemetry.',
    passes: 'Nothing sensitive reaches a log, or the logger or the code before it takes it out.',
    fails:
      'A password, token, key, authorization header, cookie, card number, whole request or whole environment reaches a log, an error message, the result of a tool or a call of telemetry.',
    why: 'Logs are copied to places with more readers and fewer locks than the database, and kept longer. The result of a tool goes to the model and from there to wherever the conversation goes.',
    remedy: 'Log identifiers instead of values, and list the fields that may hold secrets in the `redact` option of the logger.',
    references: [cwe(532), cwe(209), asvs('16.2.5'), asvs('14.2.3'), mcpTop10(1), mcpTop10(8), gdpr('32'), cheatSheet('Logging'), spec('2025-11-25', 'server/utilities/logging')],
    good: stdioServer(
      [
        API_KEY,
        `
        server.registerTool('list_notes', { description: 'List the notes.' }, async () => {
          console.error('Listing notes.');
          const response = await fetch('https://api.acme-notes.io/notes', { headers: { authorization: 'Bearer ' + apiKey } });
          return { content: [{ type: 'text', text: await response.text() }] };
        });
        `,
      ],
    ),
    bad: stdioServer(
      [
        API_KEY,
        `
        server.registerTool('list_notes', { description: 'List the notes.' }, async () => {
          console.error('Listing notes with key ' + apiKey);
          const response = await fetch('https://api.acme-notes.io/notes', { headers: { authorization: 'Bearer ' + apiKey } });
          return { content: [{ type: 'text', text: await response.text() }] };
        });
        `,
      ],
    ),
  },

  'error-tracking': {
    title: 'Error tracking is implemented',
    section: 'logging',
    level: 'recommended',
    gate: ['error-handling'],
    applies: 'The server listens for HTTP or is deployed.',
    requirement: 'Unexpected errors reach a place where somebody sees them.',
    passes: 'Sentry, OpenTelemetry, Rollbar, Bugsnag or a store of your own is initialised, and the paths of errors reach it.',
    fails: 'None of them is there.',
    why: 'Users of a tool see that a call failed, the model tries something else, and nobody reports it. Without tracking an error can last for months.',
    remedy: 'Initialise an error tracker before the server starts, and install its handler after the routes.',
    references: [cwe(778), asvs('16.3.4'), asvs('16.5.4'), mcpTop10(8), page('OpenTelemetry, exceptions', 'https://opentelemetry.io/docs/specs/semconv/exceptions/')],
    good: httpServer('Sentry.init({ dsn: process.env.SENTRY_DSN });', {
      imports: "import * as Sentry from '@sentry/node';",
      after: 'Sentry.setupExpressErrorHandler(app);',
    }),
    bad: httpServer('', {
      after: `
        app.use((error: Error, req: express.Request, res: express.Response, next: express.NextFunction) => {
          res.status(500).json({ error: 'Something went wrong.' });
        });
      `,
    }),
  },
} satisfies Partial<Record<ControlId, ControlItem>>;
