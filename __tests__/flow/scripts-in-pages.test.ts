import { describe, expect, test } from '@jest/globals';
import { fileKind } from '../../src/facts/file-kind';
import { found, wanted, type Program } from '../support/flows';

/** Scripts that stand in pages and components: each marked line is found, and nothing else. */
const CASES: Readonly<Record<string, Program>> = {
  'scripts of a page, which share their names': { 'index.html': '<!doctype html>\n<script>\n  const to = location.hash.slice(1);\n</script>\n<p title="a > b">Text: document.write(location.hash)</p>\n<!-- <script>document.write(location.hash);</script> -->\n<script type="module" async>\n  document.body.innerHTML = to; // ! xss\n</script>\n' },
  'data, and what a tool has made': { 'index.html': '<script type="application/json">{"a": "document.write(location.hash)"}</script>\n<script type="text/x-template">document.write(location.hash)</script>\n<style>a { b: url(<script>) }</style>\n', 'manual.html': '<meta name="generator" content="Manual 3"><script>document.write(location.hash)</script>\n' },
  'a page that a template engine fills': { 'views/a.html': '<script>\n  const user = <%= user %>;\n  <% if (a) { %>\n  document.write(location.hash); // ! xss\n  <% } %>\n</script>\n' },
  'a component of Vue': { 'A.vue': '<template>\n  <p v-html="text" />\n  <p v-html="fixed" /> <b v-html="raw" />\n</template>\n<script setup lang="ts">\nconst text: string = location.hash;\nconst fixed = \'<b>a</b>\';\nconst raw = fixed as string;\ndocument.write(text); // ! xss\n</script>\n<style>\n.a > b { color: red }\n</style>\n' },
  'a component of Svelte': { 'A.svelte': '<script lang="ts">\n  let html = location.hash;\n</script>\n\n<p>{@html html}</p> <!-- // ! xss -->\n<p>{html}</p>\n' },
  'a page of Astro': { 'src/pages/a.astro': '---\nconst q = location.hash;\n---\n<p>{q}</p>\n<p set:html={q} /> <i>\n</i>\n' },
};
const EXTRA: Readonly<Record<string, readonly string[]>> = { 'a component of Vue': ['xss A.vue:2'], 'a component of Svelte': ['xss A.svelte:5'], 'a page of Astro': ['xss src/pages/a.astro:5'] };

describe('scripts in pages and components', () => {
  test.each(Object.entries(CASES))('%s', (name, program) => {
    const marked = wanted(program).filter((mark) => !mark.startsWith('-->'));
    expect(found(program)).toEqual([...new Set([...marked.filter((mark) => !mark.includes('-->')), ...(EXTRA[name] ?? [])])].sort());
  });

  test('columns stay what they are', () => {
    expect(found({ 'a.html': '<p><script>document.write(location.hash)</script>' })).toEqual(['xss a.html:1']);
  });

  test.each([['coverage/lcov-report/index.html', 'generated'], ['playwright-report/index.html', 'generated'], ['docs/api.html', 'example'], ['public/index.html', 'product'], ['src/reports/make.ts', 'product']])('%s is %s', (path, kind) => {
    expect(fileKind(path)).toBe(kind);
  });
});
