import { describe, expect, test } from '@jest/globals';
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
  };
  test.each(Object.entries(CASES))('%s', (_, [added, program]) => {
    expect(found(program, added)).toEqual(wanted(program));
  });

  test.each(Object.entries(CASES).filter(([, [added]]) => added.sanitizers.length === 0))('without it nothing is found: %s', (_, [, program]) => {
    expect(found(program)).toEqual([]);
  });
});

test('a function is reached through members, calls and constructions', () => {
  expect(waysTo('@acme/db/client.Pool.run')).toEqual(['@acme/db/client.Pool.run', '@acme/db/client.Pool().run', '@acme/db/client().Pool.run', '@acme/db/client().Pool().run']);
  expect(waysTo('quote')).toEqual(['quote']);
});

test('a path of many members has no more ways than itself', () => {
  expect(waysTo('a.b.c.d.e.f.g.h.i')).toEqual(['a.b.c.d.e.f.g.h.i']);
});
