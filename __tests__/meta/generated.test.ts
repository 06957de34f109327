import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fromMarkdown } from 'mdast-util-from-markdown';
import type { Nodes } from 'mdast';
import { parse } from 'yaml';
import { CONTROL_IDS } from '../../src/checklist/ids';
import { parseConfiguration } from '../../src/config/parse';
import { actionTables } from '../../scripts/generate/action-tables';
import { fillRegions } from '../../scripts/generate/regions';
import { fenced, table } from '../../scripts/generate/markdown';
import { GOLDEN } from '../support/golden';

const ROOT = resolve(import.meta.dirname, '../..');
const PAGES = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'SECURITY.md', 'docs/checklist.md', 'docs/configuration.md'];

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

test('every generated file is what the generator would write', () => {
  const run = spawnSync(process.execPath, ['node_modules/tsx/dist/cli.mjs', 'scripts/generate.ts', '--check'], { cwd: ROOT, encoding: 'utf8' });
  expect({ status: run.status, stderr: run.stderr }).toEqual({ status: 0, stderr: '' });
});

describe('the pages', () => {
  test.each(PAGES)('%s links to files and anchors that exist', (page) => {
    const broken = linksOf(fromMarkdown(read(page))).filter((url) => !/^(?:https?|mailto):/.test(url) && !resolves(page, url));
    expect(broken).toEqual([]);
  });

  test('README.md shows configurations that are right', () => {
    const blocks = fencesOf(fromMarkdown(read('README.md')), 'yaml').filter((text) => /^(?:version|attestations|waivers):/m.test(text));
    expect(blocks).toHaveLength(3);
    for (const text of blocks) expect(parseConfiguration({ path: 'README.md', text })).toMatchObject({ ok: true });
  });

  test('README.md shows the workflow that stands among the examples', () => {
    const [shown = ''] = fencesOf(fromMarkdown(read('README.md')), 'yaml').filter((text) => text.includes('uses: '));
    expect(parse(shown)).toEqual(parse(read('examples/workflows/publish-gate.yml')));
  });

  test.each(readdirSync(join(ROOT, 'examples/workflows')))('the workflow %s gives the gate only inputs that it has', (name) => {
    const known = Object.keys((parse(read('action.yml')) as { inputs: object }).inputs);
    const { jobs } = parse(read(`examples/workflows/${name}`)) as { jobs: Record<string, { steps: { uses?: string; with?: object }[] }> };
    const steps = Object.values(jobs).flatMap((job) => job.steps).filter((step) => step.uses?.startsWith('mcp-publish-gate/'));
    expect(steps).toHaveLength(1);
    expect(steps.flatMap((step) => Object.keys(step.with ?? {})).filter((input) => !known.includes(input))).toEqual([]);
  });

  test('docs/checklist.md has an anchor for each control', () => {
    const anchors = anchorsOf(read('docs/checklist.md'));
    expect(CONTROL_IDS.filter((id) => !anchors.has(id))).toEqual([]);
  });
});

describe('the schemas', () => {
  const validate = (path: string) => new Ajv({ strict: false, validateFormats: false }).compile(JSON.parse(read(path)) as object);

  test.each(Object.entries(GOLDEN))('a scorecard is of its schema: %s', (_, make) => {
    const check = validate('schema/scorecard.schema.json');
    check(JSON.parse(JSON.stringify(make())));
    expect(check.errors ?? []).toEqual([]);
  });

  test.each([
    ['another version', { schemaVersion: 2 }],
    ['no decision', { decision: undefined }],
    ['a score that is no number', { score: 'high' }],
    ['a decision that does not exist', { decision: { result: 'maybe', exitCode: 0, blocking: [] } }],
  ])('a scorecard with %s is not', (_, change) => {
    const card = JSON.parse(JSON.stringify({ ...GOLDEN['clean']?.(), ...change })) as object;
    expect(validate('schema/scorecard.schema.json')(card)).toBe(false);
  });

  test('a scorecard with a field that a later release adds is of its schema', () => {
    const card = JSON.parse(JSON.stringify({ ...GOLDEN['clean']?.(), later: 1 })) as object;
    expect(validate('schema/scorecard.schema.json')(card)).toBe(true);
  });

  test.each([
    [true, {}],
    [true, { version: 1, profile: 'strict', levels: { items: { 'caching-implemented': 'required' } } }],
    [true, { waivers: [{ control: 'rate-limiting', reason: 'The gateway limits each client.', owner: 'ops', expires: '2027-01-31' }] }],
    [false, { profil: 'strict' }],
    [false, { profile: 'lax' }],
    [false, { levels: { items: { 'caching-implemented': 'sometimes' } } }],
    [false, { waivers: [{ control: 'rate-limiting', reason: 'The gateway limits each client.', expires: '2027-01-31' }] }],
  ])('a configuration is of its schema: %s for %j', (valid, configuration) => {
    expect(validate('schema/config.schema.json')(configuration)).toBe(valid);
  });
});

describe('the parts of the generator', () => {
  test('a region is filled, and what stands around it stays', () => {
    const page = 'a\n<!-- generated:x -->old<!-- /generated:x -->\nb';
    const filled = fillRegions(page, { x: 'new' });
    expect(filled).toBe('a\n<!-- generated:x -->\n\nnew\n\n<!-- /generated:x -->\nb');
    expect(fillRegions(filled, { x: 'new' })).toBe(filled);
  });

  test.each([
    ['a region nothing is known of', '<!-- generated:y --><!-- /generated:y -->', {}],
    ['a text without a region', 'a', { x: 'new' }],
    ['a marker without its partner', '<!-- generated:x -->', {}],
  ])('it refuses %s', (_, page, texts) => {
    expect(() => fillRegions(page, texts)).toThrow();
  });

  test('a bar or a line break in a cell does not break the table', () => {
    expect(table(['a', 'b'], [['x|y', 'p\nq']])).toBe('| a | b |\n| --- | --- |\n| x\\|y | p q |');
  });

  test('a fence is longer than any inside it', () => {
    expect(fenced('a\n```\nb', 'README.md')).toBe('````markdown\na\n```\nb\n````');
  });

  test('the tables of an action name defaults and requirements', () => {
    const { inputs, outputs } = actionTables('inputs:\n  a:\n    description: >-\n      One\n      two.\n    default: x\n  b:\n    description: B.\n    required: true\noutputs:\n  c:\n    description: C.\n');
    expect(inputs).toContain('| `a` | `x` | One two. |\n| `b` | required | B. |');
    expect(outputs).toContain('| `c` | C. |');
  });
});

function linksOf(node: Nodes): string[] {
  const here = node.type === 'link' || node.type === 'image' || node.type === 'definition' ? [node.url] : [];
  return 'children' in node ? [...here, ...node.children.flatMap(linksOf)] : here;
}

function fencesOf(node: Nodes, language: string): string[] {
  if (node.type === 'code') return node.lang === language ? [node.value] : [];
  return 'children' in node ? node.children.flatMap((child) => fencesOf(child, language)) : [];
}

/** Whether a relative link leads to a file of the repository, and to an anchor of that file when it names one. */
function resolves(from: string, url: string): boolean {
  const [path = '', anchor] = decodeURI(url).split('#');
  const target = path === '' ? from : join(dirname(from), path);
  if (!existsSync(join(ROOT, target))) return false;
  return anchor === undefined || anchorsOf(read(target)).has(anchor);
}

/** Anchors that GitHub gives a page: of headings, and of elements with an id. */
function anchorsOf(markdown: string): ReadonlySet<string> {
  const headings = [...markdown.matchAll(/^#{1,6} (.+)$/gm)].map(([, text = '']) => text.toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-'));
  return new Set([...headings, ...[...markdown.matchAll(/<a id="([^"]+)">/g)].map(([, id = '']) => id)]);
}
