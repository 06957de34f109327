import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { columns, wrapped } from '../../src/report/parts/terminal-text';
import { renderTerminal } from '../../src/report/terminal';
import type { Scorecard } from '../../src/model/scorecard';
import { GOLDEN } from '../support/golden';
import { hostileText } from '../support/hostile';
import { readCommands } from '../support/runner';
import { fails, faultyScorecard, finding, fullSet, scorecardOf } from '../support/scorecards';

const ANSI = /\u001b\[\d+m/g;

function card(name: string): Scorecard {
  return GOLDEN[name]?.() ?? faultyScorecard([]);
}

describe('the report of the command', () => {
  const text = renderTerminal(card('blocked'), { color: false, width: 100 });

  test('findings come with place, flow and repair', () => {
    expect(text).toContain('src/db/orders.ts:42:29 fails SQL injection · CWE-89 · new');
    expect(text).toContain('    1. src/tools/orders.ts:24:23 argument `status` of tool `find_orders`');
    expect(text).toContain('  Repair: Put a placeholder in the statement');
  });

  test('what blocks is told near the end, with the place', () => {
    const blocks = text.slice(text.indexOf('What blocks'));
    expect(blocks).toContain('✖ SQL injection is prevented fails · passed before\n    src/db/orders.ts:42: Argument');
    expect(blocks).not.toContain('Response SLA');
    expect(text).toContain('Open, and not blocking\n  Database indexes are optimized fails · recommended');
  });

  test.each([
    ['blocked', 'Blocked: 4 required items do not pass.'], ['clean', 'Fit to publish.'], ['no-server', 'Could not evaluate: no MCP server was found.'],
    ['bad-configuration', 'Could not evaluate: the configuration is not valid.'], ['unseeable', 'Blocked: 3 required items do not pass.'],
  ])('%s ends with its verdict', (name, verdict) => expect(renderTerminal(card(name), { color: false, width: 80 }).trimEnd().split('\n').at(-1)).toBe(verdict));

  test('colours are there only when asked for, and change nothing else', () => {
    const colored = renderTerminal(card('blocked'), { color: true, width: 100 });
    expect(text).not.toMatch(ANSI);
    expect(colored).toMatch(ANSI);
    expect(colored.replace(ANSI, '')).toBe(text);
  });

  test('groups are not called not applicable when they were not examined', () => {
    expect(renderTerminal(card('early'), { color: false, width: 100 })).toMatch(/Compliance +░+ {2}not examined by this version/);
    expect(renderTerminal(card('clean'), { color: false, width: 100 })).toMatch(/Compliance +░+ {2}nothing applies/);
  });

  test('verbose shows every item with what it rests on', () => {
    const all = renderTerminal(card('clean'), { color: false, width: 100, verbose: true });
    for (const row of card('clean').items) expect(all).toContain(row.title);
    expect(all).toContain('SECURITY.md:9 A time to respond.');
  });

  test('idle claims and changes of policy are told', () => {
    const notes = renderTerminal(card('first-configuration'), { color: false, width: 400 });
    expect(notes.replace(/\n/g, ' ')).toContain('Change of policy that would let more through: levels.items.response-times, not set → recommended');
    expect(notes.replace(/\n/g, ' ')).toContain('The waiver of no-xss at .github/mcp-publish-gate.yml:26 has no effect: nothing needs it.');
  });

  test('the runner takes no line for a command, and no control reaches the terminal', () => {
    fc.assert(fc.property(hostileText, hostileText, (path, text) => {
      const subject = scorecardOf({ verdicts: fullSet([fails('sql-injection', finding('sql-injection', text, 'a:1', { location: { path, line: 1 }, remedy: text, flow: [{ location: { path, line: 1 }, note: text }] }))]), configuration: { notes: [text] }, gaps: [{ what: path, why: text }] });
      for (const color of [true, false]) {
        const report = renderTerminal(subject, { color, width: 60 });
        expect(readCommands(report.replace(ANSI, ''))).toEqual([]);
        expect(report.replace(ANSI, '').replace(/\n/g, '')).not.toMatch(/\p{Cc}|\p{Bidi_Control}/u);
      }
    }), { numRuns: 40 });
  });
});

describe('wrapping', () => {
  test('no line is wider than the terminal unless one word is, and no word is lost', () => {
    fc.assert(fc.property(fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 15 }).map((word) => word.replace(/\s/g, 'x'))), fc.integer({ min: 10, max: 60 }), (words, width) => {
      const lines = wrapped(words.join(' '), width, '  ');
      expect(lines.map((line) => line.trim()).join(' ')).toBe(words.join(' ').trim());
      for (const line of lines) expect(columns(line.slice(2)) + 2 <= width || !line.trim().includes(' ') || line.length - 2 <= width).toBe(true);
    }));
  });

  test.each([['abc', 3], ['日本', 4], ['é', 1], ['e\u0301', 1], ['😀', 2], ['', 0]])('%j takes %d columns', (text, width) => expect(columns(text)).toBe(width));
});
