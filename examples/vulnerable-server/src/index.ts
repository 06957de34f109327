#!/usr/bin/env node
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { z } from 'zod';
import { printLabel } from './labels.js';
import { findParts } from './parts.js';

const server = new McpServer({ name: 'parts', version: '1.0.0' });

server.registerTool(
  'find_parts',
  { description: 'Find parts of the workshop by supplier.', inputSchema: { supplier: z.string() } },
  async ({ supplier }) => {
    console.log(`Looking for parts of ${supplier}`);
    const parts = await findParts({ supplier });
    return { content: [{ type: 'text', text: JSON.stringify(parts) }] };
  },
);

server.registerTool(
  'print_label',
  { description: 'Print a label for a part.', inputSchema: { text: z.string() } },
  async ({ text }) => {
    await printLabel(text);
    return { content: [{ type: 'text', text: 'The label is printed.' }] };
  },
);

await server.connect(new StdioServerTransport());
console.log('The parts server is ready.');
