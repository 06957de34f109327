/**
 * Begins a control: `npm run new-control -- <id>`. Writes the control and the table of its test, both to be filled in,
 * enters it in the registry, and says what is left to do. The id must be an item of the checklist.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { argv, exit } from 'node:process';
import { CHECKLIST } from '../src/checklist/checklist';
import { CONTROL_IDS, type ControlId } from '../src/checklist/ids';
import { nearest } from '../src/config/nearest';
import type { Control } from '../src/controls/control';
import { CONTROLS, notExamined, type NotExamined } from '../src/controls/registry';

const REGISTRY = 'src/controls/registry.ts';

function main(word: string): string {
  const id = CONTROL_IDS.find((candidate) => candidate === word);
  if (!id) {
    const meant = nearest(word, CONTROL_IDS);
    throw new Error(`${JSON.stringify(word)} is no id of the checklist. ${meant ? `Did you mean ${meant}?` : 'The ids are in src/checklist/ids.ts.'}`);
  }
  const present = (CONTROLS as Readonly<Record<ControlId, Control | NotExamined>>)[id];
  if (present !== notExamined) throw new Error(`${id} has a control already.`);
  const { section } = CHECKLIST[id];
  const paths = { control: `src/controls/${section}/${id}.ts`, test: `__tests__/controls/${section}/${id}.test.ts` };
  for (const path of Object.values(paths)) if (existsSync(path)) throw new Error(`${path} exists already.`);
  save(paths.control, controlText(id));
  save(paths.test, testText(id, section));
  writeFileSync(REGISTRY, registered(readFileSync(REGISTRY, 'utf8'), id, section));
  return [
    `Wrote ${paths.control} and ${paths.test}, and entered it in ${REGISTRY}.`,
    'Next: name the facts it needs, write what it can say, judge, and fill the four tables of the test.',
    `Then run "npm test -- ${paths.test}" and "npm run generate".`,
  ].join('\n');
}

/** The registry with the control in the place of its `notExamined`, and its import in order. */
export function registered(registry: string, id: ControlId, section: string): string {
  const key = /^[a-z]+$/.test(id) ? id : `'${id}'`;
  const name = nameOf(id);
  const line = `import { ${name} } from './${section}/${id}';`;
  const imports = registry.split('\n').filter((candidate) => candidate.startsWith('import '));
  // Controls stand in folders of their own, behind everything else and in the order of their paths.
  const after = imports.filter((candidate) => !/'\.\/[^']+\//.test(candidate) || pathOf(candidate) < pathOf(line)).at(-1);
  if (after === undefined || !registry.includes(`  ${key}: notExamined,`)) throw new Error(`${REGISTRY} is not in the form that is known here; enter ${name} by hand.`);
  return registry.replace(after, `${after}\n${line}`).replace(`  ${key}: notExamined,`, `  ${key}: ${name},`);
}

function pathOf(line: string): string {
  return line.slice(line.indexOf("'"));
}

function nameOf(id: string): string {
  return id.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function controlText(id: ControlId): string {
  return `import { control } from '../control';

export const ${nameOf(id)} = control({
  id: '${id}',
  needs: [],
  applies: 'always',
  exhaustive: true,
  messages: {
    wrong: {
      severity: 'fail',
      nature: 'defect',
      text: 'An imperative sentence about what is wrong, with {name} of the thing.',
      remedy: 'A sentence that says how to repair it.',
    },
  },
  judge: () => {
    throw new Error('${id} does not judge yet.');
  },
});
`;
}

function testText(id: ControlId, section: string): string {
  return `import { ${nameOf(id)} } from '../../../src/controls/${section}/${id}';
import { testControl } from '../../support/control-tester';

testControl(${nameOf(id)}, {
  pass: {},
  fail: {},
  notApplicable: {},
  unverified: {},
});
`;
}

function save(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

if (argv[1]?.endsWith('new-control.ts')) {
  try {
    console.log(main(argv[2] ?? ''));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    exit(1);
  }
}
