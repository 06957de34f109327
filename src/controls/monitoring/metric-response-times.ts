import { control } from '../control';
import { judgeMetrics, measures } from './metrics';

/** The server measures how long its answers take, in a form that gives percentiles. */
export const metricResponseTimes = control({
  id: 'metric-response-times',
  needs: ['observability'],
  applies: ['http'],
  exhaustive: false,
  messages: {
    none: {
      severity: 'fail', nature: 'absence',
      text: 'Nothing measures how long the answers of this server take.',
      remedy: 'Observe the duration of each request in a histogram, for example of prom-client, and expose it to the collector.',
    },
  },
  judge: ({ observability }, say) => judgeMetrics(observability, measures.durations, say('none'), 'a histogram or summary of durations'),
});
