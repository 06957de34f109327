import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { expect, test } from 'vitest';
import { createServer } from '../src/server.js';

const PARTS = [{ id: '1', name: 'Bolt', quantity: 40, supplier: 'Miller' }];

async function connect(printed: string[] = []): Promise<Client> {
  const database = {
    query: async (_: string, [supplier]: readonly unknown[]) => ({ rows: PARTS.filter((part) => part.supplier === supplier) }),
  };
  const server = createServer(database, async (text) => {
    if (text === 'jam') throw new Error('The paper is stuck.');
    printed.push(text);
  });
  const [mine, theirs] = InMemoryTransport.createLinkedPair();
  const client = new Client({ name: 'test', version: '1.0.0' });
  await Promise.all([server.connect(theirs), client.connect(mine)]);
  return client;
}

test('find_parts finds the parts of a supplier', async () => {
  const client = await connect();
  const result = await client.callTool({ name: 'find_parts', arguments: { supplier: 'Miller' } });
  expect(result.structuredContent).toEqual({ parts: [{ id: '1', name: 'Bolt', quantity: 40 }] });
});

test('find_parts takes an SQL injection for the name of a supplier', async () => {
  const client = await connect();
  const result = await client.callTool({ name: 'find_parts', arguments: { supplier: "' OR '1'='1" } });
  expect(result.structuredContent).toEqual({ parts: [] });
});

test('find_parts refuses a name that is too long', async () => {
  const client = await connect();
  const result = await client.callTool({ name: 'find_parts', arguments: { supplier: 'x'.repeat(101) } });
  expect(result.isError).toBe(true);
});

test('print_label prints the text as it is', async () => {
  const printed: string[] = [];
  const client = await connect(printed);
  await client.callTool({ name: 'print_label', arguments: { text: 'Bolt"; rm -rf /' } });
  expect(printed).toEqual(['Bolt"; rm -rf /']);
});

test('print_label says that the printer failed', async () => {
  const client = await connect();
  const result = await client.callTool({ name: 'print_label', arguments: { text: 'jam' } });
  expect(result).toMatchObject({ isError: true, content: [{ text: expect.stringContaining('PRINTER_UNAVAILABLE') }] });
});

test('the server answers over its transport with its two tools', async () => {
  const client = await connect();
  const { tools } = await client.listTools();
  expect(tools.map((tool) => tool.name)).toEqual(['find_parts', 'print_label']);
});
