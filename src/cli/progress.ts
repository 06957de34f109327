/** Where progress is written: standard error, so that it never mixes with a report. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  readonly write: (text: string) => unknown;
}

export interface Progress {
  readonly report: (phase: string, done: number, total: number) => void;
  /** Wipes what is on the line. */
  readonly end: () => void;
}

/** A log hears of work that takes longer than this, in milliseconds, and again after as long. */
const LONG = 5000;
/** A terminal is drawn anew at most this often. */
const REDRAW = 80;

/** A line that a terminal sees change; elsewhere a line now and then, once the work turns out to be long. */
export function progress(stream: ProgressStream, clock: () => number = Date.now): Progress {
  const tty = stream.isTTY === true;
  let last = tty ? 0 : clock();
  let drawn = false;
  return {
    report: (phase, done, total) => {
      if (clock() - last < (tty ? REDRAW : LONG)) return;
      last = clock();
      const text = total > 1 ? `${phase} ${done} of ${total}` : phase;
      stream.write(tty ? `\r\u001b[2K${text.slice(0, 78)}` : `${text}\n`);
      drawn = true;
    },
    end: () => {
      if (tty && drawn) stream.write('\r\u001b[2K');
    },
  };
}

/** Whether a terminal is there that shows colours, or somebody insists (no-color.org, force-color.org). */
export function wantsColor(env: Readonly<Record<string, string | undefined>>, tty: boolean): boolean {
  if ((env['NO_COLOR'] ?? '') !== '') return false;
  const force = env['FORCE_COLOR'];
  if (force !== undefined) return force !== '0' && force !== 'false';
  return tty && env['TERM'] !== 'dumb';
}
