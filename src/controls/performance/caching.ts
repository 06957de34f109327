import { seenAt } from '../../model/evidence';
import { control } from '../control';

/** Data that many callers read is kept close for a while. */
export const caching = control({
  id: 'caching',
  needs: ['caches', 'traits'],
  applies: ['repeated-reads'],
  exhaustive: false,
  messages: {
    none: {
      severity: 'fail', nature: 'absence',
      text: 'The server reads from databases or services for every caller, and nothing is kept for the next one.',
      remedy: 'Look the answer up in Redis or another cache before the read, and store it with a lifetime after it.',
    },
  },
  judge: ({ caches, traits }, say) => ({
    findings: caches.length > 0 ? [] : [say('none', traits['repeated-reads'].evidence[0]?.location ? { at: traits['repeated-reads'].evidence[0].location } : {})],
    evidence: caches.map((cache) => seenAt(cache.location, `Answers are kept in ${cache.kind === 'map' ? `the map \`${cache.name}\`` : `\`${cache.name}\``}.`)),
  }),
});
