import type { LineRange } from '../model/change';

/**
 * Lines that a patch of the API adds or changes. Such a patch holds context lines and is without file headers. A patch
 * whose hunks do not have as many lines as they say was cut, and gives undefined.
 */
export function addedLines(patch: string): readonly LineRange[] | undefined {
  const ranges: { start: number; end: number }[] = [];
  let at = 0;
  let left = { old: 0, new: 0 };
  for (const line of patch.split('\n')) {
    const hunk = left.old + left.new === 0 ? /^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(line) : null;
    if (hunk) {
      left = { old: Number(hunk[1] ?? '1'), new: Number(hunk[3] ?? '1') };
      at = Number(hunk[2]);
    } else if (line !== '' && !line.startsWith('\\')) {
      const sides = { old: Number(!line.startsWith('+')), new: Number(!line.startsWith('-')) };
      left = { old: left.old - sides.old, new: left.new - sides.new };
      if (sides.old === 0) extend(ranges, at);
      at += sides.new;
    }
  }
  return left.old === 0 && left.new === 0 ? ranges : undefined;
}

function extend(ranges: { start: number; end: number }[], line: number): void {
  const last = ranges.at(-1);
  if (last?.end === line - 1) last.end = line;
  else ranges.push({ start: line, end: line });
}
