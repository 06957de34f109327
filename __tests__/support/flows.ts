import { extractFile } from '../../src/facts/extract';
import type { FileFacts } from '../../src/facts/file-facts';
import type { TaintFlow } from '../../src/flow/taint/report';
import { typescriptExtractors } from '../../src/languages/typescript/extract';
import { linkTypescript } from '../../src/languages/typescript/link';
import { NO_FLOW_MODELS, type FlowModels } from '../../src/model/settings';

/** Files of a small program by path; a string alone is `src/index.ts`. */
export type Program = string | Readonly<Record<string, string>>;

export function filesOf(program: Program): Readonly<Record<string, string>> {
  return typeof program === 'string' ? { 'src/index.ts': program } : program;
}

/** The flows that the analysis finds in a program, with what a configuration adds to its knowledge. */
export function flowsIn(program: Program, models: FlowModels = NO_FLOW_MODELS): readonly TaintFlow[] {
  const facts = Object.entries(filesOf(program)).map(([path, text]): FileFacts => {
    const bytes = new TextEncoder().encode(text);
    return extractFile({ path, oid: path, size: bytes.length, mode: 'file' }, bytes, typescriptExtractors);
  });
  return linkTypescript(facts, models).context.analysis.flows;
}

/** Findings as `kind path:line`, each once, in order. */
export function found(program: Program, models: FlowModels = NO_FLOW_MODELS): readonly string[] {
  return [...new Set(flowsIn(program, models).map((flow) => `${flow.kind} ${flow.location.path}:${flow.location.line}`))].sort();
}

/** Where a program says that findings are wanted: `// ! kind` at the end of a line. */
export function wanted(program: Program): readonly string[] {
  return Object.entries(filesOf(program)).flatMap(([path, text]) => text.split('\n').flatMap((line, index) => (/\/\/ !(.*)$/.exec(line)?.[1] ?? '').trim().split(/[ ,]+/).filter((kind) => kind !== '').map((kind) => `${kind} ${path}:${index + 1}`))).sort();
}

/** An MCP server whose one tool runs `body` with the arguments that a schema of strings lets through. */
export function tool(body: string, head = '', schema = '{ a: z.string(), b: z.string(), list: z.array(z.string()) }'): string {
  return `import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { z } from 'zod';
import { exec, execFile, execFileSync, execSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
${head}
const server = new McpServer({ name: 's', version: '1' });
server.tool('t', ${schema}, async ({ a, b, list }) => {
${body}
});
`;
}
