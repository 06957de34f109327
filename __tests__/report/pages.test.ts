import { describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import fc from 'fast-check';
import { renderComment } from '../../src/report/comment';
import { renderHtml } from '../../src/report/html';
import { renderJson, stableStringify } from '../../src/report/json';
import { SCORECARD_SCHEMA_VERSION, type Scorecard } from '../../src/model/scorecard';
import { GOLDEN } from '../support/golden';
import { hostileText } from '../support/hostile';

const FOLDER = join(import.meta.dirname, '..', 'golden');

describe('golden scorecards', () => {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.json'));

  test('there is one file for each', () => expect(files.map((file) => basename(file, '.json')).sort()).toEqual(Object.keys(GOLDEN).sort()));

  test.each(files)('%s holds together', (file) => {
    const card = JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Scorecard;
    expect(card.schemaVersion).toBe(SCORECARD_SCHEMA_VERSION);
    const ids = new Set([...card.items, ...card.controls].map((row) => row.id));
    for (const row of card.items) for (const id of row.controls) expect(ids).toContain(id);
    const prints = new Set(card.findings.map((one) => one.fingerprint));
    expect(prints.size).toBe(card.findings.length);
    for (const row of card.controls) for (const print of row.findings) expect(prints).toContain(print);
    for (const id of card.decision.blocking) expect(ids).toContain(id);
  });
});

describe('JSON', () => {
  test('reads back the same, ends with a line break', () => {
    for (const make of Object.values(GOLDEN)) {
      expect(JSON.parse(renderJson(make()))).toEqual(JSON.parse(JSON.stringify(make())));
      expect(renderJson(make())).toMatch(/\}\n$/);
    }
  });

  test('does not depend on the order of keys', () => {
    fc.assert(fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => stableStringify(Object.fromEntries(Object.entries(value).reverse())) === stableStringify(value)));
    expect(stableStringify({ b: [{ d: 1, c: 2 }], a: null })).toBe('{"a":null,"b":[{"c":2,"d":1}]}');
  });
});

describe('HTML', () => {
  const page = renderHtml(renderComment(GOLDEN['blocked']?.() as Scorecard, { instance: 'x' }), { title: 'A <title> & more', stylesheet: '.markdown-body { color: red }' });

  test('is one page with the stylesheet, and alerts as GitHub draws them', () => {
    expect(page).toMatch(/^<!doctype html>/);
    expect(page).toContain('<title>A &lt;title&gt; &amp; more</title>');
    expect(page).toContain('.markdown-body { color: red }');
    expect(page).toContain('<div class="markdown-alert markdown-alert-caution">');
    expect(page).not.toContain('[!CAUTION]');
    expect(page.match(/<details>/g)?.length).toBe(page.match(/<\/details>/g)?.length);
  });

  test('holds no tag of a hostile text', () => {
    fc.assert(fc.property(hostileText, (text) => {
      const card = GOLDEN['blocked']?.() as Scorecard;
      const html = renderHtml(renderComment({ ...card, findings: card.findings.map((one) => ({ ...one, text, remedy: text })) }, { instance: 'x', maxBytes: 12_000 }), { title: text, stylesheet: '' });
      expect(html).not.toMatch(/<(img|script|iframe|a [^>]*javascript:)/i);
      expect(html.match(/<details>/g)?.length).toBe(html.match(/<\/details>/g)?.length);
    }), { numRuns: 15 });
  });
});
