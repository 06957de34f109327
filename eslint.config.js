import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { branches } from './scripts/lint/branches.js';

/** Layers that compute and nothing else: what they need comes in as an argument. */
const PURE = ['model', 'checklist', 'revision', 'facts', 'sql', 'flow', 'languages', 'documents', 'controls', 'compare', 'config', 'policy', 'report', 'review'].map((layer) => `src/${layer}/**/*.ts`);
PURE.push('src/review.ts', 'src/configure.ts', 'src/tool.ts');

/** Tables of knowledge and of text: their length is that of what is known. */
const TABLES = ['src/facts/knowledge/**', 'src/checklist/**'];

const OUTSIDE_WORLD = 'A pure layer takes what it needs as an argument, so that two runs on the same input are equal.';
const ONE_EXIT = 'Only the thin faces end the run, with the exit code that policy/decide.ts gives.';

/** Kept in one list, because ESLint replaces the options of a rule and does not add to them. */
const SYNTAX = {
  house: [
    { selector: 'TSEnumDeclaration', message: 'Use a union of literals instead of an enum.' },
    { selector: 'ClassDeclaration:not([superClass.name=/Error$/])', message: 'Use functions; only errors are classes.' },
    { selector: 'ExportDefaultDeclaration', message: 'Export by name, so that a thing has one name everywhere.' },
    { selector: 'ExportAllDeclaration', message: 'Import from the module that holds the thing, so that layers can be checked.' },
  ],
  exit: [
    { selector: 'CallExpression[callee.property.name="setFailed"]', message: ONE_EXIT },
    { selector: 'CallExpression[callee.name="setFailed"]', message: ONE_EXIT },
    { selector: 'CallExpression[callee.object.name="process"][callee.property.name="exit"]', message: ONE_EXIT },
    { selector: 'CallExpression[callee.name="exit"]', message: ONE_EXIT },
    { selector: 'AssignmentExpression[left.object.name="process"][left.property.name="exitCode"]', message: ONE_EXIT },
  ],
  tables: [
    {
      selector: 'CallExpression[callee.name="testControl"] > ObjectExpression > SpreadElement',
      message: 'Write the cases of a control out, so that a failing one can be found by its text.',
    },
  ],
};

export default defineConfig(
  { ignores: ['node_modules/', 'dist/', 'preview/', 'coverage/', 'vendor/', 'examples/', '.cache/', '**/*.d.ts'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { house: { rules: { branches } } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'no-console': 'error',
      eqeqeq: 'error',
      'max-lines-per-function': ['error', { max: 60 }],
      'house/branches': ['error', { max: 15 }],
      'no-restricted-syntax': ['error', ...SYNTAX.house, ...SYNTAX.exit],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  { files: ['src/**/*.ts', 'scripts/**/*.ts'], ignores: TABLES, rules: { 'max-lines': ['error', { max: 300 }] } },
  {
    files: PURE,
    rules: {
      'no-restricted-globals': ['error', ...['Date', 'process', 'console', 'fetch', 'performance', 'setTimeout', 'setInterval', 'setImmediate', 'require', '__dirname', '__filename'].map((name) => ({ name, message: OUTSIDE_WORLD }))],
      'no-restricted-properties': ['error', { object: 'Math', property: 'random', message: OUTSIDE_WORLD }],
      'no-restricted-imports': ['error', { patterns: [
        { regex: '^node:(?!crypto$)', message: OUTSIDE_WORLD },
        { regex: '^(fs|path|os|child_process|http|https|net|process|timers|url|util)(/|$)', message: OUTSIDE_WORLD },
      ] }],
    },
  },
  { files: ['src/action.ts', 'src/cli.ts'], rules: { 'no-restricted-syntax': ['error', ...SYNTAX.house] } },
  { files: ['src/cli.ts', 'scripts/**/*.ts', 'benchmarks/**/*.ts'], rules: { 'no-console': 'off' } },
  { files: ['scripts/**/*.ts', 'benchmarks/**/*.ts'], rules: { 'no-restricted-syntax': ['error', ...SYNTAX.house] } },
  {
    files: ['__tests__/**/*.ts'],
    rules: {
      'max-lines-per-function': 'off',
      'no-restricted-syntax': ['error', ...SYNTAX.house, ...SYNTAX.tables],
      '@typescript-eslint/explicit-module-boundary-types': 'off',
      // Jest's matchers are typed `any`.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
);
