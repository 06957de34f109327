import { htmlText } from '../escape';

/** A folded section. Title and note are plain text; the body is Markdown, with no need of care about what is in it. */
export function folded(title: string, note: string, body: string): string {
  const muted = note === '' ? '' : ` · ${htmlText(note)}`;
  return `<details><summary><b>${htmlText(title)}</b>${muted}</summary>\n\n${body}\n\n</details>`;
}
