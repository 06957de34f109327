import { control } from '../control';
import { judgeMetrics, measures } from './metrics';

/** The server counts its requests. */
export const metricRequestVolumes = control({
  id: 'metric-request-volumes',
  needs: ['observability'],
  applies: ['http'],
  exhaustive: false,
  messages: {
    none: {
      severity: 'fail', nature: 'absence',
      text: 'Nothing counts the requests of this server.',
      remedy: 'Increment a counter in a middleware before the routes.',
    },
  },
  judge: ({ observability }, say) => judgeMetrics(observability, measures.requests, say('none'), 'a counter of requests'),
});
