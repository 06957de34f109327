import { describe, expect, test } from '@jest/globals';
import { sayFlows, type Standing } from '../../src/controls/flow-findings';
import type { FlowFact } from '../../src/facts/flows';
import type { Finding } from '../../src/model/finding';

type Ssrf = FlowFact & { readonly kind: 'ssrf' };

const flow = (source: string, more: Partial<FlowFact> = {}): Ssrf => ({
  location: { path: 'src/call.ts', line: 3, column: 9 }, steps: [{ location: { path: 'src/index.ts', line: 1 }, note: source }], source, sink: 'the address of a request', callee: 'fetch',
  declared: false, doubtful: false, whole: true, anchor: `fetch 77 ${source}`, ...more, kind: 'ssrf',
});
const args = (...names: string[]): Ssrf[] => names.map((name) => flow(`argument \`${name}\` of tool \`t\``));

function said(flows: readonly Ssrf[], standing: (each: FlowFact) => Exclude<Standing, 'declared'> = () => 'certain'): { readonly source: string; readonly anchor: string; readonly steps: number }[] {
  const found: { source: string; anchor: string; steps: number }[] = [];
  sayFlows<'ssrf', 'doubtful'>((_, saying) => {
    found.push({ source: String(saying?.data?.['source']), anchor: saying?.anchor ?? '', steps: saying?.flow?.length ?? 0 });
    return {} as Finding;
  }, flows, standing);
  return found;
}

describe('flows that reach one place', () => {
  test('a few sources are said one by one', () => {
    expect(said(args('a', 'b', 'c')).map(({ source }) => source)).toEqual(['Argument `a` of tool `t`', 'Argument `b` of tool `t`', 'Argument `c` of tool `t`']);
  });
  test('many are said once, with the way of the first', () => {
    expect(said(args('a', 'b', 'c', 'd'))).toEqual([{ source: 'Argument `a` of tool `t` (and 3 more arguments)', anchor: 'fetch 77 several values', steps: 1 }]);
  });
  test('values of several kinds are counted as values', () => {
    expect(said([...args('a', 'b', 'c'), flow('a header')]).map(({ source }) => source)).toEqual(['Argument `a` of tool `t` (and 3 more values)']);
  });
  test('neither how many they are nor which is the first is part of the identity', () => {
    const [four] = said(args('a', 'b', 'c', 'd'));
    const [five] = said(args('z', 'a', 'b', 'c', 'd'));
    expect(five?.anchor).toBe(four?.anchor);
  });
  test('places and degrees of certainty are kept apart', () => {
    const elsewhere = args('a', 'b', 'c', 'd').map((each): Ssrf => ({ ...each, location: { path: 'src/call.ts', line: 4 } }));
    expect(said([...args('a', 'b', 'c', 'd'), ...elsewhere])).toHaveLength(2);
    expect(said([...args('a', 'b', 'c'), { ...flow('argument `d` of tool `t`'), doubtful: true }], (each) => (each.doubtful ? 'doubtful' : 'certain'))).toHaveLength(4);
  });
});
