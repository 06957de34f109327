import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { z } from 'zod';
import type { Database } from './database.js';
import { log } from './log.js';
import { findParts } from './parts.js';

const partSchema = z.object({ id: z.string(), name: z.string(), quantity: z.number() });

/** The server with its two tools. Database and printer are passed in, so that tests can replace them. */
export function createServer(database: Database, printLabel: (text: string) => Promise<void>): McpServer {
  const server = new McpServer({ name: 'parts', version: '1.1.0' });

  server.registerTool(
    'find_parts',
    {
      description: 'Find parts of the workshop by supplier.',
      inputSchema: { supplier: z.string().min(1).max(100).describe('The name of the supplier, as it stands in the table.') },
      outputSchema: { parts: z.array(partSchema) },
      annotations: { readOnlyHint: true },
    },
    async ({ supplier }) => {
      try {
        const parts = z.array(partSchema).parse(await findParts(database, supplier));
        return { content: [{ type: 'text', text: JSON.stringify(parts) }], structuredContent: { parts } };
      } catch {
        log.error({ event: 'tool_failed', tool: 'find_parts' });
        return failure('DATABASE_UNAVAILABLE: The database does not answer. Try again in a minute.');
      }
    },
  );

  server.registerTool(
    'print_label',
    {
      description: 'Print a label for a part.',
      inputSchema: { text: z.string().min(1).max(60).describe('The text of the label.') },
      annotations: { readOnlyHint: false, destructiveHint: false },
    },
    async ({ text }) => {
      try {
        await printLabel(text);
        return { content: [{ type: 'text', text: 'The label is printed.' }] };
      } catch {
        log.error({ event: 'tool_failed', tool: 'print_label' });
        return failure('PRINTER_UNAVAILABLE: The printer does not answer. Check that it is switched on.');
      }
    },
  );

  return server;
}

function failure(text: string): { isError: true; content: { type: 'text'; text: string }[] } {
  return { isError: true, content: [{ type: 'text', text }] };
}
