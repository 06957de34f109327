import { control } from '../control';
import { judgeMetrics, measures } from './metrics';

/** The server counts its answers by status. */
export const metricErrorRates = control({
  id: 'metric-error-rates',
  needs: ['observability'],
  applies: ['http'],
  exhaustive: false,
  messages: {
    none: {
      severity: 'fail', nature: 'absence',
      text: 'Nothing counts the answers of this server by their status.',
      remedy: 'Count each answer with its status as a label.',
    },
  },
  judge: ({ observability }, say) => judgeMetrics(observability, measures.statuses, say('none'), 'a counter or histogram that carries the status as a label'),
});
