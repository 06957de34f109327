import { seenAt } from '../../model/evidence';
import { control } from '../control';

/** What is in the cache ends, and data of one caller is never served to another. */
export const cacheInvalidation = control({
  id: 'cache-invalidation',
  needs: ['caches', 'traits'],
  applies: ['cache'],
  exhaustive: true,
  messages: {
    endless: {
      severity: 'fail', nature: 'defect', cwe: 772,
      text: 'What is written to `{name}` has no lifetime, and nothing deletes it.',
      remedy: "Give each write a lifetime, for example `set(key, value, 'EX', 300)`, or delete the key where the data changes.",
    },
    endlessBounded: {
      severity: 'warn', nature: 'defect', cwe: 772,
      text: 'What is written to `{name}` has no lifetime: it goes only when there is no room left, and is old until then.',
      remedy: 'Give the cache a lifetime, such as the option `ttl`.',
    },
    unbounded: {
      severity: 'fail', nature: 'defect', cwe: 772,
      text: 'The map `{name}` serves as a cache, and nothing in it ever ends: it grows with every new key and gives old answers.',
      remedy: 'Use a cache with a bound and a lifetime, such as lru-cache with `max` and `ttl`.',
    },
    leavesOut: {
      severity: 'fail', nature: 'defect', cwe: 524,
      text: 'The answer kept in `{name}` depends on `{caller}`, which is not part of the key: one caller is given the data of another.',
      remedy: 'Put the caller into the key.',
    },
  },
  judge: ({ caches, traits }, say) => {
    const findings = caches.flatMap((cache) => {
      const data = { name: cache.name, caller: cache.leavesOut ?? '' };
      const mixed = cache.leavesOut !== undefined && traits.http.present ? [say('leavesOut', { at: cache.location, data })] : [];
      if (cache.lifetime || cache.deletes) return mixed;
      if (cache.kind === 'map') return cache.bounded ? mixed : [...mixed, say('unbounded', { at: cache.location, data })];
      return [...mixed, say(cache.bounded ? 'endlessBounded' : 'endless', { at: cache.endless ?? cache.location, data })];
    });
    return { findings, evidence: caches.map((cache) => seenAt(cache.location, cache.lifetime ? `What is kept in \`${cache.name}\` expires.` : cache.deletes ? `The program deletes values from \`${cache.name}\`.` : `\`${cache.name}\` holds a limited number of values.`)) };
  },
});
