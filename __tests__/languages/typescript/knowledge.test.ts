import { describe, expect, test } from '@jest/globals';
import { linkTypescript } from '../../../src/languages/typescript/link';
import { waysTo } from '../../../src/languages/typescript/knowledge';
import { NO_FLOW_MODELS, type FlowModels } from '../../../src/model/settings';
import { found, tool, wanted } from '../../support/flows';

const models = (added: Partial<FlowModels>): FlowModels => ({ ...NO_FLOW_MODELS, ...added });

describe('what a configuration adds to the data flow', () => {
  const CASES: Readonly<Record<string, readonly [FlowModels, string]>> = {
    'a source is what a function returns': [
      models({ sources: [{ api: '@acme/queue.next', from: 'return' }] }),
      tool('  execSync(`echo ${(await next()).name}`); // ! command-injection', "import { next } from '@acme/queue';"),
    ],
    'a source is a method of a constructed object': [
      models({ sources: [{ api: '@acme/queue.Queue.pull', from: 'return' }] }),
      tool('  execSync(`echo ${await new Queue(1).pull()}`); // ! command-injection', "import { Queue } from '@acme/queue';"),
    ],
    'a source hands its value to a callback, wherever that stands': [
      models({ sources: [{ api: 'jobs.Bus.on', from: 'callback' }] }),
      tool('  return a;', "import { Bus } from 'jobs';\nconst bus = new Bus();\nbus.on('made', (job) => { execSync(`echo ${job.name}`); }); // ! command-injection"),
    ],
    'a source of callbacks returns nothing': [
      models({ sources: [{ api: 'jobs.on', from: 'callback' }] }),
      tool("  execSync(`echo ${jobs.on('made')}`);", "import * as jobs from 'jobs';"),
    ],
    'a sink is a function, with the arguments that are named': [
      models({ sinks: [{ api: '@acme/db.runSql', kind: 'sql-injection', arguments: [1] }] }),
      tool('  runSql(a, 1);\n  runSql(1, a); // ! sql-injection', "import { runSql } from '@acme/db';"),
    ],
    'a sink is a method of an object or of what a class makes, with every argument': [
      models({ sinks: [{ api: '@acme/db.Pool.run', kind: 'sql-injection' }] }),
      tool('  new Pool().run(1, a); // ! sql-injection\n  Pool.run(a); // ! sql-injection', "import { Pool } from '@acme/db';"),
    ],
    'a sanitizer clears its kinds and no other': [
      models({ sanitizers: [{ api: '@acme/text.quoted', kinds: ['command-injection'] }] }),
      tool('  execSync(`echo ${quoted(a)}`);\n  fs.readFileSync(quoted(b)); // ! path-traversal', "import { quoted } from '@acme/text';"),
    ],
    'a source is a function of the repository, by file and name': [
      models({ sources: [{ api: './src/index.ts#next', from: 'return' }] }),
      tool('  execSync(`echo ${next().name}`); // ! command-injection', 'function next(): any { return table(); }\ndeclare function table(): any;'),
    ],
    'a source is a function of the repository that hands its value to a callback': [
      models({ sources: [{ api: '#each', from: 'callback' }] }),
      tool('  each((job: any) => execSync(`echo ${job.name}`)); // ! command-injection', 'declare const jobs: any;\nfunction each(run: any) { for (const job of jobs()) run(job); }'),
    ],
    'a sink is a function of the repository, in whatever file': [
      models({ sinks: [{ api: '#runSql', kind: 'sql-injection', arguments: [0] }] }),
      tool('  runSql(a); // ! sql-injection\n  runSql(1, a);', 'const runSql = (text: any, ...rest: any[]) => 1;'),
    ],
    'a sink is a method of a class of the repository': [
      models({ sinks: [{ api: './src/index.ts#Pool.run', kind: 'sql-injection' }] }),
      tool('  new Pool().run(a); // ! sql-injection\n  new Pool().count(a);', 'class Pool { run(text: any) { return 1; } count(text: any) { return 1; } }'),
    ],
    'a sanitizer is a function of the repository': [
      models({ sanitizers: [{ api: './src/index.ts#quoted', kinds: ['command-injection'] }] }),
      tool('  execSync(`echo ${quoted(a)}`);\n  fs.readFileSync(quoted(b)); // ! path-traversal', 'function quoted(text: string) { return `x${text}`; }'),
    ],
    'a sanitizer of another file is none': [
      models({ sanitizers: [{ api: './src/other.ts#quoted', kinds: ['command-injection'] }] }),
      tool('  execSync(`echo ${quoted(a)}`); // ! command-injection', 'function quoted(text: string) { return `x${text}`; }'),
    ],
    'a guard is a function of the repository that gives a boolean': [
      models({ guards: [{ api: '#known', kinds: ['command-injection'], argument: 0, safeWhen: true }] }),
      tool('  if (known(a)) execSync(`echo ${a}`);\n  execSync(`echo ${a}`); // ! command-injection', 'declare const lookup: any;\nfunction known(text: string) { return lookup(text); }'),
    ],
    'a guard is a function of the repository that throws': [
      models({ guards: [{ api: '#assertKnown', kinds: ['command-injection'], argument: 0, safeWhen: true }] }),
      tool('  assertKnown(a);\n  execSync(`echo ${a}`);\n  execSync(`echo ${b}`); // ! command-injection', 'declare const lookup: any;\nfunction assertKnown(text: string) { lookup(text); }'),
    ],
    'a guard is a function of a package that says what is wrong': [
      models({ guards: [{ api: '@acme/text.isBad', kinds: ['command-injection'], argument: 0, safeWhen: false }] }),
      tool('  if (isBad(a)) execSync(`echo ${a}`); // ! command-injection\n  if (!isBad(b)) execSync(`echo ${b}`);', "import { isBad } from '@acme/text';"),
    ],
  };
  test.each(Object.entries(CASES))('%s', (_, [added, program]) => {
    expect(found(program, added)).toEqual(wanted(program));
  });

  test.each(Object.entries(CASES).filter(([, [added]]) => added.sanitizers.length === 0 && added.guards.length === 0))('without it nothing is found: %s', (_, [, program]) => {
    expect(found(program)).toEqual([]);
  });
});

test('a function is reached through members, calls and constructions', () => {
  expect(waysTo('@acme/db/client.Pool.run')).toEqual(['@acme/db/client.Pool.run', '@acme/db/client.Pool().run', '@acme/db/client().Pool.run', '@acme/db/client().Pool().run']);
  expect(waysTo('quote')).toEqual(['quote']);
});

test('a name that leads to no function of the repository is told', () => {
  const { facts } = linkTypescript([], models({ sinks: [{ api: './src/gone.ts#run', kind: 'sql-injection' }] }));
  expect(facts.flows).toMatchObject({ value: { unmatched: ['./src/gone.ts#run'] } });
});

test('a path of many members has no more ways than itself', () => {
  expect(waysTo('a.b.c.d.e.f.g.h.i')).toEqual(['a.b.c.d.e.f.g.h.i']);
});
