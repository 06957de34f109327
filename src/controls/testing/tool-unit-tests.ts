import type { EntryPointFact } from '../../facts/entry-points';
import type { TestFact } from '../../facts/tests';
import { searched, seenAt, type Evidence } from '../../model/evidence';
import { control } from '../control';

/** Every tool is exercised by a test that asserts: by name through a client, or by its handler. */
export const toolUnitTests = control({
  id: 'tool-unit-tests',
  needs: ['entryPoints', 'tests'],
  applies: ['tools'],
  exhaustive: true,
  messages: {
    untested: {
      severity: 'fail', nature: 'absence',
      text: 'No test exercises the tool {tool}.',
      remedy: 'Add a test that calls the tool by name through a client, or calls its handler, and asserts what comes back.',
    },
    assertsNothing: {
      severity: 'fail', nature: 'absence',
      text: 'The tool {tool} is called by a test at {place}, which asserts nothing.',
      remedy: 'Assert what the tool returns, and what it does with input that it must refuse.',
    },
  },
  judge: ({ entryPoints, tests }, say) => {
    const tools = entryPoints.entries.filter((entry) => entry.kind === 'tool');
    const judged = tools.map((tool) => ({ tool, by: tests.tests.filter((test) => exercises(test, tool)) }));
    return {
      findings: judged.flatMap(({ tool, by }) => {
        if (by.some((test) => test.asserts)) return [];
        const [silent] = by;
        const data = { tool: label(tool), place: silent ? `${silent.location.path}:${silent.location.line}` : '' };
        return [say(silent ? 'assertsNothing' : 'untested', { at: tool.location, anchor: tool.name, data })];
      }),
      evidence: [...judged.flatMap(({ tool, by }) => passing(tool, by)), searched(`Looked through ${tests.tests.length} tests in ${tests.files.length} test files.`)],
      ...(tools.length === 0 && { unverified: 'Tool calls are handled, but the tools could not be told apart by name, so nobody can say which of them are tested.' }),
    };
  },
});

function exercises(test: TestFact, tool: EntryPointFact): boolean {
  if (tool.name !== '' && test.literals.includes(tool.name)) return true;
  return tool.handlers.some((handler) => test.reaches.some((place) => place.path === handler.path && place.line === handler.line && place.column === handler.column));
}

function passing(tool: EntryPointFact, by: readonly TestFact[]): Evidence[] {
  const test = by.find((each) => each.asserts);
  return test ? [seenAt(test.location, `${label(tool)} is exercised here.`)] : [];
}

function label(tool: EntryPointFact): string {
  return tool.name === '' ? 'without a literal name' : `\`${tool.name}\``;
}
