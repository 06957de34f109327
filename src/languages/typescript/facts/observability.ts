import { indexRules } from '../../../facts/knowledge/patterns';
import { CAPTURES, METRICS, TRACKERS } from '../../../facts/knowledge/roles/observability';
import type { MetricFact, ObservabilityFact, TrackerFact } from '../../../facts/observability';
import type { Analysis } from '../../../flow/analyse';
import { callLocation } from '../../../flow/program';
import type { NodeId } from '../../../model/flow-graph';
import { byPlace, type Location } from '../../../model/location';
import type { CodeContext } from '../context';
import { elementsAt, literalsAt, memberAt, queryOf } from './query';
import { packageOf } from './servers/library-roles';
import { sliceOf } from './slice';

const TRACKER_RULES = indexRules(TRACKERS);
const METRIC_RULES = indexRules(METRICS);

/** Where errors are tracked and requests measured. */
export function observabilityFact({ analysis }: CodeContext): ObservabilityFact {
  return { trackers: [...services(analysis), ...stores(analysis)], metrics: metrics(analysis) };
}

function services(analysis: Analysis): TrackerFact[] {
  const { program, points } = analysis;
  const query = queryOf(analysis);
  const captures = program.calls.flatMap((call, index) => (query.isProduct(index) && CAPTURES.test(call.name) ? points.apis(index).map((path) => ({ name: packageOf(path), location: callLocation(program, index) })) : []));
  const called = program.calls.flatMap((_, index): TrackerFact[] => {
    if (!query.isProduct(index)) return [];
    return points.apis(index).flatMap((path) => TRACKER_RULES.find(path).map((rule): TrackerFact => {
      const name = packageOf(path);
      return { name, location: callLocation(program, index), kind: 'service', automatic: rule.automatic, reached: captures.filter((capture) => related(capture.name, name)).map((capture) => capture.location).sort(byPlace) };
    }));
  });
  return [...called, ...bySideEffect(analysis)];
}

/** Parts of one vendor: what `@sentry/node` starts, `@sentry/core` reports to. */
function related(a: string, b: string): boolean {
  return a === b || (a.startsWith('@') && a.split('/')[0] === b.split('/')[0]);
}

const SIDE_EFFECTS = /^(newrelic|dd-trace\/init|elastic-apm-node\/start|@sentry\/node\/init|@opentelemetry\/auto-instrumentations-node\/register)(\.js)?$/;

/** `import 'newrelic'` starts the agent. */
function bySideEffect({ program }: Analysis): TrackerFact[] {
  return program.files.flatMap((file) => (file.product ? file.flow.imports.filter((specifier) => SIDE_EFFECTS.test(specifier)).map((specifier): TrackerFact => ({ name: packageOf(specifier), location: { path: file.path, line: 1 }, kind: 'service', automatic: true, reached: [] })) : []));
}

/** A function that writes an error's message or stack to a database, and is called where errors are caught. */
function stores(analysis: Analysis): TrackerFact[] {
  const { program, points } = analysis;
  const query = queryOf(analysis);
  return program.calls.flatMap((call, index): TrackerFact[] => {
    if (!query.isProduct(index) || call.fn < 0 || !/^(insert|insertOne|create|query|execute|add|save|run|values|put|xadd|lpush|rpush)$/.test(call.name)) return [];
    const slice = sliceOf(analysis, call.args.flatMap((arg) => contentsOf(analysis, arg)));
    if (!slice.names.has('stack')) return [];
    const callers = points.callers(call.fn).map((site) => callLocation(program, site));
    const caught = program.catches.some((each) => each.fn === call.fn);
    const name = program.fns[call.fn]?.name ?? '';
    return [{ name: name === '' ? 'a store of the program' : `\`${name}\``, location: callLocation(program, index), kind: 'store', automatic: false, reached: [...callers, ...(caught ? [callLocation(program, index)] : [])].sort(byPlace) }];
  });
}

function contentsOf(analysis: Analysis, node: NodeId): NodeId[] {
  const members = analysis.points.of(node).flatMap((value) => (value.k === 'object' ? (analysis.program.initStores.get(value.node) ?? []).map((store) => store.from) : []));
  return [node, ...members];
}

const RECORDS = /^(observe|startTimer|inc|add|record|timing|histogram|increment|distribution|labels|zero)$/;

function metrics(analysis: Analysis): MetricFact[] {
  const { program, points } = analysis;
  const query = queryOf(analysis);
  const recorded = new Map<number, Location[]>();
  program.calls.forEach((call, index) => {
    if (!RECORDS.test(call.name) || !query.isProduct(index)) return;
    for (const value of points.of(call.recv)) if (value.k === 'api' && value.call >= 0) recorded.set(value.call, [...(recorded.get(value.call) ?? []), callLocation(program, index)]);
  });
  return program.calls.flatMap((call, index): MetricFact[] => {
    if (!query.isProduct(index)) return [];
    return points.apis(index).flatMap((path) => METRIC_RULES.find(path).map((rule): MetricFact => {
      const direct = RECORDS.test(call.name) ? [callLocation(program, index)] : [];
      return { name: packageOf(path), location: callLocation(program, index), kind: rule.kind, words: wordsOf(analysis, [...call.args, ...usedWith(analysis, index)]), recorded: [...direct, ...(recorded.get(index) ?? [])].sort(byPlace) };
    }));
  });
}

/** Arguments with which values are recorded: their members are labels. */
function usedWith({ program, points }: Analysis, metric: number): NodeId[] {
  return program.calls.flatMap((call) => (RECORDS.test(call.name) && points.of(call.recv).some((value) => value.k === 'api' && value.call === metric) ? call.args : []));
}

/** The texts in the options of a metric, and the names of its labels. */
function wordsOf(analysis: Analysis, args: readonly NodeId[]): string[] {
  const words = args.flatMap((arg): string[] => {
    const texts = [...literalsAt(analysis, arg), ...literalsAt(analysis, memberAt(analysis, arg, 'name')), ...literalsAt(analysis, memberAt(analysis, arg, 'help', 'description'))];
    const labels = memberAt(analysis, arg, 'labelNames');
    const listed = labels === undefined ? [] : elementsAt(analysis, labels).flatMap((each) => literalsAt(analysis, each));
    const keys = analysis.points.of(arg).flatMap((value) => (value.k === 'object' ? [...analysis.points.members(value.node).keys()] : []));
    return [...texts, ...listed, ...keys].filter((word): word is string => typeof word === 'string');
  });
  return [...new Set(words)].sort();
}
