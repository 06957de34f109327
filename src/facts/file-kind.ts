/**
 * What part a file plays, told from its path alone. Only `product` files raise traits and findings, save what the
 * package's bin, main or exports reach, which linking promotes to product.
 */
export type FileKind = 'product' | 'test' | 'example' | 'benchmark' | 'script' | 'vendored' | 'generated';

const SEGMENTS: readonly (readonly [FileKind, RegExp])[] = [
  ['vendored', /(^|\/)(node_modules|bower_components|vendor|vendored|third[-_]party|\.yarn|\.pnp)(\/|$)/],
  ['test', /(^|\/)(__tests__|__mocks__|__fixtures__|tests?|specs?|fixtures?|testdata|e2e|cypress|playwright-tests|mocks?|testing|evals?)(\/|$)/i],
  ['test', /[._-](test|tests|spec|specs|mock|e2e|bench\.test)\.[cm]?[jt]sx?$/i],
  ['test', /(^|\/)(jest|vitest|karma|playwright|cypress|mocha|ava)[.\w-]*\.(config|setup)[.\w-]*\.[cm]?[jt]sx?$/i],
  ['test', /(^|\/)tests?\.[cm]?[jt]sx?$/i],
  ['benchmark', /(^|\/)bench(mark)?s?\.[cm]?[jt]s$/i],
  ['example', /(^|\/)(examples?|demo)\.[cm]?[jt]sx?$/i],
  ['benchmark', /(^|\/)(bench|benches|benchmarks?|perf|load-?tests?)(\/|$)/i],
  ['example', /(^|\/)(examples?|samples?|demos?|docs?|documentation|website|tutorials?|playground|storybook|\.storybook)(\/|$)/i],
  ['script', /(^|\/)(scripts?|tools\/scripts|hack|ci|\.github|\.circleci|\.husky|\.devcontainer)(\/|$)/i],
  ['script', /(^|\/)[\w.-]+\.config\.[cm]?[jt]s$/i],
  ['script', /(^|\/)(gulpfile|gruntfile|webpack[\w.-]*|rollup[\w.-]*|esbuild[\w.-]*|eslint[\w.-]*|prettier[\w.-]*|babel[\w.-]*|tsup[\w.-]*|build)\.[cm]?[jt]s$/i],
  ['generated', /(^|\/)(generated|__generated__|gen|\.next|\.nuxt|\.svelte-kit|coverage)(\/|$)/i],
  ['generated', /(^|\/)(lcov-report|playwright-report|storybook-static|typedoc|jsdoc|api-?docs?|test-results|reports?)(\/.*)?\/[^/]+\.x?html?$/i],
  ['generated', /(^|\/)[^/]*(coverage|report)\.x?html?$/i],
  ['generated', /\.(generated|gen|pb|min)\.[cm]?[jt]sx?$/i],
];

/** The part a file plays. Order matters: a test inside a vendored folder is vendored. */
export function fileKind(path: string): FileKind {
  for (const [kind, pattern] of SEGMENTS) if (pattern.test(path)) return kind;
  return 'product';
}
