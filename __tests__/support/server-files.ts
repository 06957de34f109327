/** Files of a small MCP server over stdio that keeps notes in PostgreSQL. */
export const SAFE_SERVER: Readonly<Record<string, string>> = {
  'package.json': `${JSON.stringify({ name: 'notes', version: '1.0.0', type: 'module', main: 'src/server.ts', dependencies: { '@modelcontextprotocol/sdk': '^1.20.0', pg: '^8.13.0', zod: '^3.25.0' } }, null, 2)}\n`,
  'src/db.ts': `import { Pool } from 'pg';

const pool = new Pool();

export async function findNotes(author: string): Promise<unknown[]> {
  const result = await pool.query('SELECT title FROM notes WHERE author = $1', [author]);
  return result.rows;
}
`,
  'src/server.ts': `import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { z } from 'zod';
import { findNotes } from './db';

const server = new McpServer({ name: 'notes', version: '1.0.0' });

server.registerTool(
  'find_notes',
  { description: 'Finds notes by author.', inputSchema: { author: z.string().max(100) } },
  async ({ author }) => ({ content: [{ type: 'text', text: JSON.stringify(await findNotes(author)) }] }),
);

await server.connect(new StdioServerTransport());
`,
  'README.md': '# Notes\n\nKeeps notes.\n',
  '.github/mcp-publish-gate.yml': 'profile: minimal\n',
};

/** The same query with the argument in its text. */
export const INJECTED_DB = (SAFE_SERVER['src/db.ts'] ?? '').replace("'SELECT title FROM notes WHERE author = $1', [author]", '`SELECT title FROM notes WHERE author = \'${author}\'`');

/** `count` further tools, each in a file of its own with a flaw of its own. */
export function flawedTools(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`src/tools/tool-${i}.ts`, `import { Pool } from 'pg';
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { z } from 'zod';

const pool = new Pool();

export function register(server: McpServer): void {
  server.registerTool('tool_${i}', { description: 'Finds ${i}.', inputSchema: { name: z.string() } }, async ({ name }) => {
    const result = await pool.query(\`SELECT * FROM table_${i} WHERE name = '\${name}'\`);
    return { content: [{ type: 'text', text: JSON.stringify(result.rows) }] };
  });
}
`]));
}
