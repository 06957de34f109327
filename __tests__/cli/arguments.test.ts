import { describe, expect, test } from '@jest/globals';
import { HELP, parseArguments } from '../../src/cli/arguments';
import { progress, wantsColor } from '../../src/cli/progress';

test('a bare check judges the current folder', () => {
  expect(parseArguments(['check'])).toEqual({ ask: 'check', check: { path: '.', format: 'text', workingDirectory: '', verbose: false, debug: false } });
});

test('every option is taken', () => {
  const args = ['check', 'pkg', '--base', 'main', '--format=sarif', '--profile', 'strict', '--gate', 'changes', '--config', 'g.yml', '--output', 'o', '--working-directory', './a/', '--verbose', '--debug', '--no-color'];
  expect(parseArguments(args)).toEqual({
    ask: 'check', check: { path: 'pkg', base: 'main', format: 'sarif', profile: 'strict', gate: 'changes', config: 'g.yml', output: 'o', workingDirectory: 'a', verbose: true, debug: true, color: false },
  });
});

test.each([[['--help']], [['-h']], [['help']], [['check', '--help']]])('%j asks for help', (args) => {
  expect(parseArguments(args)).toEqual({ ask: 'help' });
});

test('the help names every option', () => {
  for (const option of ['base', 'format', 'output', 'profile', 'gate', 'config', 'working-directory', 'verbose', 'debug', 'no-color', 'help', 'version']) expect(HELP).toContain(`--${option}`);
});

describe('faults', () => {
  test.each([
    [[], 'No command was given.', 'Write `mcp-publish-gate check`.'],
    [['scan'], 'There is no command "scan".', 'Write `mcp-publish-gate check [path]`.'],
    [['check', 'a', 'b'], 'There is one path too many: "b".', 'Give one folder.'],
    [['check', '--fromat', 'json'], "Unknown option '--fromat'.", 'Did you mean --format?'],
    [['check', '--format', 'jsno'], '--format "jsno" is not one of text, json, markdown, sarif.', 'Did you mean json?'],
    [['check', '--base'], "Option '--base <value>' argument missing.", 'See `mcp-publish-gate --help`.'],
    [['check', '--working-directory', '..'], '--working-directory is no folder inside the one that is judged.', 'Give a path relative to it, such as `packages/server`.'],
  ])('%j', (args, message, remedy) => {
    expect(() => parseArguments(args)).toThrow(expect.objectContaining({ fault: { kind: 'configuration', message, remedy } }));
  });
});

describe('progress', () => {
  const at = (tty: boolean): { written: string[]; now: { value: number }; bar: ReturnType<typeof progress> } => {
    const written: string[] = [];
    const now = { value: 1000 };
    return { written, now, bar: progress({ isTTY: tty, write: (text) => written.push(text) }, () => now.value) };
  };

  test('on a terminal is one line, drawn now and then and wiped at the end', () => {
    const { written, now, bar } = at(true);
    bar.report('Reading', 1, 9);
    bar.report('Reading', 2, 9);
    now.value += 100;
    bar.report('Reading', 3, 9);
    bar.end();
    expect(written).toEqual(['\r\u001b[2KReading 1 of 9', '\r\u001b[2KReading 3 of 9', '\r\u001b[2K']);
  });

  test('elsewhere is silent until the work is long', () => {
    const { written, now, bar } = at(false);
    bar.report('Reading', 1, 9);
    now.value += 5001;
    bar.report('Reading', 5, 9);
    bar.report('Reading', 6, 9);
    bar.end();
    expect(written).toEqual(['Reading 5 of 9\n']);
  });
});

test.each([
  [{}, true, true], [{}, false, false], [{ NO_COLOR: '1' }, true, false], [{ NO_COLOR: '' }, true, true], [{ FORCE_COLOR: '1' }, false, true], [{ FORCE_COLOR: '0' }, true, false], [{ TERM: 'dumb' }, true, false], [{ NO_COLOR: '1', FORCE_COLOR: '1' }, true, false],
])('colours with %j on a terminal %s: %s', (env, tty, expected) => {
  expect(wantsColor(env, tty)).toBe(expected);
});
