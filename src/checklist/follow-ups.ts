import type { FollowUp } from './item';
import type { FollowUpId } from './ids';

/** What is due after a release. None of it is part of the merge gate. */
export const FOLLOW_UPS: Readonly<Record<FollowUpId, FollowUp>> = {
  'monitor-error-rates': { title: 'Monitor error rates', period: 'days 1-7', shown: 'The control alert-error-rate passes.' },
  'check-response-times': { title: 'Check response times', period: 'days 1-7', shown: 'A load or monitoring report is newer than the release.' },
  'respond-to-feedback': { title: 'Respond to user feedback', period: 'days 1-7', shown: 'Every issue opened since the release has an answer by a maintainer.' },
  'fix-critical-bugs': { title: 'Fix critical bugs', period: 'days 1-7', shown: 'No open issue carries a label that says critical or security.' },
  'analyze-usage': { title: 'Analyze usage patterns', period: 'weeks 1-4' },
  'optimize-slow-endpoints': { title: 'Optimize slow endpoints', period: 'weeks 1-4', shown: 'The row response-times passes on a newer report.' },
  'add-requested-features': { title: 'Add requested features', period: 'weeks 1-4' },
  'update-documentation': { title: 'Update documentation', period: 'weeks 1-4', shown: 'The group Documentation passes at the default branch.' },
  'scale-infrastructure': { title: 'Scale infrastructure', period: 'months 1-3' },
  'improve-security': { title: 'Improve security', period: 'months 1-3', shown: 'The group Security passes at the default branch, and so does the control sdk-version.' },
  'add-premium-features': { title: 'Add premium features', period: 'months 1-3' },
  'launch-marketing': { title: 'Launch marketing campaigns', period: 'months 1-3' },
};
