import { seenAt } from '../../model/evidence';
import { control, type Judgement } from '../control';

/** Cookies and measurements that the service does not need wait until the person has agreed. */
export const cookieConsent = control({
  id: 'cookie-consent',
  needs: ['consent'],
  applies: ['cookies'],
  exhaustive: true,
  messages: {
    'never-asked': { severity: 'fail', nature: 'defect', cwe: 359, text: '{what}, and nothing asks for consent.', remedy: 'Ask first, set it only after a stored yes, and make no as easy as yes.' },
    'before-answer': { severity: 'fail', nature: 'defect', cwe: 359, text: '{what} without regard to the answer to the question for consent.', remedy: 'Put the call under a condition on the stored answer.' },
  },
  judge: ({ consent }, say): Judgement => {
    const library = consent.requests.some((request) => request.library);
    const loose = consent.trackers.filter((tracker) => !tracker.gated && !(library && tracker.kind === 'browser-analytics'));
    const asked = consent.requests.length > 0 || consent.trackers.some((tracker) => tracker.gated);
    return {
      findings: loose.map((tracker) => say(asked ? 'before-answer' : 'never-asked', { at: tracker.location, anchor: tracker.anchor, data: { what: tracker.kind === 'cookie' ? `The cookie \`${tracker.name}\` is set` : `Visitors are measured by \`${tracker.name}\`` } })),
      evidence: [
        ...consent.requests.map((request) => seenAt(request.location, `Consent is asked here by ${request.by}.`)),
        ...consent.trackers.filter((tracker) => tracker.gated).map((tracker) => seenAt(tracker.location, `\`${tracker.name}\` waits for consent here.`)),
      ],
    };
  },
});
