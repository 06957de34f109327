import { describe, expect, test } from '@jest/globals';
import { cruise, type ICruiseResult, type IForbiddenRuleType, type IRegularForbiddenRuleType } from 'dependency-cruiser';
import { mkdtempSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const configuration = createRequire(import.meta.url)('../../.dependency-cruiser.cjs') as { readonly forbidden: readonly IForbiddenRuleType[] };
const rules = configuration.forbidden as readonly IRegularForbiddenRuleType[];
const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts')).map((path) => `src/${path.replaceAll('\\', '/')}`);

function matches(pattern: string | string[] | undefined, path: string): boolean {
  return [pattern ?? []].flat().some((one) => new RegExp(one).test(path));
}

describe('the rules of the layers', () => {
  test.each(rules.map((rule) => [rule.name ?? '', rule] as const))('%s speaks of files that exist, and says why', (_, rule) => {
    const spoken = files.filter((path) => matches(rule.from.path, path) && !matches(rule.from.pathNot, path));
    expect(spoken).not.toEqual([]);
    expect(rule.comment).toMatch(/^[A-Z].{20,}\.$/s);
    expect(rule.severity).toBe('error');
  });

  test('every folder of src is a layer with a rule', () => {
    const folders = readdirSync('src', { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name);
    const ruled = rules.filter((rule) => rule.name?.endsWith('-layer') || rule.name === 'review-is-pure');
    for (const folder of folders) {
      expect(ruled.filter((rule) => matches(rule.from.path, `src/${folder}/x.ts`)).map((rule) => rule.name)).toHaveLength(1);
    }
  });

  test('what a rule lets in exists', () => {
    const allowed = rules.filter((rule) => rule.name?.endsWith('-layer')).flatMap((rule) => [rule.to.pathNot ?? []].flat());
    for (const pattern of allowed) expect([pattern, files.some((path) => new RegExp(pattern).test(path))]).toEqual([pattern, true]);
  });
});

/** Names of the rules that a tree of modules breaks. */
async function broken(tree: Readonly<Record<string, string>>): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'layers-'));
  try {
    for (const [path, text] of Object.entries(tree)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const { output } = await cruise(['src'], { baseDir: folder, ruleSet: { forbidden: [...rules] }, validate: true, tsPreCompilationDeps: true, enhancedResolveOptions: { extensions: ['.ts'] } });
    const names = (output as ICruiseResult).summary.violations.map((violation) => violation.rule.name);
    return [...new Set(names)].filter((name) => name !== 'nothing-unreached').sort();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('what breaks them', () => {
  const one = 'export const one = 1;\n';
  test.each<[name: string, tree: Readonly<Record<string, string>>, rules: readonly string[]]>([
    ['policy may use the configuration', { 'src/policy/a.ts': "import { one } from '../config/b';\nexport const a = one;\n", 'src/config/b.ts': one }, []],
    ['a reporter may not use policy', { 'src/report/a.ts': "import { one } from '../policy/b';\nexport const a = one;\n", 'src/policy/b.ts': one }, ['report-layer']],
    ['not even for a type', { 'src/model/a.ts': "import type { One } from '../facts/b';\nexport type A = One;\n", 'src/facts/b.ts': 'export type One = 1;\n' }, ['model-layer']],
    ['a control may not read configuration', { 'src/controls/x/a.ts': "import { one } from '../../config/b';\nexport const a = one;\n", 'src/config/b.ts': one }, ['controls-layer']],
    ['documents may not use a language', { 'src/documents/a.ts': "import { one } from '../languages/typescript/b';\nexport const a = one;\n", 'src/languages/typescript/b.ts': one }, ['documents-layer', 'languages-and-documents-apart']],
    ['policy may not read files', { 'src/policy/a.ts': "import { readFileSync } from 'node:fs';\nexport const a = readFileSync;\n" }, ['no-world-in-pure-layers']],
    ['comparing may hash', { 'src/compare/a.ts': "import { createHash } from 'node:crypto';\nexport const a = createHash;\n" }, []],
    ['the review may not use the forge', { 'src/review.ts': "import { one } from './github/b';\nexport const a = one;\n", 'src/github/b.ts': one }, ['review-is-pure']],
    ['nothing imports a face', { 'src/gather.ts': "import { one } from './cli';\nexport const a = one;\n", 'src/cli.ts': one }, ['faces-are-outermost']],
    ['modules may not need each other', { 'src/model/a.ts': "import { b } from './b';\nexport const a = (): number => b;\n", 'src/model/b.ts': "import { a } from './a';\nexport const b = a();\n" }, ['no-cycles']],
    ['an import must lead somewhere', { 'src/model/a.ts': "import { b } from './missing';\nexport const a = b;\n" }, ['nothing-unresolved']],
  ])('%s', async (_, tree, expected) => {
    expect(await broken(tree)).toEqual(expected);
  });
});
