/** The lines of a text, counted from 1. */
export interface LineNumbers {
  /** Line that an offset into the text stands in; the time grows with the logarithm of the number of lines. */
  readonly lineAt: (offset: number) => number;
  /** Offset of the first character of a line; the length of the text for a line behind its end. */
  readonly startOf: (line: number) => number;
}

/** Finds where the lines of a text begin. */
export function lineNumbers(text: string): LineNumbers {
  const starts = [0];
  for (let i = text.indexOf('\n'); i !== -1; i = text.indexOf('\n', i + 1)) starts.push(i + 1);
  return {
    startOf: (line) => starts[line - 1] ?? text.length,
    lineAt: (offset) => {
      let low = 0;
      let high = starts.length;
      while (high - low > 1) {
        const middle = (low + high) >> 1;
        if ((starts[middle] ?? 0) <= offset) low = middle;
        else high = middle;
      }
      return low + 1;
    },
  };
}
