import { analyse } from 'scslre';
import { isAmbiguous, sharesText, startsSlowly } from './ambiguity';
import { automatonOf } from './automaton';

/** Patterns longer than this are not analysed: the time that the analysis takes grows with them. */
const MAX_SOURCE = 400;
/** Nor are those with more repetitions, or groups in groups: it grows fastest with these. */
const MAX_REPETITIONS = 48;
const MAX_GROUPS = 10;

/** How the time that a regular expression takes can grow with a text. */
export type Growth = 'linear' | 'polynomial' | 'exponential';

const known = new Map<string, Growth>();

/** How slow matching can be: exponential, or with the square of the text or faster, or neither as far as can be told. */
export function growthOf(source: string, flags: string): Growth {
  if (source.length > MAX_SOURCE || !/[+*}]/.test(source) || isTangled(source)) return 'linear';
  const key = `${flags}/${source}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const growth = analysed(source, flags);
  if (known.size < 10_000) known.set(key, growth);
  return growth;
}

/** How slow matching a text without line breaks can be: there `.` is any character, and `.+` always comes to the end. */
export function growthOnOneLine(source: string, flags: string): Growth {
  return growthOf(source.replace(/((?<!\\)\.[+*]\)*)\$$/, '$1'), flags.includes('s') ? flags : `${flags}s`);
}

/** Whether a pattern is made to be analysed for ever rather than to match. Brackets in classes count as well, which makes no difference to those that people write. */
function isTangled(source: string): boolean {
  let open = 0;
  let deepest = 0;
  let repetitions = 0;
  for (let i = 0; i < source.length; i++) {
    const character = source[i] ?? '';
    if (character === '\\') i++;
    else if (character === '(') deepest = Math.max(deepest, ++open);
    else if (character === ')') open--;
    else if (/[*+?{]/.test(character)) repetitions++;
  }
  return deepest > MAX_GROUPS || repetitions > MAX_REPETITIONS;
}

function analysed(source: string, flags: string): Growth {
  try {
    const { reports } = analyse({ source, flags }, { maxReports: 8 });
    if (reports.some((report) => report.exponential)) return 'exponential';
    const automaton = automatonOf(source, flags);
    if (automaton && isAmbiguous(automaton)) return 'exponential';
    return reports.length > 0 || (automaton !== undefined && (startsSlowly(automaton) || sharesText(automaton))) ? 'polynomial' : 'linear';
  } catch {
    // What the analysis cannot read, the engine of the language may refuse as well.
    return 'linear';
  }
}
