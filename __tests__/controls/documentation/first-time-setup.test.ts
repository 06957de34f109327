import { firstTimeSetup } from '../../../src/controls/documentation/first-time-setup';
import type { Files } from '../../support/control-checks';
import { testControl } from '../../support/control-tester';

const manifest = (fields: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify({ name: '@acme/notes-mcp', version: '1.0.0', bin: { 'notes-mcp': 'dist/index.js' }, ...fields });

const readme = (...lines: readonly string[]): Files => ({ 'package.json': manifest(), 'src/index.ts': '', 'README.md': `# Notes\n\n${lines.join('\n')}\n` });
const plus = (files: Files, more: Files): Files => ({ ...files, ...more });
const json = (...lines: readonly string[]): Files => readme('```json', ...lines, '```');

const NEEDS_TOKEN = "const token = process.env.NOTES_TOKEN;\nif (!token) throw new Error('NOTES_TOKEN is missing.');\nawait fetch('https://api.acme.dev', { headers: { authorization: token } });\n";
const BLOCK = '{ "mcpServers": { "notes": { "command": "npx", "args": ["@acme/notes-mcp"] } } }';

testControl(firstTimeSetup, {
  pass: {
    'mcpServers': { files: json('{', '  "mcpServers": {', '    "notes": { "command": "npx", "args": ["-y", "@acme/notes-mcp"], "env": { "NOTES_TOKEN": "<token>" } }', '  }', '}'), evidence: ['README.md:6'] },
    'servers of an editor': { files: json('{ "servers": { "notes": { "type": "stdio", "command": "npx", "args": ["@acme/notes-mcp"] } } }') },
    'comments and trailing commas': { files: json('{', '  // Claude Desktop', '  "mcpServers": {', '    "notes": { "command": "npx", "args": ["@acme/notes-mcp",], },', '  },', '}') },
    'an ellipsis for what is there already': { files: json('{', '  "mcpServers": {', '    ...', '    "notes": { "command": "npx", "args": ["@acme/notes-mcp"] },', '    ...', '  }', '}') },
    'a fragment without its braces': { files: json('"notes": {', '  "command": "npx",', '  "args": ["-y", "@acme/notes-mcp"]', '}') },
    'two alternatives under remarks': { files: json('# online', '{ "mcpServers": { "notes": { "command": "npx", "args": ["@acme/notes-mcp"] } } }', '', '# local', '{ "mcpServers": { "notes": { "command": "node", "args": ["/path/to/notes/dist/index.js"] } } }') },
    'a placeholder without quotes': { files: json('{ "mcpServers": { "notes": { "command": "npx", "args": ["@acme/notes-mcp"], "timeout": <seconds> } } }') },
    'two files in one block': { files: json('{ "mcpServers": { "notes": { "command": "npx", "args": ["@acme/notes-mcp"] } } }', '', '{ "mcpServers": { "notes": { "url": "http://localhost:3000/mcp" } } }') },
    'a URL': { files: json('{ "mcpServers": { "notes": { "url": "https://mcp.acme.dev/mcp", "headers": { "Authorization": "Bearer ${TOKEN}" } } } }') },
    'a URL on this machine': { files: json('{ "mcpServers": { "notes": { "type": "http", "url": "http://localhost:3000/mcp" } } }') },
    'a command of a client': { files: readme('```sh', 'claude mcp add --transport http notes https://mcp.acme.dev/mcp', '```'), evidence: ['README.md:4'] },
    'JSON on the command line': { files: readme('```sh', "code --add-mcp '{\"name\":\"notes\",\"command\":\"npx\",\"args\":[\"@acme/notes-mcp\"]}'", '```') },
    'an install link': { files: readme('[Install](vscode:mcp/install?%7B%22name%22%3A%22notes%22%2C%22command%22%3A%22npx%22%2C%22args%22%3A%5B%22-y%22%2C%22%40acme%2Fnotes-mcp%22%5D%7D)') },
    'TOML': { files: readme('```toml', '[mcp_servers.notes]', 'command = "npx"', 'args = ["-y", "@acme/notes-mcp"]', '```') },
    'YAML': { files: readme('```yaml', 'mcpServers:', '  - name: notes', '    command: npx', '    args: ["-y", "@acme/notes-mcp"]', '```') },
    'its own command after a global installation': { files: json('{ "mcpServers": { "notes": { "command": "notes-mcp" } } }') },
    'a path that the package names': { files: json('{ "mcpServers": { "notes": { "command": "node", "args": ["/path/to/notes/dist/index.js"] } } }') },
    'a path with backslashes': { files: json('{ "mcpServers": { "notes": { "command": "node", "args": ["C:\\\\dev\\\\notes\\\\dist\\\\index.js"] } } }') },
    'a path into the folder that the compiler writes': { files: plus(json('{ "mcpServers": { "notes": { "command": "node", "args": ["/x/notes/build/server.js"] } } }'), { 'tsconfig.json': '{ "compilerOptions": { "outDir": "./build" } }' }) },
    'a wizard of its own': { files: readme('Run `npx @acme/notes-mcp setup` and follow it.'), evidence: ['README.md:3'] },
    'the credential that it needs': { files: plus(json('{ "mcpServers": { "notes": { "command": "npx", "args": ["@acme/notes-mcp"], "env": { "NOTES_TOKEN": "..." } } } }'), { 'src/index.ts': NEEDS_TOKEN }) },
    'the credential as an argument': { files: plus(json('{ "mcpServers": { "notes": { "command": "npx", "args": ["@acme/notes-mcp", "--api-key", "YOUR_KEY"] } } }'), { 'src/index.ts': NEEDS_TOKEN }) },
    'the credential of a container': { files: plus(json('{ "mcpServers": { "notes": { "command": "docker", "args": ["run", "-i", "-e", "NOTES_TOKEN", "acme/notes-mcp"] } } }'), { 'src/index.ts': NEEDS_TOKEN }) },
    'a remote server that has its own': { files: plus(json('{ "mcpServers": { "notes": { "url": "https://mcp.acme.dev/mcp" } } }'), { 'src/index.ts': NEEDS_TOKEN }) },
    'a credential that is told elsewhere': { files: plus(readme('Set `NOTES_TOKEN` first.', '', '```json', BLOCK, '```'), { 'src/index.ts': NEEDS_TOKEN }), findings: ['leaves-out-credentials README.md:6'] },
    'a credential that it can do without': { files: plus(json(BLOCK), { 'src/index.ts': "const token = process.env.NOTES_TOKEN;\nif (token) await fetch('https://api.acme.dev', { headers: { authorization: token } });\n" }) },
    'one block that works beside one that does not parse': {
      files: readme('```json', '{ "mcpServers": { "notes": { "command": "npx", "args": ["@acme/notes-mcp"] } } }', '```', '```json', '{ "mcpServers": { "notes": { "command": "npx" "args": [] } } }', '```'),
      findings: ['also-does-not-parse README.md:7'],
    },
    'one block that works beside an old path': {
      files: readme('```json', '{ "mcpServers": { "notes": { "command": "npx", "args": ["@acme/notes-mcp"] } } }', '```', '```json', '{ "mcpServers": { "notes": { "command": "node", "args": ["/x/notes/old/main.js"] } } }', '```'),
      findings: ['also-cannot-start README.md:7'],
    },
  },
  fail: {
    'nothing but a command': { files: readme('```', 'npx -y @acme/notes-mcp', '```'), findings: ['no-configuration'] },
    'a comma too few': { files: json('{', '  "mcpServers": {', '    "notes": {', '      "command": "npx"', '      "args": ["-y", "@acme/notes-mcp"]', '    }', '  }', '}'), findings: ['does-not-parse README.md:8'] },
    'a brace too few': { files: json('{ "mcpServers": { "notes": { "command": "npx", "args": ["@acme/notes-mcp"] } }'), findings: ['does-not-parse README.md:4'] },
    'blanks from a web page': { files: json('{', '\u00a0 "mcpServers": { "notes": { "command": "npx", "args": ["@acme/notes-mcp"] } }', '}'), findings: ['does-not-parse README.md:5'] },
    'broken TOML': { files: readme('```toml', '[mcp_servers.notes]', 'command = npx', '```'), findings: ['does-not-parse README.md:5'] },
    'broken YAML': { files: readme('```yaml', 'mcpServers:', '  notes:', '    command: npx', '   args: [', '```'), findings: ['does-not-parse README.md:7'] },
    'the configuration of other servers': { files: json('{ "mcpServers": { "memory": { "command": "npx", "args": ["-y", "@modelcontextprotocol/server-memory"] } } }'), findings: ['no-configuration'] },
    'npx of a package without a command': { files: plus(json('{ "mcpServers": { "notes": { "command": "npx", "args": ["-y", "@acme/notes-mcp"] } } }'), { 'package.json': manifest({ bin: undefined, main: 'dist/index.js' }) }), findings: ['cannot-start README.md:4'] },
    'a command that the package does not have': { files: json('{ "mcpServers": { "notes": { "command": "npx", "args": ["-y", "-p", "@acme/notes-mcp", "notes-server"] } } }'), findings: ['cannot-start README.md:4'] },
    'several commands and none named like the package': { files: plus(json('{ "mcpServers": { "notes": { "command": "npx", "args": ["@acme/notes-mcp"] } } }'), { 'package.json': manifest({ bin: { 'notes-http': 'dist/http.js', 'notes-stdio': 'dist/stdio.js' } }) }), findings: ['cannot-start README.md:4'] },
    'a path into a folder that nothing fills': { files: json('{ "mcpServers": { "notes": { "command": "node", "args": ["/path/to/notes/build/index.js"] } } }'), findings: ['cannot-start README.md:4'] },
    'a source that is not there': { files: json('{ "mcpServers": { "notes": { "command": "npx", "args": ["tsx", "/path/notes/src/server.ts"] } } }', '', '{ "mcpServers": { "notes": { "command": "tsx", "args": ["/path/notes/src/server.ts"] } } }'), findings: ['cannot-start README.md:6'] },
    'a credential that nobody tells of': { files: plus(json(BLOCK), { 'src/index.ts': NEEDS_TOKEN }), findings: ['lacks-credentials README.md:4'] },
    'no document at all': { files: { 'package.json': manifest() }, findings: ['no-configuration'] },
  },
  unverified: {
    'a guide that is not there': { files: readme('See [how to set it up](docs/setup.md).') },
    'a guide elsewhere': { files: readme('```', 'npm i -g @acme/notes-mcp', '```', '', 'See [how to connect clients](https://notes.acme.dev/clients).') },
  },
  knownGaps: {
    'an option that the program does not know': {
      files: plus(json('{ "mcpServers": { "notes": { "command": "npx", "args": ["@acme/notes-mcp", "--tokn", "x"] } } }'), { 'src/index.ts': "import { parseArgs } from 'node:util';\nparseArgs({ options: { token: { type: 'string' } } });\n" }),
      expected: 'fail', because: 'No fact says which options a program takes.',
    },
  },
});
