/**
 * Who may import whom, and why. `__tests__/meta/layers.test.ts` asserts that every rule speaks of files that exist, so
 * that none guards nothing.
 */

/** A layer, the layers it may import besides itself, and the reason that is shown to whoever breaks it. */
const LAYERS = [
  ['model', [], 'The model is the nouns that everything speaks of; it depends on nothing and computes nothing.'],
  ['checklist', ['model'], 'The checklist is text and ids; it knows neither controls nor configuration nor languages.'],
  ['revision', ['model'], 'A revision is a tree of blobs; it knows neither a parser nor a language.'],
  ['facts', ['model', 'revision'], 'Facts are the vocabulary between looking and judging; they name neither a parser nor a language.'],
  ['sql', ['model', 'facts'], 'The dialects read statements, wherever these come from.'],
  ['flow', ['model', 'facts', 'checklist/finding-kinds', 'sql'], 'The data flow follows values, whatever language they were written in.'],
  ['languages', ['model', 'revision', 'facts', 'sql', 'flow', 'checklist/finding-kinds'], 'A language says what is there and judges nothing.'],
  ['documents', ['model', 'revision', 'facts', 'sql', 'flow', 'checklist/finding-kinds'], 'Documents say what is there and judge nothing; code in their fences is handed on, not read here.'],
  ['controls', ['model', 'checklist', 'facts'], 'A control is a pure function of facts: no files, no syntax tree, no configuration.'],
  ['compare', ['model', 'checklist'], 'Comparing knows findings and verdicts, and nothing of how they came about.'],
  ['config', ['model', 'checklist'], 'Configuration is read and weighed, without input or output.'],
  ['policy', ['model', 'checklist', 'config', 'compare'], 'Policy decides from verdicts; it renders nothing and looks at nothing.'],
  ['report', ['model', 'checklist'], 'Reporters read the scorecard and nothing else, so that none can decide.'],
  ['node', ['model', 'revision', 'facts', 'config'], 'Input and output judge nothing.'],
  ['github', ['model', 'checklist', 'revision', 'facts', 'config', 'report', 'node'], 'Input and output judge nothing.'],
  ['cli', ['model', 'revision', 'config', 'github/inputs', 'node', 'report'], 'The parts of the command read arguments and folders, and judge nothing.'],
];

/** The story on one page and what it is told with: every pure layer, and no input or output. */
const PURE = ['model', 'checklist', 'revision', 'facts', 'sql', 'flow', 'languages', 'documents', 'controls', 'compare', 'config', 'policy', 'review'];

const layerRules = LAYERS.map(([layer, allowed, comment]) => ({
  name: `${layer}-layer`,
  comment,
  severity: 'error',
  from: { path: `^src/${layer}/` },
  to: { path: '^src/', pathNot: [layer, ...allowed].map((name) => `^src/${name}(?:/|\\.ts$)`) },
}));

module.exports = {
  forbidden: [
    ...layerRules,
    {
      name: 'review-is-pure',
      comment: 'The review is told by the pure layers alone; what it needs of the world comes in as revisions.',
      severity: 'error',
      from: { path: '^src/(?:review/|review\\.ts$|configure\\.ts$)' },
      to: { path: '^src/', pathNot: [...PURE.map((name) => `^src/${name}/`), '^src/(?:review|configure|tool)\\.ts$'] },
    },
    {
      name: 'languages-and-documents-apart',
      comment: 'What reads code and what reads documents never know each other; they meet in the facts.',
      severity: 'error',
      from: { path: '^src/(languages|documents)/' },
      to: { path: '^src/(languages|documents)/', pathNot: '^src/$1/' },
    },
    {
      name: 'one-control-alone',
      comment: 'A control does not know another; what two need is a fact.',
      severity: 'error',
      from: { path: '^src/controls/(?!registry)' },
      to: { path: '^src/controls/registry\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'faces-are-outermost',
      comment: 'The thin faces start the program; nothing imports them.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(?:action|cli|index|main)[\\w-]*\\.ts$' },
      to: { path: '^src/(?:action|cli|index)\\.ts$' },
    },
    {
      name: 'no-world-in-pure-layers',
      comment: 'Pure layers neither read files nor run programs nor ask the network. Hashing is computing, so node:crypto is allowed.',
      severity: 'error',
      from: { path: '^src/(?:model|checklist|revision|facts|sql|flow|languages|documents|controls|compare|config|policy|report|review)(?:/|\\.ts$)' },
      to: { dependencyTypes: ['core'], pathNot: '^(?:node:)?crypto$' },
    },
    {
      name: 'compiler-in-its-language',
      comment: 'Only the TypeScript reader knows the compiler; after it nothing can tell which parser ran.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/languages/typescript/' },
      to: { path: '^node_modules/(?:ts-morph|@ts-morph|typescript)/' },
    },
    {
      name: 'forge-in-github',
      comment: 'Only the GitHub layer and the face of the action speak to GitHub, so that the rest runs anywhere.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(?:github/|action\\.ts$)' },
      to: { path: '^node_modules/@(?:actions|octokit)/' },
    },
    {
      name: 'no-tests-in-src',
      comment: 'The program does not depend on its tests or on the scripts that make it.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(?:__tests__|scripts|benchmarks|examples)/' },
    },
    {
      name: 'no-development-dependencies',
      comment: 'What the program imports must be a dependency, or the published package cannot be built.',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-cycles',
      comment: 'Modules that need each other are one module, or lack a third.',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'nothing-unresolved',
      comment: 'An import that cannot be resolved hides what it leads to from every other rule.',
      severity: 'error',
      from: { path: '^src/' },
      // The tree of Markdown exists as types alone.
      to: { couldNotResolve: true, pathNot: '^mdast$' },
    },
    {
      name: 'nothing-unreached',
      comment: 'A module that no face reaches is dead, or was forgotten in a registry.',
      severity: 'error',
      from: { path: '^src/(?:action|cli|index)\\.ts$' },
      to: { path: '^src/', pathNot: ['\\.d\\.ts$', '^src/(?:action|cli|index)\\.ts$', '^src/checklist/sections\\.ts$', '^src/report/html\\.ts$'], reachable: false },
    },
  ],
  options: {
    doNotFollow: { path: '^node_modules/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.json'], conditionNames: ['import', 'require', 'node', 'default'], exportsFields: ['exports'] },
  },
};
