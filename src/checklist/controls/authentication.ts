import { httpServer, serverModule, stdioServer } from '../examples';
import type { ControlId } from '../ids';
import type { ControlItem } from '../item';
import { asvs, cheatSheet, cwe, mcpTop10, MCP_BEST_PRACTICES, rfc, spec } from '../references';

const FORECAST = `
  server.registerTool(
    'forecast',
    { description: 'Weather of the next three days in a city.', inputSchema: { city: z.string().max(80) } },
    async ({ city }) => {
      const url = new URL('https://api.weather.example/v1/forecast');
      url.searchParams.set('city', city);
      const response = await fetch(url, { headers: { 'x-api-key': apiKey } });
      return { content: [{ type: 'text', text: await response.text() }] };
    },
  );
`;

const NOTE_TOOLS_IMPORTS = `
  import { z } from 'zod';
  import { deleteNote, readNote } from './notes.js';
`;

const NOTES = `
  const notes = new Map<string, string>();

  export function readNote(id: string): string {
    return notes.get(id) ?? 'There is no such note.';
  }

  export function deleteNote(id: string): void {
    notes.delete(id);
  }
`;

const READ_TOOL = `
  server.registerTool('read_note', { description: 'Read a note.', inputSchema: { id: z.string().max(40) } }, async ({ id }, extra) => {
    if (!extra.authInfo?.scopes.includes('notes:read')) throw new Error('The scope notes:read is missing.');
    return { content: [{ type: 'text', text: readNote(id) }] };
  });
`;

const BEARER = `
  import { requireBearerAuth } from '@modelcontextprotocol/sdk/server/auth/middleware/bearerAuth.js';
  import { verifier } from './verifier.js';
`;

const VERIFIER = `
  import { createRemoteJWKSet, jwtVerify } from 'jose';

  const keys = createRemoteJWKSet(new URL('https://login.acme.example/jwks.json'));

  export const verifier = {
    async verifyAccessToken(token: string) {
      const { payload } = await jwtVerify(token, keys, { issuer: 'https://login.acme.example', audience: 'https://notes.acme.example/mcp' });
      return { token, clientId: String(payload.azp), scopes: String(payload.scope).split(' '), expiresAt: payload.exp };
    },
  };
`;

const SECRET = `
  const secret = process.env.JWT_SECRET;
  if (!secret || secret.length < 32) throw new Error('JWT_SECRET must have 32 characters or more.');
`;

/** Controls of the section "Authentication and authorization". */
export const AUTHENTICATION = {
  'api-key-validation': {
    title: 'API keys are properly validated',
    section: 'authentication',
    level: 'required',
    gate: ['api-keys-stored'],
    applies: 'A credential is read from the environment or from configuration, or a key or token that a caller sends is compared.',
    requirement:
      'Each credential that the server needs is checked before its first use, and the server stops or refuses the call when it is missing. Keys that callers send are compared in constant time or looked up by their hash.',
    passes:
      'Each required credential reaches a check that throws, exits or rejects: a guard, a schema of the environment, a helper that validates, or the constructor of a client that is known to throw. An optional credential whose absence is handled passes too.',
    fails:
      'A required credential is asserted to be there with `!`, replaced by a literal, or used without a check; a secret from a caller is compared with `===`; a check accepts the empty string.',
    warns: 'The check looks at neither length nor form.',
    why: 'A server that starts without its key fails later, in the middle of a call, with an error that tells nobody what to do; a literal fallback is a key that everybody knows. Comparing secrets character by character tells an attacker how far a guess was right.',
    remedy:
      'Read the variable once at start, throw an error that names it when it is missing or too short, and compare inbound keys with `crypto.timingSafeEqual` over their hashes.',
    references: [cwe(1188), cwe(208), asvs('13.2.3'), asvs('11.2.4'), mcpTop10(1), spec('2026-07-28', 'basic/authorization')],
    good: stdioServer(
      [
        `
        const apiKey = process.env.WEATHER_API_KEY;
        if (!apiKey || apiKey.length < 32) {
          throw new Error('WEATHER_API_KEY is missing or too short. Create a key at https://weather.example/keys.');
        }
        `,
        FORECAST,
      ],
      { imports: "import { z } from 'zod';" },
    ),
    bad: stdioServer(['const apiKey = process.env.WEATHER_API_KEY!;', FORECAST], { imports: "import { z } from 'zod';" }),
  },

  'rate-limiting': {
    title: 'Rate limiting is implemented',
    section: 'authentication',
    level: 'required',
    gate: ['rate-limits-enforced'],
    applies: 'The MCP endpoint, or a route with effects or data, listens for HTTP beyond loopback.',
    requirement: 'A limit on the number of requests stands in front of the MCP endpoint and of every other route that costs something.',
    passes:
      'A limiter is wired before those routes, as middleware, as a binding of the platform, or in the configuration of a gateway or proxy in the repository. A counter of your own counts when it is kept for each client and its window resets.',
    fails:
      'There is no limiter; it is installed and never wired; it is wired after the route; a counter of your own never resets; or clients are told apart by a header that they can set, with no trusted proxy configured.',
    why: 'One client in a loop, and a model in a loop is a common one, can use up the quota of the services behind the server, run up its bill, or keep everybody else out.',
    remedy: 'Put a limiter such as express-rate-limit on the MCP route, before the handler, with a window that ends and a key that the client cannot choose.',
    references: [cwe(770), asvs('2.4.1'), asvs('15.3.4'), rfc(6585, 'status 429'), spec('2026-07-28', 'server/tools')],
    good: httpServer("app.use('/mcp', rateLimit({ windowMs: 60_000, limit: 100 }));", { imports: "import { rateLimit } from 'express-rate-limit';" }),
    bad: httpServer(`
      const counts = new Map<string, number>();
      app.use('/mcp', (req, res, next) => {
        const count = (counts.get(req.ip ?? '') ?? 0) + 1;
        counts.set(req.ip ?? '', count);
        if (count > 1000) res.status(429).end();
        else next();
      });
    `),
  },

  'jwt-expiration': {
    title: 'Access tokens are JWT-based with expiration',
    section: 'authentication',
    level: 'required',
    gate: ['api-keys-stored'],
    applies: 'The server issues or verifies JSON Web Tokens or OAuth tokens.',
    requirement: 'A token that the server issues ends by itself, and a token that it accepts is verified with pinned algorithms, its expiry, and its issuer or audience.',
    passes: 'Each issued token has an expiry of a day or less, unless configured otherwise. Verification pins the algorithms and checks expiry and issuer or audience.',
    fails:
      'A token is signed without expiry; verification ignores the expiry, allows the algorithm `none`, or leaves the algorithm to the token where the library then trusts it; a token is decoded where it should be verified; the signing secret is a literal.',
    why: 'A token without an end is a password that cannot be changed: whoever finds it in a log or a backup can use it for years. A verifier that lets the token choose the algorithm can be made to accept a forged one.',
    remedy: 'Pass `expiresIn` when signing, and `algorithms`, `issuer` and `audience` when verifying. Read the secret from the environment.',
    references: [cwe(613), cwe(347), asvs('9.1.2'), asvs('9.2.1'), rfc(8725, 'JSON Web Token best current practices'), mcpTop10(1), mcpTop10(7)],
    good: httpServer(
      [
        SECRET,
        `
        const audience = 'https://notes.acme.example/mcp';

        export const issueToken = (userId: string): string => jwt.sign({ sub: userId }, secret, { algorithm: 'HS256', expiresIn: '1h', audience });

        app.use('/mcp', (req, res, next) => {
          try {
            const token = req.get('authorization')?.replace('Bearer ', '') ?? '';
            jwt.verify(token, secret, { algorithms: ['HS256'], audience });
            next();
          } catch {
            res.status(401).json({ error: 'The token is missing, expired or wrong.' });
          }
        });
        `,
      ],
      { imports: "import jwt from 'jsonwebtoken';" },
    ),
    bad: httpServer(
      [
        SECRET,
        `
        export const issueToken = (userId: string): string => jwt.sign({ sub: userId }, secret);

        app.use('/mcp', (req, res, next) => {
          try {
            const token = req.get('authorization')?.replace('Bearer ', '') ?? '';
            jwt.verify(token, secret, { ignoreExpiration: true });
            next();
          } catch {
            res.status(401).json({ error: 'The token is missing or wrong.' });
          }
        });
        `,
      ],
      { imports: "import jwt from 'jsonwebtoken';" },
    ),
  },

  'scoped-permissions': {
    title: 'Permissions are properly scoped',
    section: 'authentication',
    level: 'required',
    gate: ['api-keys-stored'],
    applies:
      'The server tells callers apart or requests OAuth scopes. One secret shared by everybody does neither; filters over all tools of a server are shown and do not count.',
    requirement: 'Each tool and route checks that the caller may use it, and the server asks for no wider OAuth scope than its tools need.',
    passes: 'Scopes or roles are checked for each tool or route, and requested OAuth scopes are specific.',
    fails:
      'A scope is a wildcard or all-powerful; a tool that destroys can be reached without a check of scope while others have one; any origin is allowed together with credentials.',
    why: 'A model calls what it can reach. When every caller can reach every tool, an instruction hidden in a document is enough to delete or send what only an administrator should.',
    remedy: 'Check `authInfo.scopes` at the start of each tool that writes, and request the narrowest scopes that the upstream service offers.',
    references: [cwe(862), cwe(250), asvs('8.2.1'), asvs('10.2.3'), asvs('3.4.2'), mcpTop10(2), mcpTop10(7), MCP_BEST_PRACTICES, cheatSheet('Authorization')],
    good: httpServer("app.use('/mcp', requireBearerAuth({ verifier }));", {
      show: 'src/server.ts',
      imports: BEARER,
      server: serverModule(
        [
          READ_TOOL,
          `
          server.registerTool('delete_note', { description: 'Delete a note.', inputSchema: { id: z.string().max(40) } }, async ({ id }, extra) => {
            if (!extra.authInfo?.scopes.includes('notes:delete')) throw new Error('The scope notes:delete is missing.');
            deleteNote(id);
            return { content: [{ type: 'text', text: 'The note is deleted.' }] };
          });
          `,
        ],
        NOTE_TOOLS_IMPORTS,
      ),
      files: { 'src/notes.ts': NOTES, 'src/verifier.ts': VERIFIER },
    }),
    bad: httpServer("app.use('/mcp', requireBearerAuth({ verifier }));", {
      show: 'src/server.ts',
      imports: BEARER,
      server: serverModule(
        [
          READ_TOOL,
          `
          server.registerTool('delete_note', { description: 'Delete a note.', inputSchema: { id: z.string().max(40) } }, async ({ id }) => {
            deleteNote(id);
            return { content: [{ type: 'text', text: 'The note is deleted.' }] };
          });
          `,
        ],
        NOTE_TOOLS_IMPORTS,
      ),
      files: { 'src/notes.ts': NOTES, 'src/verifier.ts': VERIFIER },
    }),
  },
} satisfies Partial<Record<ControlId, ControlItem>>;
