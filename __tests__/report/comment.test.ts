import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { commentMarker, COMMENT_LIMIT, renderComment } from '../../src/report/comment';
import { renderCheckRun } from '../../src/report/check-run';
import { utf8Length } from '../../src/report/escape';
import { renderSummary } from '../../src/report/summary';
import type { Scorecard } from '../../src/model/scorecard';
import { GOLDEN } from '../support/golden';
import { hostileText } from '../support/hostile';
import { nodesOf, parseMarkdown, tagsOf, textOf } from '../support/markdown';
import { fails, finding, fullSet, scorecardOf, unverified } from '../support/scorecards';

const CARDS = Object.fromEntries(Object.entries(GOLDEN).map(([name, make]) => [name, make()]));
const LINKS = { checkRun: 'https://github.com/acme/orders-mcp/runs/1', run: 'https://github.com/acme/orders-mcp/actions/runs/2' };
const NAMES = Object.keys(CARDS);

function card(name: string): Scorecard {
  const found = CARDS[name];
  if (!found) throw new Error(`There is no golden scorecard ${name}.`);
  return found;
}

function comment(subject: Scorecard, maxBytes?: number): string {
  return renderComment(subject, { instance: 'default', links: LINKS, ...(maxBytes !== undefined && { maxBytes }) });
}

/** Opening tags that were not closed, or closings of nothing: a page that is cut in two has some. */
function unbalanced(markdown: string): string[] {
  const open: string[] = [];
  const wrong: string[] = [];
  for (const tag of tagsOf(parseMarkdown(markdown))) {
    const name = /^<\/?(\w+)/.exec(tag)?.[1];
    if (name === undefined || name === 'br') continue;
    if (!tag.startsWith('</')) open.push(name);
    else if (open.pop() !== name) wrong.push(tag);
  }
  return [...open, ...wrong];
}

/** Text between a fold's summary and its end, by title. */
function fold(markdown: string, title: string): string {
  const start = markdown.indexOf(`<summary><b>${title}</b>`);
  const next = markdown.indexOf('\n\n<details><summary><b>', start + 1);
  return start < 0 ? '' : markdown.slice(start, next < 0 ? undefined : next);
}

describe('the first lines', () => {
  test.each(NAMES)('%s: marker, then verdict', (name) => {
    const [first, second] = comment(card(name)).split('\n');
    expect(first).toBe('<!-- mcp-publish-gate:default -->');
    expect(second).toMatch(/^## (✅ Fit to publish|⛔ Blocked: \d+ required items? do(es)? not pass|⚠️ Could not evaluate: )/);
  });

  test.each([['packages/a', 'packages%2Fa'], ['a--b', 'a%2D-b'], ['x-->', 'x%2D-%3E'], ['ends-', 'ends%2D'], ['\ud800', '%EF%BF%BD']])('the instance %j is safe in the marker', (instance, encoded) => {
    expect(commentMarker(instance)).toBe(`<!-- mcp-publish-gate:${encoded} -->`);
    expect(commentMarker(instance).slice(4, -3)).not.toContain('--');
  });

  test('different instances have different markers', () => {
    fc.assert(fc.property(fc.string(), fc.string(), (a, b) => a === b || commentMarker(a) !== commentMarker(b)));
  });
});

describe('why it is blocked', () => {
  const text = comment(card('blocked'));
  const alert = textOf(nodesOf(parseMarkdown(text)).find((node) => node.type === 'blockquote') ?? { type: 'text', value: '' });

  test('every blocking item is named, with the place, what is wrong and the repair', () => {
    for (const id of card('blocked').decision.blocking) expect(alert).toContain(card('blocked').items.find((row) => row.id === id)?.title);
    expect(alert).toContain('src/db/orders.ts:42 Argument status of tool find_orders becomes part of the text of an SQL statement.');
    expect(alert).toContain('Repair: Put a placeholder in the statement');
    expect(alert).toContain('Nothing in the repository shows which scopes the OAuth application asks for.');
  });

  test('two items that fail for the same finding are said in one breath, and the new one first', () => {
    expect(alert).toContain('Input validation is comprehensive and SQL injection is prevented fail, and passed before');
    expect(alert.match(/becomes part of the text/g)).toHaveLength(1);
    expect(alert.indexOf('SQL injection is prevented')).toBeLessThan(alert.indexOf('Rate limiting is implemented'));
    expect(alert).toContain('Rate limiting is implemented fails, as before');
  });

  test('places are linked to the line at the head commit', () => {
    const links = nodesOf(parseMarkdown(text)).flatMap((node) => (node.type === 'link' ? node.url : []));
    expect(links).toContain('https://github.com/acme/orders-mcp/blob/1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d/src/db/orders.ts#L42');
    expect(links).toContain('https://github.com/acme/orders-mcp/blob/9f8e7d6c5b4a392817060f5e4d3c2b1a09f8e7d6/src/http.ts#L53');
    expect(links).toContain('https://github.com/acme/orders-mcp/blob/1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d/README.md?plain=1#L31');
  });

  test('nothing is linked where the forge is not known', () => {
    const links = nodesOf(parseMarkdown(comment(card('local')))).flatMap((node) => (node.type === 'link' ? node.url : []));
    expect(links.filter((url) => url.includes('/blob/') && !url.includes('/docs/'))).toEqual([]);
  });

  test('what only a person can settle and what could not be read come with what to do', () => {
    const unseeable = textOf(parseMarkdown(comment(card('unseeable'))));
    expect(unseeable).toContain('could not be judged');
    expect(unseeable).toContain('Repair: Let it be read');
    expect(unseeable).toContain('let a person attest it');
  });

  test('findings that a waiver covers are not reasons', () => {
    const subject = card('first-configuration');
    expect(subject.decision.result).toBe('pass');
    expect(comment(subject)).not.toContain('[!CAUTION]');
    expect(fold(comment(subject), 'Security')).toContain('🏳️ waived');
  });

  test('faults are said with what to do, and linked to the line', () => {
    const text = comment(card('bad-configuration'));
    expect(text).toContain('> [!WARNING]');
    expect(text).toContain('[`.github/mcp-publish-gate.yml:3:1`](https://github.com/acme/orders-mcp/blob/1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d/.github/mcp-publish-gate.yml#L3) There is no key `profil`.');
    expect(text).toContain('**What to do:** Write a day as YYYY-MM-DD.');
  });
});

describe('what changed', () => {
  test('worse, better, new and fixed', () => {
    const text = textOf(parseMarkdown(comment(card('blocked'))));
    expect(text).toContain('2 items worse: Input validation is comprehensive and SQL injection is prevented (passes → fails)');
    expect(text).toContain('2 items better: Logs don\'t contain sensitive data and Quick start guide exists (fails → passes)');
    expect(text).toContain('1 new finding: src/db/orders.ts:42 SQL injection');
    expect(text).toContain('2 fixed findings');
    expect(text).toContain('3 findings were there before, 1 of them on lines that this pull request touches.');
  });

  test('nothing changed is said', () => expect(comment(card('clean'))).toContain('every item stands as it did'));
  test('without a base there is no such part', () => expect(comment(card('local'))).not.toContain('### What'));
});

describe('rows', () => {
  test('every item and every examined control of every group is there', () => {
    for (const name of ['blocked', 'clean', 'early', 'unseeable', 'fork']) {
      const text = textOf(parseMarkdown(comment(card(name))));
      for (const row of [...card(name).items, ...card(name).controls]) expect(text).toContain(row.title);
      for (const row of card(name).controls.filter((one) => one.outcome === 'not-applicable')) expect(text).toContain(row.reason);
    }
  });

  test('what was not examined never looks like a pass', () => {
    const text = comment(card('early'));
    const examined = card('early').items.filter((row) => row.outcome === 'pass').length;
    const table = text.slice(text.indexOf('| Group |'), text.indexOf('<sub>🟥'));
    expect(table.match(/🟩/gu)).toHaveLength(examined);
    expect(text).toContain('52 controls of 63 are not examined by this version: neither passed nor blocking.');
    expect(fold(text, 'Compliance')).not.toContain('✅');
    expect(fold(text, 'Compliance')).toContain('Not examined by this version: ');
  });

  test('each group has as many squares as rows, and Monitoring is there', () => {
    const rows = comment(card('blocked')).split('\n').filter((line) => /^\| \*\*/.test(line) && line.split('|').length === 6);
    expect(rows).toHaveLength(8);
    expect(rows.reduce((sum, line) => sum + (line.match(/🟥|🟧|🟨|🟩|🟦|▫️|・/gu) ?? []).length, 0)).toBe(30 + 9);
    expect(rows.at(-1)).toContain('never blocks');
  });

  test('nothing of our own looks like hostile text', () => {
    for (const name of NAMES.filter((one) => one !== 'hostile')) expect(comment(card(name))).not.toContain('⟨U+');
  });

  test('a data flow is folded under its finding, from source to sink', () => {
    const security = fold(comment(card('blocked')), 'Security');
    expect(security).toContain('<details><summary>How the value gets there: 4 steps</summary>');
    expect(security.indexOf('**source**')).toBeLessThan(security.indexOf('**sink**'));
  });

  test('claims of this pull request are marked, and idle ones told', () => {
    const text = comment(card('first-configuration'));
    expect(text).toContain('4 claims added by this pull request');
    expect(fold(text, 'People&#39;s word').match(/^- 🆕/gm)).toHaveLength(4);
    expect(text).toContain('**not needed, remove it**');
    expect(comment(card('fork'))).toContain('**matches nothing, remove it**');
    expect(text).not.toContain('rests on the policy of the base');
  });

  test('the entries of how to attest or waive are ready to paste', () => {
    const blocks = nodesOf(parseMarkdown(comment(card('blocked')))).flatMap((node) => (node.type === 'code' ? node.value : []));
    expect(blocks[0]).toBe('attestations:\n  - item: api-keys-stored\n    by: Your name\n    reason: What you looked at, and what you saw.\n    evidence: https://example.com/report\n    date: 2026-11-22\n    expires: 2027-02-22');
    const print = card('blocked').findings.find((one) => one.control === 'rate-limiting')?.fingerprint ?? '';
    expect(blocks[1]).toContain(`  - finding: ${print} # src/http.ts:30`);
    expect(blocks[2]).toBe('// mcp-publish-gate-ignore sql-injection -- why the value is harmless here');
  });
});

describe('budgets', () => {
  const BUDGETS = [300, 800, 1_500, 3_000, 6_000, 12_000, 25_000, 50_000, COMMENT_LIMIT];

  test.each(NAMES)('%s fits every budget, whole in each', (name) => {
    for (const budget of BUDGETS.slice(1)) {
      const text = comment(card(name), budget);
      expect([name, budget, utf8Length(text) <= budget, text.length <= budget]).toEqual([name, budget, true, true]);
      expect(unbalanced(text)).toEqual([]);
      expect((text.match(/^ *(>\s*)?`{3,}/gm) ?? []).length % 2).toBe(0);
      expect(text).toContain('## ');
    }
  });

  test('three hundred findings: each is shown or counted, and what is left out is linked', () => {
    const subject = card('crowded');
    const text = comment(subject);
    expect(utf8Length(text)).toBeLessThanOrEqual(COMMENT_LIMIT);
    const security = fold(text, 'Security');
    const shown = subject.findings.filter((one) => security.includes(one.fingerprint)).length;
    const left = Array.from(security.matchAll(/and ([\d,]+) more findings? in the \[check run\]/g)).reduce((sum, [, number = '0']) => sum + Number(number.replace(',', '')), 0);
    expect(shown).toBeGreaterThan(20);
    expect(shown + left).toBe(subject.findings.length);
    expect(text).toContain('Shortened to what GitHub takes in one page');
    expect(comment(card('blocked'))).not.toContain('Shortened');
  });

  test('the summary has room for all of them', () => {
    const text = renderSummary(card('crowded'), { links: LINKS });
    for (const one of card('crowded').findings) expect(text).toContain(one.fingerprint);
    expect(utf8Length(renderSummary(card('crowded'), { maxBytes: 20_000 }))).toBeLessThanOrEqual(20_000);
  });

  test('the budget counts bytes as well as characters', () => {
    const wide = finding('first-time-setup', '日本語'.repeat(150));
    const many = Array.from({ length: 120 }, (_, n) => ({ ...wide, anchor: String(n), remedy: `${n} ${'é'.repeat(400)}` }));
    const text = comment(scorecardOf({ verdicts: fullSet([fails('first-time-setup', ...many)]) }));
    expect(utf8Length(text)).toBeLessThanOrEqual(COMMENT_LIMIT);
    expect(text).not.toMatch(/\p{Cs}/u);
  });

  test.each(NAMES)('%s as a check run: title, summary and text fit', (name) => {
    const output = renderCheckRun(card(name), { links: LINKS });
    expect(output.title.length).toBeLessThanOrEqual(255);
    expect(utf8Length(output.summary)).toBeLessThanOrEqual(65_535);
    expect(utf8Length(output.text)).toBeLessThanOrEqual(65_535);
    expect(unbalanced(output.summary).concat(unbalanced(output.text))).toEqual([]);
    expect(output.conclusion).toBe(card(name).decision.exitCode === 0 ? 'success' : 'failure');
  });

  test('the same scorecard gives the same bytes', () => expect(comment(card('blocked'))).toBe(comment(card('blocked'))));
});

const TAGS = /^(<!-- mcp-publish-gate:default -->|<\/?(details|summary|b|sub|code)>|<br>)$/;
const PREFIXES = ['https://github.com/acme/', 'https://ci.example.com/'];

describe('hostile text', () => {
  /** Puts a text into every sentence, name and path that comes from outside. */
  function poisoned(subject: Scorecard, text: string): Scorecard {
    const place = <T extends { readonly path: string }>(location: T): T => ({ ...location, path: `${location.path}${text}` });
    const evidence = (list: Scorecard['items'][number]['evidence']): Scorecard['items'][number]['evidence'] => list.map((one) => ({ ...one, note: `${one.note} ${text}`, ...(one.location && { location: place(one.location) }) }));
    const scored = (list: Scorecard['findings']): Scorecard['findings'] => list.map((one) => ({
      ...one, text, remedy: `${one.remedy} ${text}`, ...(one.location && { location: place(one.location) }), ...(one.flow && { flow: one.flow.map((step) => ({ location: place(step.location), note: text })) }),
    }));
    return {
      ...subject,
      subject: { ...subject.subject, head: subject.subject.head },
      policy: { ...subject.policy, source: text, notes: [text], changes: [{ key: text, before: text, after: text, loosens: true }] },
      traits: subject.traits.map((row) => ({ ...row, evidence: evidence(row.evidence) })),
      items: subject.items.map((row) => ({ ...row, reason: text, evidence: evidence(row.evidence) })),
      controls: subject.controls.map((row) => ({ ...row, reason: text, evidence: evidence(row.evidence) })),
      findings: scored(subject.findings),
      fixed: scored(subject.fixed),
      claims: [{ kind: 'waiver', item: text, by: text, reason: text, evidenceUrl: `https://ci.example.com/${text}`, date: text, expires: text, path: text, line: 1, added: true, effect: 'unmatched' }],
      gaps: [{ what: text, why: text }],
      faults: [{ kind: 'git', message: text, remedy: text, path: text, line: 1 }],
    };
  }

  test('no tag, link, mention, image or footnote of somebody else\'s comes out of any page', () => {
    fc.assert(fc.property(hostileText, (text) => {
      const subject = poisoned(card('blocked'), text);
      const check = renderCheckRun(subject);
      for (const markdown of [comment(subject), check.summary, check.text]) {
        const root = parseMarkdown(markdown);
        const nodes = nodesOf(root);
        expect(tagsOf(root).filter((tag) => !TAGS.test(tag))).toEqual([]);
        expect(unbalanced(markdown)).toEqual([]);
        expect(nodes.flatMap((node) => (node.type === 'link' && !PREFIXES.some((prefix) => node.url.startsWith(prefix)) ? node.url : []))).toEqual([]);
        expect(nodes.filter((node) => ['image', 'imageReference', 'linkReference', 'definition', 'footnoteReference', 'footnoteDefinition', 'delete', 'thematicBreak'].includes(node.type))).toEqual([]);
        const plain = nodes.flatMap((node) => (node.type === 'text' ? node.value : [])).join('\0');
        expect(plain).not.toMatch(/(^|[^\w`])@[a-z\d]|#\d|\bgh-\d/i);
        const tables = nodes.flatMap((node) => (node.type === 'table' ? node.children.map((row) => row.children.length - (node.children[0]?.children.length ?? 0)) : []));
        expect(tables.filter((difference) => difference !== 0)).toEqual([]);
      }
    }), { numRuns: 12 });
  });
});

describe('small scorecards', () => {
  test('an unverified item alone offers to attest and not to waive', () => {
    const text = comment(scorecardOf({ verdicts: fullSet([unverified('data-retention', 'Only a document states a period.')]), items: {} }));
    expect(text).toContain('attestations:\n  - item: data-deletion');
    expect(text).not.toContain('waivers:');
  });

  test('an empty scorecard is still a page', () => {
    const text = comment({ ...card('no-server'), faults: [], traits: [], gaps: [] });
    expect(text).toContain('## ⚠️ Could not evaluate');
  });
});
