import { describe, expect, test } from '@jest/globals';
import { readDocument } from '../../../src/documents/markdown/extractor';
import { documentKind, isProse } from '../../../src/documents/markdown/kind';
import { readMarkdownLines } from '../../../src/documents/markdown/lines';
import { readMarkdown } from '../../../src/documents/markdown/read';
import { installsOf } from '../../../src/documents/markdown/install';
import { shellCommands } from '../../../src/documents/markdown/shell';
import { readClientJson } from '../../../src/documents/markdown/client-json';

const doc = (...lines: readonly string[]): ReturnType<typeof readDocument> => readDocument('README.md', `${lines.join('\n')}\n`);

describe('Markdown', () => {
  test('sections with levels, parents, text and items', () => {
    const { title, sections } = doc('---', 'layout: a', '---', 'Before.', '', '# Notes', '', 'A **server** for `notes`.', '', '## Errors', '', '- one *two*', '- three', '  - four', '', '**Help**', '', 'Ask.');
    expect(title).toBe('Notes');
    expect(sections.map(({ title: name, level, line, endLine, parent, text, items }) => [name, level, line, endLine, parent, text, items])).toEqual([
      ['', 0, 1, 5, -1, 'Before.', []],
      ['Notes', 1, 6, 9, -1, 'A server for notes.', []],
      ['Errors', 2, 10, 15, 1, 'one two\nthree\nfour', ['one two', 'three four', 'four']],
      ['Help', 6, 16, 19, 2, 'Ask.', []],
    ]);
  });

  test('code, with its language and the line it begins on', () => {
    const { fences, inlineCode } = doc('# A', '', '```TypeScript title="a.ts"', 'const a = 1;', '```', '', '1. Run', '', '   ~~~sh', '   npm i', '   ~~~', '', 'Then:', '', '    indented', '', 'Use `get_note`.');
    expect(fences).toEqual([
      { language: 'typescript', meta: 'title="a.ts"', text: 'const a = 1;', line: 4, section: 1 },
      { language: 'sh', text: 'npm i', line: 10, section: 1 },
      { text: 'indented', line: 15, section: 1 },
    ]);
    expect(inlineCode).toEqual([{ text: 'get_note', line: 17, section: 1 }]);
  });

  test('links of every kind', () => {
    const { links, images } = doc('[a](./a.md) [b][r] <https://c.dev> https://d.dev/x. ![i](i.png)', '<a href="https://e.dev?x=1&amp;y=2">E</a>', '', '| h |', '| - |', '| [t](t.md) |', '', '[r]: https://b.dev');
    expect(links.map(({ text, url, line }) => [text, url, line])).toEqual([
      ['a', './a.md', 1], ['b', 'https://b.dev', 1], ['https://c.dev', 'https://c.dev', 1], ['https://c.dev', 'https://c.dev', 1], ['https://d.dev/x', 'https://d.dev/x', 1], ['', 'https://e.dev?x=1&y=2', 2], ['t', 't.md', 6],
    ]);
    expect(images).toEqual([{ alt: 'i', url: 'i.png', line: 1 }]);
  });

  test('tables', () => {
    expect(doc('| Tool | What |', '| --- | --- |', '| `get_note` | Reads *one* |').tables).toEqual([{ header: ['Tool', 'What'], rows: [{ line: 3, cells: ['get_note', 'Reads one'] }], line: 1, section: 0 }]);
  });

  test('HTML: headings, summaries, code', () => {
    const { sections, inlineCode } = doc('<h1 align="center">Notes</h1>', '', '<details>', '<summary><b>VS Code</b></summary>', '', 'Text.', '', '</details>', '', 'Run <code>x</code>.');
    expect(sections.map(({ title, items }) => [title, items])).toEqual([['', []], ['Notes', ['VS Code']]]);
    expect(inlineCode.map(({ text }) => text)).toEqual([]);
  });
});

describe('Markdown by its lines', () => {
  const text = ['# Notes', '', 'A [link](a.md "t") and `code` and ![i](i.png).', '', 'Old', '---', '', '- one', '- two', '', '  ```json', '  { "a": 1 }', '  ```', '', '| a | b |', '|---|---|', '| `x` | [y](y.md) |', '', '    indented', '', '[![badge](b.svg)](https://c.dev) [r]', '', '[r]: https://r.dev', ''].join('\n');

  test('sees what the parser sees', () => {
    const parsed = readMarkdown(text);
    const read = readMarkdownLines(text);
    expect(read.sections.map(({ title, level, line, items }) => [title, level, line, items])).toEqual(parsed.sections.map(({ title, level, line, items }) => [title, level, line, items]));
    expect(read.fences).toEqual(parsed.fences);
    expect(read.tables).toEqual(parsed.tables);
    expect(read.inlineCode).toEqual(parsed.inlineCode);
    expect(read.links.map(({ url, line }) => [url, line])).toEqual(parsed.links.filter(({ url }) => url !== 'https://r.dev').map(({ url, line }) => [url, line]));
    expect([...read.images].sort((a, b) => a.line - b.line)).toEqual(parsed.images);
  });

  test('is used for documents that come by the hundred', () => {
    expect(readDocument('docs/a.md', text).fences).toEqual(readMarkdownLines(text).fences);
  });
});

describe('other formats', () => {
  test('reStructuredText', () => {
    const { title, sections, fences } = readDocument('README.rst', 'Notes\n=====\n\nUse ``get``.\n\nInstall\n-------\n\nRun::\n\n   npm i notes\n\n.. code-block:: json\n   :linenos:\n\n   {}\n');
    expect([title, sections.map((section) => section.title), fences]).toEqual(['Notes', ['', 'Notes', 'Install'], [{ text: 'npm i notes', line: 11, section: 2 }, { language: 'json', text: '{}', line: 16, section: 2 }]]);
  });

  test('AsciiDoc', () => {
    const { title, fences, links } = readDocument('README.adoc', '= Notes\n\n== Install\n\n[source,bash]\n----\nnpm i notes\n----\n\nSee https://a.dev[docs].\n');
    expect([title, fences, links[0]?.text]).toEqual(['Notes', [{ language: 'bash', text: 'npm i notes', line: 7, section: 2 }], 'docs']);
  });

  test('HTML', () => {
    const { sections, links } = readDocument('public/index.html', '<html><style>a{}</style><h2>Setup</h2>\n<a class="x" href=\'/privacy\'>Privacy</a></html>');
    expect([sections[1]?.title, links]).toEqual(['Setup', [{ text: 'Privacy', url: '/privacy', line: 2, section: 1 }]]);
  });
});

describe('kinds of document', () => {
  test.each([
    ['README.md', 'readme'], ['packages/a/readme.rst', 'readme'], ['README', 'readme'], ['README.zh-CN.md', 'readme'], ['CHANGELOG.md', 'changelog'], ['.changeset/a.md', 'changelog'], ['PRIVACY.md', 'privacy'], ['docs/privacy-policy.md', 'privacy'],
    ['app/privacy/page.mdx', 'privacy'], ['SECURITY.md', 'security'], ['.github/SECURITY.md', 'security'], ['SUPPORT.md', 'support'], ['CONTRIBUTING.md', 'contributing'], ['LICENSE', 'license'], ['docs/guide/a.md', 'docs'], ['AGENTS.md', 'agent'], ['CLAUDE.md', 'agent'],
    ['.github/ISSUE_TEMPLATE/bug.yml', 'issue-template'], ['INSTALL.md', 'other'],
  ])('%s is %s', (path, kind) => {
    expect([isProse(path), documentKind(path)]).toEqual([true, kind]);
  });

  test.each(['src/readme.ts', 'a.json', 'install.sh', 'privacy.ts', 'Dockerfile'])('%s is none', (path) => {
    expect(isProse(path)).toBe(false);
  });
});

describe('commands', () => {
  test('prompts, continued lines, several in one line, assignments and quotes', () => {
    expect(shellCommands('$ FOO=1 npx a \\\n  --b "c d" # e\n# no\nsudo x && y | z; w\n> q').map(({ words, line }) => [words, line])).toEqual([
      [['npx', 'a', '--b', 'c d'], 0], [['x'], 3], [['y'], 3], [['z'], 3], [['w'], 3], [['q'], 4],
    ]);
  });

  test.each([
    ['npm install -g @a/b@1.2.3', 'npm @a/b'], ['npm i', 'from-checkout '], ['npm ci', 'from-checkout '], ['yarn', 'from-checkout '], ['yarn global add a', 'yarn a'], ['pnpm dlx a@latest', 'npx a'], ['bunx a', 'npx a'], ['bun add a', 'bun a'], ['npm exec -- a', 'npx a'],
    ['npx -y @a/b@latest stdio', 'npx @a/b'], ['npx --package=@a/b c', 'npx @a/b'], ['npx -p @a/b c', 'npx @a/b'], ['npx -y mcp-remote https://a.dev/mcp?key=1', 'remote https://a.dev/mcp, npx mcp-remote'],
    ['npx -y @smithery/cli@latest install @a/b --client claude', 'smithery @a/b, npx @smithery/cli'], ['npx @modelcontextprotocol/inspector -e A=1 npx -y @a/b', 'npx @a/b, npx @modelcontextprotocol/inspector'], ['npx supergateway --stdio "npx -y @a/b /x"', 'npx @a/b, npx supergateway'], ['npx install-mcp https://a.dev/mcp --client x', 'remote https://a.dev/mcp, npx install-mcp'],
    ['docker run -i --rm -e A --env-file .env -v a:b ghcr.io/a/b:1 x', 'docker ghcr.io/a/b'], ['docker compose up -d', 'docker '], ['docker build -t a .', 'docker '], ['docker pull a/b@sha256:0', 'docker a/b'], ['uvx --from a b', 'uvx b'], ['pip install "a[cli]>=1"', 'pip a'], ['pip install -r requirements.txt', 'from-checkout '], ['uv add a', 'uv a'],
    ['git clone --depth 1 https://github.com/a/b.git', 'git https://github.com/a/b.git'], ['gh repo clone a/b', 'git a/b'], ['curl -fsSL https://a.dev/i.sh', 'download https://a.dev/i.sh'], ['brew install a', 'brew a'], ['go install github.com/a/b@latest', 'go github.com/a/b'], ['cmd /c npx a', 'npx a'], ['bash -c "npx -y a"', 'npx a'], ['node dist/index.js', ''], ['echo npx a', ''],
    ['C:\\Program\\npx.cmd -y a', 'npx a'], ['deno run -A npm:@a/b@1', 'deno @a/b'],
  ])('%s', (line, expected) => {
    const words = shellCommands(line)[0]?.words ?? [];
    expect(installsOf(line.startsWith('C:') ? ['C:\\Program\\npx.cmd', '-y', 'a'] : words).map(({ manner, names }) => `${manner} ${names.join(' ')}`).join(', ')).toBe(expected);
  });
});

describe('configurations of clients', () => {
  test('values of variables, headers and queries are not kept', () => {
    const [block] = doc('```json', '{ "servers": { "a": { "url": "https://u:p@a.dev/mcp?key=k1#x", "headers": { "X-Key": "h1" }, "env": { "TOKEN": "e1" } } } }', '```').clients;
    expect(block?.servers).toEqual([{ name: 'a', line: 2, args: [], env: ['TOKEN'], headers: ['X-Key'], url: 'https://a.dev/mcp' }]);
  });

  test('Zed, opencode and lists of servers', () => {
    expect(readClientJson('{ "context_servers": { "a": { "command": { "path": "npx", "args": ["x"] } } } }', 1).servers).toMatchObject([{ name: 'a', command: 'npx', args: ['x'] }]);
    expect(readClientJson('{ "mcp": { "a": { "type": "local", "command": ["npx", "x"], "environment": { "K": "v" } } } }', 1).servers).toMatchObject([{ name: 'a', command: 'npx', args: ['x'], env: ['K'] }]);
    expect(readClientJson('{ "mcpServers": [{ "name": "a", "command": "npx", "args": ["x"] }] }', 1).servers).toMatchObject([{ name: 'a', command: 'npx' }]);
  });

  test('the line of each server and of what is broken', () => {
    expect(readClientJson('{\n  "mcpServers": {\n    "a": { "command": "x" },\n    "b": { "command": "y" }\n  }\n}', 10).servers.map(({ line }) => line)).toEqual([12, 13]);
    expect(readClientJson('{\n  "mcpServers": {\n    "a": { "command": "x" \n    "b": {}\n  }\n}', 10).problem?.line).toBe(13);
  });

  test('commands of clients', () => {
    const { clients } = doc('```sh', 'claude mcp add a -e K=v -- npx -y x --flag', 'claude mcp add --transport http b https://b.dev/mcp --header "X: y"', 'codex mcp add c --env K=v -- docker run -i x', "gemini mcp add d npx -y x --flag", "claude mcp add-json e '{\"command\":\"npx\",\"args\":[\"x\"]}'", '```');
    expect(clients.map(({ servers: [server] }) => [server?.name, server?.command ?? server?.url, server?.args, server?.env, server?.headers])).toEqual([
      ['a', 'npx', ['-y', 'x', '--flag'], ['K'], []], ['b', 'https://b.dev/mcp', [], [], ['X']], ['c', 'docker', ['run', '-i', 'x'], ['K'], []], ['d', 'npx', ['-y', 'x', '--flag'], [], []], ['e', 'npx', ['x'], [], []],
    ]);
  });

  test('code of programs is no configuration', () => {
    expect(doc('```ts', 'const c = { "mcpServers": { "a": { "command": "npx", "args": [] } } ;', '```').clients).toEqual([]);
  });
});

describe('hostile documents end soon', () => {
  test.each([
    ['emphasis', '**a '.repeat(30_000)], ['brackets', '['.repeat(50_000)], ['links', '[a]('.repeat(20_000)], ['quotes', '>'.repeat(20_000)], ['tags', '<a '.repeat(100_000)], ['headings', '<h1>'.repeat(60_000)], ['scripts', '<script '.repeat(50_000)],
    ['fences', '```json\n{"mcpServers":{"a":{"command":"x"\n```\n'.repeat(2000)], ['nesting', `\`\`\`json\n{"mcpServers":${'['.repeat(20_000)}\n\`\`\``], ['ticks', Array.from({ length: 3000 }, (_, i) => '`'.repeat((i % 100) + 1)).join(' ')],
    ['quotes of a shell', `\`\`\`sh\n${'"\n'.repeat(20_000)}\`\`\``], ['addresses', 'https://a '.repeat(20_000)],
    ['lists', '- a\n  - b\n'.repeat(10_000)], ['comments', '<!-- '.repeat(100_000)],
  ])('%s', (_, text) => {
    const started = performance.now();
    try {
      readDocument('README.md', text);
    } catch (error) {
      expect(error).toBeInstanceOf(RangeError);
    }
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
