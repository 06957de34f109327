import { expect, test } from '@jest/globals';
import { CHECKLIST } from '../../../src/checklist/checklist';
import type { SourceOrigin } from '../../../src/facts/knowledge/rules';
import { analyse } from '../../../src/flow/analyse';
import { joinFiles } from '../../../src/flow/program';
import { EVERYWHERE } from '../../../src/flow/taint/follow/relevance';
import { knowledgeWith } from '../../../src/languages/typescript/knowledge';
import { isTypeScriptPath, parse } from '../../../src/languages/typescript/parse';
import { lowerFile } from '../../../src/languages/typescript/lower/lower';
import { moduleResolver } from '../../../src/languages/typescript/resolve';
import { NO_FLOW_MODELS } from '../../../src/model/settings';
import { namesFrom, programOf } from '../../support/properties/programs';
import { REWRITES } from '../../support/properties/rewrites';
import { SEEDS } from '../../support/properties/seeds';

const ORIGINS: ReadonlySet<SourceOrigin> = new Set(['tool', 'request', 'upload', 'browser', 'file', 'command-line', 'environment', 'library']);
const KNOWLEDGE = knowledgeWith(NO_FLOW_MODELS);

/** What is found where values are followed only as far as they lead somewhere, and where they are followed to wherever they go. */
function bothWays(files: Readonly<Record<string, string>>): readonly [string[], string[]] {
  const code = Object.entries(files).filter(([path]) => isTypeScriptPath(path)).map(([path, text]) => ({ path, flow: lowerFile(parse(path, text)), product: true }));
  const program = joinFiles(code, moduleResolver(code.map(({ path }) => path), []));
  return [analyse(program, KNOWLEDGE, ORIGINS), analyse(program, KNOWLEDGE, ORIGINS, () => EVERYWHERE)].map(({ flows }) => flows.map((flow) => JSON.stringify(flow))) as [string[], string[]];
}

const EXAMPLES = Object.entries(CHECKLIST).flatMap(([id, { good, bad }]) => [[`${id}, good`, good.files], [`${id}, bad`, bad.files]] as const);

test.each(EXAMPLES)('nothing is lost that leads to a sink in the example of %s', (_, files) => {
  const [narrow, wide] = bothWays(files);
  expect(narrow).toEqual(wide);
});

test.each(Object.keys(REWRITES).map((name, index) => [name, index] as const))('nothing is lost behind the rewrite: %s', (name, index) => {
  for (const seed of [0, 1].flatMap((offset) => SEEDS[(2 * index + offset) % SEEDS.length] ?? [])) {
    const [narrow, wide] = bothWays(programOf(seed, REWRITES[name] ? [REWRITES[name]] : [], namesFrom(['v'])));
    expect(narrow).toEqual(wide);
  }
});
