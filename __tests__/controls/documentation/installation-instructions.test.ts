import { installationInstructions } from '../../../src/controls/documentation/installation-instructions';
import type { Files } from '../../support/control-checks';
import { testControl } from '../../support/control-tester';

const MANIFEST = JSON.stringify({ name: '@acme/notes-mcp', version: '1.0.0', bin: { 'notes-mcp': 'dist/index.js' }, repository: 'acme/notes-mcp', dependencies: { zod: '^4.0.0' } });
const PRIVATE = JSON.stringify({ name: 'notes', private: true, main: 'dist/index.js' });

const readme = (...lines: readonly string[]): Files => ({ 'package.json': MANIFEST, 'README.md': `# Notes\n\n${lines.join('\n')}\n` });

testControl(installationInstructions, {
  pass: {
    'npx with a tag': { files: readme('```bash', 'npx -y @acme/notes-mcp@latest', '```'), evidence: ['README.md:4'] },
    'a global installation behind a prompt': { files: readme('```console', '$ npm install -g @acme/notes-mcp', '```'), evidence: ['README.md:4'] },
    'a block for a client that runs it': { files: readme('```json', '{ "mcpServers": { "notes": { "command": "npx", "args": ["-y", "@acme/notes-mcp@1.2.3"] } } }', '```'), evidence: ['README.md:4'] },
    'the whole command in one field': { files: readme('```json', '{ "mcpServers": { "notes": { "command": "npx -y @acme/notes-mcp" } } }', '```') },
    'windows': { files: readme('```json', '{ "mcpServers": { "notes": { "command": "cmd", "args": ["/c", "npx", "-y", "@acme/notes-mcp"] } } }', '```') },
    'pnpm dlx in the middle of a sentence': { files: readme('Run `pnpm dlx @acme/notes-mcp` and restart.') },
    'an image of the same name': { files: readme('```sh', 'docker run -i --rm -e NOTES_TOKEN -v "$PWD:/data" ghcr.io/acme/notes-mcp:1.0', '```') },
    'an image behind a network option': { files: readme('```sh', 'docker run -i --net host --volume /a:/b acme/notes', '```') },
    'the address of a remote server': { files: readme('Connect your client to `https://mcp.acme.dev/mcp`.') },
    'a clone of the repository': { files: readme('```sh', 'git clone https://github.com/acme/notes-mcp.git', 'cd notes-mcp && npm ci && npm run build', '```') },
    'a gallery': { files: readme('```sh', 'npx -y @smithery/cli@latest install @acme/notes --client claude', '```') },
    'an install link behind a badge': { files: readme('[![Install](https://img.example/b.svg)](cursor://anysphere.cursor-deeplink/mcp/install?name=notes&config=eyJjb21tYW5kIjoibnB4IC15IEBhY21lL25vdGVzLW1jcCJ9)') },
    'an install link with percent signs': { files: readme(`[VS Code](https://insiders.vscode.dev/redirect/mcp/install?name=notes&config=${encodeURIComponent('{"command":"npx","args":["-y","@acme/notes-mcp"]}')})`) },
    'a command of a client': { files: readme('```', 'claude mcp add notes -e NOTES_TOKEN=xxx -- npx -y @acme/notes-mcp', '```') },
    'configuration in TOML': { files: readme('```toml', '[mcp_servers.notes]', 'command = "npx"', 'args = ["-y", "@acme/notes-mcp"]', '```') },
    'other packages besides': { files: readme('```sh', 'npm install -g pnpm', 'npx @modelcontextprotocol/inspector npx -y @acme/notes-mcp', '```') },
    'a document of its own': { files: { 'package.json': MANIFEST, 'README.md': '# Notes\n', 'docs/install.md': '# Install\n\n    npm i @acme/notes-mcp\n' } },
    'reStructuredText': { files: { 'package.json': MANIFEST, 'README.rst': 'Notes\n=====\n\n.. code-block:: bash\n\n   npm install @acme/notes-mcp\n' } },
    'AsciiDoc': { files: { 'package.json': MANIFEST, 'README.adoc': '= Notes\n\n[source,bash]\n----\nyarn add @acme/notes-mcp\n----\n' } },
    'HTML in Markdown': { files: readme('<details>', '<summary>npm</summary>', '', '```sh', 'npm install @acme/notes-mcp', '```', '', '</details>') },
    'a member of a workspace': {
      files: {
        'package.json': JSON.stringify({ private: true, workspaces: ['packages/*'] }),
        'packages/server/package.json': JSON.stringify({ name: '@acme/notes-mcp', version: '1.0.0', bin: 'dist/i.js', dependencies: { '@modelcontextprotocol/sdk': '^1.0.0' } }),
        'packages/core/package.json': JSON.stringify({ name: '@acme/notes-core', version: '1.0.0' }),
        'README.md': '# Notes\n\n`npx @acme/notes-mcp`\n',
      },
    },
    'a checkout of what nobody publishes': { files: { 'package.json': PRIVATE, 'README.md': '# Notes\n\n```\nnpm install\nnpm start\n```\n' }, evidence: ['README.md:4'] },
    'a checkout that the client is pointed at': { files: readme('```', 'npm install && npm run build', '```', '```json', '{ "mcpServers": { "notes": { "command": "node", "args": ["/path/to/notes/dist/index.js"] } } }', '```') },
    'a package for Python beside it': { files: { 'package.json': MANIFEST, 'README.md': '# Notes\n\n```\nuvx notes-mcp-py\n```\n', 'pyproject.toml': '[project]\nname = "notes-mcp-py"\n' } },
  },
  fail: {
    'no README': { files: { 'package.json': MANIFEST }, findings: ['no-instructions'] },
    'a README of one line': { files: readme('Notes for agents.'), findings: ['no-instructions'] },
    'only the tools that build it': { files: readme('```', 'npm install -g typescript', 'npm run build', '```'), findings: ['no-instructions'] },
    'another package': { files: readme('```', 'npx -y acme-notes-server', '```'), findings: ['other-package README.md:4'] },
    'another package in a block for a client': { files: readme('```json', '{', '  "mcpServers": {', '    "notes": { "command": "npx", "args": ["-y", "@acme/notes"] }', '  }', '}', '```'), findings: ['other-package README.md:6'] },
    'another scope': { files: readme('`npm i @other/notes-mcp`'), findings: ['other-package README.md:3'] },
    'a manager of another language': { files: readme('```', 'pip install @acme/notes-mcp', '```'), findings: ['unsuited-manager README.md:4'] },
    'instructions only for contributors': { files: { 'package.json': MANIFEST, 'README.md': '# Notes\n', 'CONTRIBUTING.md': '# Contributing\n\n`npx @acme/notes-mcp`\n' }, findings: ['no-instructions'] },
    'only an example says it': { files: { 'package.json': MANIFEST, 'README.md': '# Notes\n', 'examples/a/README.md': '`npx @acme/notes-mcp`\n' }, findings: ['no-instructions'] },
    'dependencies of a checkout that nothing leads to': { files: readme('```', 'npm install', '```'), findings: ['no-instructions'] },
  },
  unverified: {
    'a guide elsewhere': { files: readme('See the [installation guide](https://notes.acme.dev/docs/install).') },
  },
});
