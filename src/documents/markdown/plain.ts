import type { DocumentFormat, DocumentPart } from '../../facts/documents';
import { collector, type Collector } from './collect';

/**
 * Reads prose that is not Markdown by its lines: headings, blocks of code, lists and addresses of reStructuredText,
 * AsciiDoc and plain text. What it does not recognise stays text, which is what most controls look at.
 */
export function readPlain(text: string, format: DocumentFormat): Omit<DocumentPart, 'installs' | 'clients'> {
  const lines = text.split('\n').map((line) => line.replace(/\r$/, ''));
  const into = collector(format, lines.length);
  if (format === 'html') {
    into.html(text, 1);
    return into.done();
  }
  let at = 0;
  while (at < lines.length) at = format === 'asciidoc' ? asciidoc(lines, at, into) : restructured(lines, at, into);
  return into.done();
}

function restructured(lines: readonly string[], at: number, into: Collector): number {
  const line = lines[at] ?? '';
  const next = lines[at + 1] ?? '';
  if (line.trim() !== '' && /^([=\-~^"'`#*+.:_])\1{2,}\s*$/.test(next) && next.trim().length >= Math.min(line.trim().length, 4)) {
    into.heading(line.trim(), '=-~^"'.indexOf(next[0] ?? '') + 1 || 3, at + 1);
    return at + 2;
  }
  const block = /^(\s*)\.\. code(?:-block)?::\s*(\S*)/.exec(line) ?? /^(\s*)(?:\S.*)?::\s*$/.exec(line);
  if (block) {
    if (!line.trimStart().startsWith('..')) into.prose(line);
    return indented(lines, at + 1, (block[1] ?? '').length, block[2] ?? '', into);
  }
  return ordinary(line, at, into, /``([^`]{1,400})``/g);
}

function asciidoc(lines: readonly string[], at: number, into: Collector): number {
  const line = lines[at] ?? '';
  const heading = /^(={1,6})\s+(.*\S)\s*$/.exec(line);
  if (heading) {
    into.heading(heading[2] ?? '', (heading[1] ?? '').length, at + 1);
    return at + 1;
  }
  if (/^(-{4,}|\.{4,})\s*$/.test(line)) {
    const language = /^\[(?:source|listing)\s*,\s*([\w+-]+)/.exec(lines[at - 1] ?? '')?.[1];
    let end = at + 1;
    while (end < lines.length && lines[end]?.trim() !== line.trim()) end++;
    into.fence({ ...(language !== undefined && { language: language.toLowerCase() }), text: lines.slice(at + 1, end).join('\n'), line: at + 2 });
    return end + 1;
  }
  for (const match of line.matchAll(/(?:link:)?(https?:\/\/[^\s[\]]{3,2000}|link:[^\s[\]]{1,500})\[([^\]]{0,300})\]/g)) into.link(match[2] ?? '', (match[1] ?? '').replace(/^link:/, ''), at + 1);
  return ordinary(line, at, into, /`([^`]{1,400})`/g);
}

function ordinary(line: string, at: number, into: Collector, code: RegExp): number {
  for (const match of line.matchAll(code)) into.code(match[1] ?? '', at + 1);
  const item = /^\s*(?:[*\-+•]|\d{1,3}[.)])\s+(.*)$/.exec(line);
  if (item) into.item(item[1] ?? '');
  if (line.trim() !== '') into.prose(line.trim());
  into.bareLinks(line, at + 1);
  return at + 1;
}

/** A block that is set apart by its indentation; blank lines belong to it, its options do not. */
function indented(lines: readonly string[], from: number, outer: number, language: string, into: Collector): number {
  let end = from;
  while (end < lines.length && (lines[end]?.trim() === '' || indentOf(lines[end] ?? '') > outer)) end++;
  let start = from;
  while (start < end && (lines[start]?.trim() === '' || /^\s*:[\w-]+:/.test(lines[start] ?? ''))) start++;
  const block = lines.slice(start, end);
  const indent = Math.min(...block.filter((line) => line.trim() !== '').map(indentOf));
  if (block.length > 0 && Number.isFinite(indent)) {
    into.fence({ ...(language !== '' && { language: language.toLowerCase() }), text: block.map((line) => line.slice(indent)).join('\n').trimEnd(), line: start + 1 });
  }
  return Math.max(end, from);
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
