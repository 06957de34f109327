import { httpServer, stdioServer } from '../examples';
import type { ControlId } from '../ids';
import type { ControlItem, Example } from '../item';
import { asvs, cwe, page, rfc, spec } from '../references';

const FENCE = '```';

const SEARCH_TOOL = `
  server.registerTool(
    'search_notes',
    { description: 'Find notes by a word in their title.', inputSchema: { word: z.string().max(100) } },
    async ({ word }) => {
      const url = new URL('https://api.acme-notes.io/notes');
      url.searchParams.set('word', word);
      const response = await fetch(url, { headers: { authorization: 'Bearer ' + apiKey } });
      return { content: [{ type: 'text', text: await response.text() }] };
    },
  );
`;

const API_KEY = `
  const apiKey = process.env.NOTES_API_KEY;
  if (!apiKey) throw new Error('NOTES_API_KEY is missing.');
`;

const CODED_TOOL = `
  server.registerTool('read_note', { description: 'Read a note.', inputSchema: { id: z.string().max(40) } }, async ({ id }) => {
    const note = notes.get(id);
    if (note === undefined) return { isError: true, content: [{ type: 'text', text: 'NOTE_NOT_FOUND: There is no note ' + id + '.' }] };
    return { content: [{ type: 'text', text: note }] };
  });
`;

/** A stdio server with one tool and one credential, and the README that is the point. */
const readme = (...lines: readonly string[]): Example =>
  stdioServer([API_KEY, SEARCH_TOOL], { imports: "import { z } from 'zod';", show: 'README.md', files: { 'README.md': ['# Notes', '', ...lines].join('\n') } });

/** A server that answers failures with a code of its own, and its README. */
const coded = (...lines: readonly string[]): Example =>
  stdioServer(['const notes = new Map<string, string>();', CODED_TOOL], {
    imports: "import { z } from 'zod';",
    show: 'README.md',
    files: { 'README.md': ['# Notes', '', ...lines].join('\n') },
  });

/** An HTTP server that admits a hundred requests a minute, and its README. */
const limited = (...lines: readonly string[]): Example =>
  httpServer("app.use('/mcp', rateLimit({ windowMs: 60_000, limit: 100 }));", {
    imports: "import { rateLimit } from 'express-rate-limit';",
    show: 'README.md',
    files: { 'README.md': ['# Notes', '', ...lines].join('\n') },
  });

const CLIENT_BLOCK = [
  `${FENCE}json`,
  '{',
  '  "mcpServers": {',
  '    "notes": {',
  '      "command": "npx",',
  '      "args": ["-y", "@acme/notes-mcp"],',
  '      "env": { "NOTES_API_KEY": "your key" }',
  '    }',
  '  }',
  '}',
  FENCE,
];

const TOOLS_PAGE = spec('2025-11-25', 'server/tools');
const MAKE_A_README = page('Make a README', 'https://www.makeareadme.com/');

/** Controls of the section "Documentation". */
export const DOCUMENTATION = {
  'endpoints-documented': {
    title: 'All endpoints are documented',
    section: 'documentation',
    level: 'required',
    gate: ['api-documentation'],
    applies: 'Tools, resources, prompts or routes exist.',
    requirement: 'Each tool, resource, prompt and route is named and described in the documents, and has a description in the code.',
    passes: 'Each one is named and described in the README, in `docs` or in an OpenAPI file, and carries a description in the code.',
    fails: 'One is missing from the documents or has no description; each such one is named.',
    why: 'People decide from the README whether to install a server, and a model decides from the description whether to call a tool. What is not written down is found out by trying, on real data.',
    remedy: 'Add a section to the README that lists each tool with one sentence on what it does.',
    references: [TOOLS_PAGE, spec('2026-07-28', 'server/tools'), page('OpenAPI specification', 'https://spec.openapis.org/oas/latest.html'), asvs('13.1.1')],
    good: readme('## Tools', '', '- `search_notes` finds notes by a word in their title.'),
    bad: readme('An MCP server for notes.'),
  },

  'formats-specified': {
    title: 'Request/response formats are specified',
    section: 'documentation',
    level: 'required',
    gate: ['api-documentation'],
    applies: 'Tools, resources, prompts or routes exist.',
    requirement: 'What each of them takes and what it gives back is written down.',
    passes: 'The parameters of each are listed in the documents or carry a description in the schema, and the output is shown or has a schema.',
    fails: 'The parameters of one are described nowhere; each such one is named.',
    warns: 'There is neither a schema of the output nor an example of it.',
    why: 'A model fills parameters from their descriptions. A parameter called `q` without one is filled with a guess.',
    remedy: "Add `.describe('…')` to each field of the input schema, and an output schema or an example of the result.",
    references: [TOOLS_PAGE, spec('2026-07-28', 'server/tools'), page('JSON Schema, annotations', 'https://json-schema.org/understanding-json-schema/reference/annotations'), asvs('2.1.1')],
    good: readme(
      '## Tools',
      '',
      '### `search_notes`',
      '',
      '| Parameter | Type | Meaning |',
      '| --- | --- | --- |',
      '| `word` | string, up to 100 characters | A word that the title must hold. |',
      '',
      'It returns a list of notes:',
      '',
      `${FENCE}json`,
      '[{ "id": "n1", "title": "Shopping" }]',
      FENCE,
    ),
    bad: readme('## Tools', '', '### `search_notes`', '', 'Finds notes.'),
  },

  'error-codes-documented': {
    title: 'Error codes are documented',
    section: 'documentation',
    level: 'required',
    gate: ['error-codes'],
    applies: 'Tools, resources, prompts or routes exist.',
    requirement: 'The codes and messages with which calls fail are listed with what they mean.',
    passes: 'A section or table of errors covers the codes and messages that the code raises.',
    fails: 'There is none, or codes are missing from it; they are named.',
    why: 'Somebody who sees a code in a log looks it up. Without a list they read the source or open an issue.',
    remedy: 'Add a section "Errors" to the README with a table of code, cause and what to do.',
    references: [TOOLS_PAGE, page('JSON-RPC 2.0, error object', 'https://www.jsonrpc.org/specification#error_object'), rfc(9457, 'Problem details for HTTP APIs')],
    good: coded('## Errors', '', '| Code | Cause | What to do |', '| --- | --- | --- |', '| `NOTE_NOT_FOUND` | No note has this id. | List the notes and use an id of the list. |'),
    bad: coded('## Tools', '', '- `read_note` reads a note.'),
  },

  'code-examples': {
    title: 'Code examples are provided',
    section: 'documentation',
    level: 'required',
    gate: ['examples'],
    applies: 'Always.',
    requirement: 'The documents hold examples in code that are correct.',
    passes: 'Fenced examples parse and name real tools, flags or routes.',
    fails: 'There are none, or one names a tool that does not exist.',
    why: 'Examples are what people and models copy. A wrong one is copied too.',
    remedy: 'Add a fenced example of a call with the real name of a tool and real parameters.',
    references: [MAKE_A_README, page('GitHub Docs, code blocks', 'https://docs.github.com/en/get-started/writing-on-github/working-with-advanced-formatting/creating-and-highlighting-code-blocks')],
    good: readme('A call of a tool:', '', `${FENCE}json`, '{ "name": "search_notes", "arguments": { "word": "shopping" } }', FENCE),
    bad: readme('A call of a tool:', '', `${FENCE}json`, '{ "name": "find_notes", "arguments": { "word": "shopping" } }', FENCE),
  },

  'authentication-explained': {
    title: 'Authentication is explained',
    section: 'documentation',
    level: 'required',
    gate: ['api-documentation'],
    applies: 'Credentials or authentication exist.',
    requirement: 'The documents say how to get each credential and how to pass it.',
    passes: 'Each environment variable that holds a credential is in the documents, with how to obtain it and where to put it.',
    fails: 'A variable that holds a credential is missing; each such variable is named.',
    warns: 'Other variables that the server reads are missing.',
    why: 'A server that asks for a key and does not say which one gets the widest key that its user has.',
    remedy: 'Describe each variable in the README: where to create the credential, which rights it needs, and where it goes in the configuration of the client.',
    references: [spec('2025-11-25', 'basic/authorization'), spec('2026-07-28', 'basic/authorization'), asvs('13.1.4')],
    good: readme('## Authentication', '', 'Create a key with the right to read at https://acme-notes.io/keys and put it into the environment variable `NOTES_API_KEY`.'),
    bad: readme('## Authentication', '', 'You need an account.'),
  },

  'rate-limits-specified': {
    title: 'Rate limits are specified',
    section: 'documentation',
    level: 'required',
    gate: ['api-documentation'],
    applies: 'The server has a limiter.',
    requirement: 'The documents say how many requests are allowed in which time, and the code allows the same.',
    passes: 'The number in the documents is the number in the code.',
    fails: 'The documents give no number, or the two disagree.',
    why: 'A client that knows the limit stays under it. One that does not sees failures that look like faults of the server.',
    remedy: 'State the limit in the README, with what a caller sees when it is reached.',
    references: [rfc(6585, 'status 429'), page('RateLimit header fields', 'https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/'), asvs('2.1.3')],
    good: limited('## Rate limits', '', 'Each client may send 100 requests per minute. Above that the server answers with status 429.'),
    bad: limited('## Rate limits', '', 'Each client may send 1000 requests per minute. Above that the server answers with status 429.'),
  },

  'installation-instructions': {
    title: 'Installation instructions are clear',
    section: 'documentation',
    level: 'required',
    gate: ['quick-start'],
    applies: 'Always.',
    requirement: 'The documents hold a command that installs or runs this package.',
    passes: 'A command names this package, by a manager that suits it. A block for a client that runs it with npx, uvx or docker counts, and so does the URL of a remote server.',
    fails: 'There is none, or the command names another package.',
    why: 'The wrong name installs the package of somebody else, and names close to known servers are taken by people who wait for that.',
    remedy: 'Add the exact command, such as `npx -y @acme/notes-mcp`, to the README.',
    references: [page('npm, npx', 'https://docs.npmjs.com/cli/v11/commands/npx'), MAKE_A_README, cwe(1357)],
    good: readme('## Installation', '', `${FENCE}sh`, 'npx -y @acme/notes-mcp', FENCE),
    bad: readme('## Installation', '', `${FENCE}sh`, 'npx -y acme-notes-server', FENCE),
  },

  'first-time-setup': {
    title: 'First-time setup is guided',
    section: 'documentation',
    level: 'required',
    gate: ['quick-start'],
    applies: 'Always.',
    requirement: 'The documents hold a configuration for a client that can be pasted and works.',
    passes: 'A block parses as JSON, starts this server by its command or names its URL, and carries the credentials that it needs. The command of a client that adds the server counts.',
    fails: 'There is none, it does not parse, or its command or arguments do not exist in the package.',
    why: 'The configuration of the client is the first thing that a user does, and a comma too few there ends most attempts.',
    remedy: 'Add the `mcpServers` block to the README, with placeholders for credentials, and check that it parses.',
    references: [page('MCP, connect to local servers', 'https://modelcontextprotocol.io/docs/develop/connect-local-servers'), page('Visual Studio Code, MCP servers', 'https://code.visualstudio.com/docs/copilot/customization/mcp-servers')],
    good: readme('## Setup', '', 'Add this to the configuration of your client:', '', ...CLIENT_BLOCK),
    bad: readme('## Setup', '', 'Add this to the configuration of your client:', '', ...CLIENT_BLOCK.map((line) => line.replace('"npx",', '"npx"'))),
  },

  'common-errors': {
    title: 'Common errors are explained',
    section: 'documentation',
    level: 'recommended',
    gate: ['quick-start'],
    applies: 'Always.',
    requirement: 'The documents explain the errors that users meet, with cause and cure.',
    passes: 'A section of errors gives causes and cures.',
    fails: 'There is none.',
    why: 'The same three questions make up most of the issues of a server. Answers in the README spare both sides.',
    remedy: 'Add a section "Common errors" with what is seen, why, and what to do.',
    references: [MAKE_A_README, page('MCP, debugging', 'https://modelcontextprotocol.io/docs/tools/debugging')],
    good: readme('## Common errors', '', '- `NOTES_API_KEY is missing.` The variable is not set. Add it to the `env` block of your client.', '- `401 Unauthorized` The key is wrong or has expired. Create a new one.'),
    bad: readme('An MCP server for notes.'),
  },

  troubleshooting: {
    title: 'Troubleshooting is comprehensive',
    section: 'documentation',
    level: 'recommended',
    gate: ['quick-start'],
    applies: 'Always.',
    requirement: 'The documents help when it does not work.',
    passes: 'A section on troubleshooting covers three or more problems.',
    fails: 'There is none, or it covers fewer.',
    why: 'A server runs inside a client that hides its output. Without help people cannot tell whether the client, the server or the service behind it fails.',
    remedy: 'Add a section "Troubleshooting" with at least three problems: what is seen, how to find the cause, what to do.',
    references: [page('MCP, debugging', 'https://modelcontextprotocol.io/docs/tools/debugging'), page('MCP Inspector', 'https://modelcontextprotocol.io/docs/tools/inspector')],
    good: readme(
      '## Troubleshooting',
      '',
      '### The client shows no tools',
      '',
      'Run `npx -y @acme/notes-mcp` in a terminal. It prints why it does not start.',
      '',
      '### Every call fails with 401',
      '',
      'The key has expired. Create a new one.',
      '',
      '### Calls time out',
      '',
      'A proxy may block api.acme-notes.io. Open https://api.acme-notes.io/status in a browser.',
    ),
    bad: readme('## Troubleshooting', '', '### Every call fails with 401', '', 'The key has expired. Create a new one.'),
  },

  'example-usage': {
    title: 'Example usage is provided',
    section: 'documentation',
    level: 'required',
    gate: ['examples'],
    applies: 'Always.',
    requirement: 'The documents show the server in use.',
    passes: 'A prompt, a call or a program uses a real tool, and its outcome is shown.',
    fails: 'There is none.',
    warns: 'No outcome is shown.',
    why: 'A list of tools does not say what they are good for. One exchange does.',
    remedy: 'Show one prompt, the tool that it leads to, and the answer.',
    references: [MAKE_A_README, TOOLS_PAGE],
    good: readme(
      '## Example',
      '',
      'Ask your assistant: "Which of my notes are about shopping?"',
      '',
      'It calls `search_notes` with `{ "word": "shopping" }` and answers:',
      '',
      '> You have one note about shopping: "Shopping for Sunday".',
    ),
    bad: readme('An MCP server for notes.'),
  },
} satisfies Partial<Record<ControlId, ControlItem>>;
