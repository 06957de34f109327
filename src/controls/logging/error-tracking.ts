import type { TrackerFact } from '../../facts/observability';
import { searched, seenAt, type Evidence } from '../../model/evidence';
import { control } from '../control';

/** Unexpected errors reach a place where somebody sees them. */
export const errorTracking = control({
  id: 'error-tracking',
  needs: ['observability'],
  applies: ['http', 'deployment'],
  exhaustive: false,
  messages: {
    none: {
      severity: 'fail', nature: 'absence', cwe: 778,
      text: 'Errors of this server reach no place where somebody sees them: no tracker of errors is initialised.',
      remedy: 'Initialise an error tracker before the server starts, such as `Sentry.init({ dsn })`, and install its handler after the routes.',
    },
    'never-reached': {
      severity: 'fail', nature: 'defect', cwe: 778,
      text: 'The tracker {name} is made here and no error reaches it.',
      remedy: 'Call it where errors are caught, or install its handler after the routes.',
    },
  },
  judge: ({ observability }, say) => {
    const { trackers } = observability;
    const working = trackers.filter((tracker) => tracker.automatic || tracker.reached.length > 0);
    if (working.length > 0) return { findings: [], evidence: working.slice(0, 5).map(shown) };
    const [idle] = trackers;
    const finding = idle ? say('never-reached', { at: idle.location, data: { name: idle.name }, anchor: `idle ${idle.name}` }) : say('none');
    return { findings: [finding], evidence: [searched('Looked for a tracker of errors, for OpenTelemetry, and for a store of errors.')] };
  },
});

function shown({ name, location, kind, reached }: TrackerFact): Evidence {
  const from = reached[0] === undefined ? '' : `, and errors reach it in ${reached[0].path}, line ${reached[0].line}`;
  return seenAt(location, kind === 'store' ? `Errors are stored by ${name}${from}.` : `Errors are tracked by ${name}${from}.`);
}
