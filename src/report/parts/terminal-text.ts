/** Colours of a terminal; each leaves the text as it is when colours are off. */
export type Paint = Readonly<Record<'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan', (text: string) => string>>;

/** ANSI select graphic rendition (ECMA-48, 8.3.117), each style closed by its own end so that styles nest. */
export function paint(color: boolean): Paint {
  const style = (start: number, end: number) => (text: string): string => (color && text !== '' ? `\u001b[${start}m${text}\u001b[${end}m` : text);
  return { bold: style(1, 22), dim: style(2, 22), red: style(31, 39), green: style(32, 39), yellow: style(33, 39), cyan: style(36, 39) };
}

/** Words of a line on lines of at most `width` columns, each with the indent. A word that is longer stands alone. */
export function wrapped(text: string, width: number, indent: string): string[] {
  const lines: string[] = [];
  let words: string[] = [];
  let used = indent.length;
  for (const word of text.split(' ')) {
    const wide = columns(word);
    if (words.length > 0 && used + 1 + wide > width) {
      lines.push(indent + words.join(' '));
      words = [];
      used = indent.length;
    }
    used += wide + (words.length > 0 ? 1 : 0);
    words.push(word);
  }
  const last = words.join(' ');
  return last === '' ? lines : [...lines, indent + last];
}

/** Columns that a text takes: East Asian wide characters and emoji take two (Unicode Annex 11), combining marks none. */
export function columns(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let sum = 0;
  for (const char of text) sum += /\p{M}/u.test(char) ? 0 : /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u.test(char) ? 2 : 1;
  return sum;
}
