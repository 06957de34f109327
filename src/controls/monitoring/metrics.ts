import type { MetricFact, ObservabilityFact } from '../../facts/observability';
import { searched, seenAt } from '../../model/evidence';
import type { Judgement } from '../control';

const STATUS = /status|code|outcome|result|error|success|fail/i;
const DURATION = /duration|latenc|time|second|millis|_ms\b|elapsed|delay/i;

/** What a metric must be for a control; an agent of a platform measures requests, durations and statuses by itself. */
export const measures = {
  durations: (metric: MetricFact): boolean => metric.kind === 'histogram' && (metric.words.length === 0 || metric.words.some((word) => DURATION.test(word))),
  statuses: (metric: MetricFact): boolean => (metric.kind === 'counter' || metric.kind === 'histogram') && metric.words.some((word) => STATUS.test(word)),
  requests: (metric: MetricFact): boolean => metric.kind === 'counter' || (metric.kind === 'histogram' && measures.durations(metric)),
} as const;

/** Passes with the metrics that are recorded and fit; fails with what `absent` says. */
export function judgeMetrics(observability: ObservabilityFact, fits: (metric: MetricFact) => boolean, absent: Judgement['findings'][number], wanted: string): Judgement {
  const agents = observability.metrics.filter((metric) => metric.kind === 'agent');
  const found = observability.metrics.filter((metric) => metric.kind !== 'agent' && metric.recorded.length > 0 && fits(metric));
  const evidence = [
    ...found.slice(0, 3).map((metric) => seenAt(metric.location, `This ${metric.kind} of ${metric.name} gets its values in ${metric.recorded[0]?.path ?? ''}, line ${metric.recorded[0]?.line ?? 0}.`)),
    ...agents.slice(0, 2).map((metric) => seenAt(metric.location, `${metric.name} measures every request by itself once it is set up here.`)),
  ];
  return evidence.length > 0 ? { findings: [], evidence } : { findings: [absent], evidence: [searched(`Looked for ${wanted}, made with a library of metrics such as prom-client or OpenTelemetry, and for an agent that measures requests by itself.`)] };
}
