import { expect, test } from '@jest/globals';
import { NO_CLAIMS, policyOf } from '../../src/config/effective';
import type { Change } from '../../src/model/change';
import { review } from '../../src/review';
import { memoryRevision } from '../../src/revision/memory';

function server(...lines: readonly string[]): Readonly<Record<string, string>> {
  return {
    'package.json': '{"name": "a", "bin": {"a": "src/server.ts"}, "dependencies": {"@modelcontextprotocol/sdk": "^1.20.0"}}',
    'src/server.ts': `import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { exec } from 'node:child_process';
import { z } from 'zod';
const server = new McpServer({ name: 'a', version: '1.0.0' });
server.registerTool('run', { inputSchema: { name: z.string() } }, async ({ name }) => {
${lines.join('\n')}
  return { content: [] };
});
`,
  };
}

const ignored = ["  // mcp-publish-gate-ignore command-injection -- The name comes from a fixed list.", '  exec(`cat ${name}`);'];
const moved = ["  // mcp-publish-gate-ignore command-injection -- The name comes from a fixed list.", '  exec(`rm ${name}`);'];

function change(fork: boolean): Change {
  return { head: 'h', mergeBase: 'b', files: [], history: { blobs: [], commits: 1 }, pullRequest: { number: 1, title: '', body: '', author: 'a', fork } };
}

async function findings(head: readonly string[], base: readonly string[], fork: boolean): Promise<{ readonly lines: readonly (number | undefined)[]; readonly notes: readonly string[] }> {
  const configuration = { ...policyOf(), claims: NO_CLAIMS, baseClaims: NO_CLAIMS, source: 'defaults', changes: [], notes: [] };
  const card = await review({ head: memoryRevision(server(...head)), base: memoryRevision(server(...base)), change: change(fork), subject: { head: 'h', workingDirectory: '', date: '2026-06-15' }, configuration });
  return { lines: card.findings.filter((one) => one.kind === 'command-injection').map((one) => one.location?.line), notes: card.policy.notes };
}

test('a branch of the same repository may silence what it brings', async () => {
  expect(await findings(ignored, [], false)).toEqual({ lines: [], notes: [] });
});

test('a fork may not, and the scorecard says so', async () => {
  expect(await findings(ignored, [], true)).toEqual({ lines: [7], notes: ['1 comment that silences a finding does not count, since the pull request comes from another repository.'] });
});

test('what the base has silenced stays silent in a fork, on whatever line', async () => {
  expect(await findings(['', ...ignored], ignored, true)).toEqual({ lines: [], notes: [] });
});

test('a fork may not take a comment of the base to other code', async () => {
  expect((await findings(moved, ignored, true)).lines).toEqual([7]);
});
