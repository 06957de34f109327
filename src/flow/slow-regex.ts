import { analyse } from 'scslre';

/** Patterns longer than this are not analysed: the time that the analysis takes grows with them. */
const MAX_SOURCE = 400;
const known = new Map<string, boolean>();

/**
 * Whether matching takes exponential time with some texts, found by ambiguity between quantifiers (Weideman et al.
 * 2016). Quadratic patterns are everywhere and rarely hurt with texts of bounded length; they do not count.
 */
export function isSlow(source: string, flags: string): boolean {
  if (source.length > MAX_SOURCE || !/[+*}]/.test(source) || !/[)\]]?[+*]|\{\d+,\d*\}/.test(source)) return false;
  const key = `${flags}/${source}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const slow = analysed(source, flags);
  if (known.size < 10_000) known.set(key, slow);
  return slow;
}

function analysed(source: string, flags: string): boolean {
  try {
    return analyse({ source, flags }, { reportTypes: { Move: false }, maxReports: 8 }).reports.some((report) => report.exponential);
  } catch {
    // What the analysis cannot read, the engine of the language may refuse as well.
    return false;
  }
}
