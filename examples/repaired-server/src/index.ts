#!/usr/bin/env node
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { openDatabase } from './database.js';
import { printLabel } from './labels.js';
import { log } from './log.js';
import { createServer } from './server.js';

const connectionString = process.env.DATABASE_URL;
if (!connectionString || !connectionString.startsWith('postgres')) {
  throw new Error('DATABASE_URL is missing or is no PostgreSQL address, such as postgres://user:password@host:5432/parts.');
}

await createServer(openDatabase(connectionString), printLabel).connect(new StdioServerTransport());
log.info({ event: 'ready' });
