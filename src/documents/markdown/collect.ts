import type { CodeFence, DocumentFormat, DocumentImage, DocumentLink, DocumentPart, DocumentTable, InlineCode, Section } from '../../facts/documents';

/** What is kept of one document at most, so that a hostile one costs little. */
const LIMITS = { entries: 5000, sectionText: 8000, items: 300, itemText: 300, fence: 65_536, cell: 600, url: 20_000 };

interface OpenSection {
  title: string;
  level: number;
  line: number;
  text: string;
  items: string[];
  parent: number;
}

/** Takes what a reader of some format finds, in order, and makes a document part of it. */
export interface Collector {
  heading(title: string, level: number, line: number): void;
  prose(text: string): void;
  item(text: string): void;
  fence(fence: Omit<CodeFence, 'section'>): void;
  code(text: string, line: number): void;
  link(text: string, url: string, line: number): void;
  image(alt: string, url: string, line: number): void;
  table(table: Omit<DocumentTable, 'section'>): void;
  /** Addresses that stand bare in a text that begins on `line`. */
  bareLinks(text: string, line: number): void;
  /** Markup of HTML that begins on `line`: its headings, links, pictures and text. */
  html(markup: string, line: number): void;
  done(): Omit<DocumentPart, 'installs' | 'clients'>;
}

export function collector(format: DocumentFormat, lines: number): Collector {
  const sections: OpenSection[] = [{ title: '', level: 0, line: 1, text: '', items: [], parent: -1 }];
  const links: DocumentLink[] = [];
  const fences: CodeFence[] = [];
  const inlineCode: InlineCode[] = [];
  const tables: DocumentTable[] = [];
  const images: DocumentImage[] = [];
  let words = 0;
  const here = (): number => sections.length - 1;
  const room = (list: readonly unknown[]): boolean => list.length < LIMITS.entries;
  const into: Collector = {
    heading: (title, level, line) => {
      if (!room(sections)) return;
      let parent = here();
      while (parent > 0 && (sections[parent]?.level ?? 0) >= level) parent = sections[parent]?.parent ?? 0;
      words += countWords(title);
      sections.push({ title: title.slice(0, LIMITS.itemText), level, line, text: '', items: [], parent: parent > 0 ? parent : -1 });
    },
    prose: (text) => {
      const section = sections[here()];
      words += countWords(text);
      if (section && section.text.length < LIMITS.sectionText) section.text = `${section.text}${section.text === '' ? '' : '\n'}${text}`.slice(0, LIMITS.sectionText);
    },
    item: (text) => {
      const section = sections[here()];
      if (section && text !== '' && section.items.length < LIMITS.items) section.items.push(text.slice(0, LIMITS.itemText));
    },
    fence: (fence) => {
      if (room(fences)) fences.push({ ...fence, text: fence.text.slice(0, LIMITS.fence), section: here() });
    },
    code: (text, line) => {
      if (room(inlineCode)) inlineCode.push({ text: text.slice(0, LIMITS.itemText * 4), line, section: here() });
    },
    link: (text, url, line) => {
      if (room(links) && url !== '' && url.length <= LIMITS.url) links.push({ text: text.slice(0, LIMITS.itemText), url, line, section: here() });
    },
    image: (alt, url, line) => {
      if (room(images)) images.push({ alt: alt.slice(0, LIMITS.itemText), url: url.slice(0, 2000), line });
    },
    table: (table) => {
      if (!room(tables)) return;
      const cut = (cells: readonly string[]): string[] => cells.slice(0, 50).map((cell) => cell.slice(0, LIMITS.cell));
      tables.push({ header: cut(table.header), rows: table.rows.slice(0, 2000).map((row) => ({ line: row.line, cells: cut(row.cells) })), line: table.line, section: here() });
      for (const row of table.rows.slice(0, 2000)) into.prose(row.cells.join(' '));
    },
    bareLinks: (text, line) => readBareLinks(text, line, into),
    html: (markup, line) => readHtml(markup, line, into),
    done: () => ({
      format,
      ...titleOf(sections),
      sections: sections.map((section, index): Section => ({ ...section, endLine: endOf(sections, index, lines) })),
      links, fences, inlineCode, tables, images, words,
    }),
  };
  return into;
}

function readBareLinks(text: string, line: number, into: Collector): void {
  for (const match of text.matchAll(/\b(?:https?:\/\/|mailto:)[^\s<>"'`)\]}]{3,2000}/g)) {
    const url = match[0].replace(/[.,;:!?*_]+$/, '');
    into.link(url, url, line + countLines(text.slice(0, match.index)));
  }
}

function titleOf(sections: readonly OpenSection[]): { readonly title?: string } {
  const title = (sections.find((section) => section.level === 1) ?? sections.find((section) => section.level > 0))?.title;
  return title === undefined ? {} : { title };
}

function endOf(sections: readonly OpenSection[], index: number, lines: number): number {
  const next = sections[index + 1];
  return next ? Math.max(sections[index]?.line ?? 1, next.line - 1) : lines;
}

/** Headings, links, pictures and text of HTML, by its tags alone: a document's HTML is a few tags around text. */
function readHtml(markup: string, line: number, into: Collector): void {
  const tags = /<h([1-6])\b[^<>]{0,500}>([\s\S]{0,1000}?)<\/h\1>|<summary\b[^<>]{0,200}>([\s\S]{0,1000}?)<\/summary>|<a\b([^<>]{0,20000})>([\s\S]{0,2000}?)<\/a>|<a\b([^<>]{0,20000})>|<img\b([^<>]{0,4000})>|<code\b[^<>]{0,200}>([\s\S]{0,2000}?)<\/code>/gi;
  for (const match of markup.matchAll(tags)) {
    const [, depth, heading, summary, anchor, anchored, open, image, code] = match;
    const at = line + countLines(markup.slice(0, match.index));
    if (depth !== undefined) into.heading(textOfHtml(heading ?? ''), Number(depth), at);
    else if (summary !== undefined) into.item(textOfHtml(summary));
    else if (code !== undefined) into.code(textOfHtml(code), at);
    else if (image !== undefined) into.image(attribute(image, 'alt') ?? '', attribute(image, 'src') ?? '', at);
    else into.link(textOfHtml(anchored ?? ''), attribute(anchor ?? open ?? '', 'href') ?? '', at);
  }
  into.prose(textOfHtml(markup.slice(0, 100_000)));
}

function attribute(attributes: string, name: string): string | undefined {
  const match = new RegExp(`\\b${name}\\s*=\\s*("([^"]*)"|'([^']*)'|([^\\s>]+))`, 'i').exec(attributes);
  return (match?.[2] ?? match?.[3] ?? match?.[4])?.replace(/&amp;/g, '&');
}

function textOfHtml(markup: string): string {
  return markup.replace(/<(script|style)\b[\s\S]{0,20000}?<\/\1>/gi, ' ').replace(/<[^<>]{0,2000}>/g, ' ').replace(/&nbsp;/g, ' ').replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&amp;/g, '&').replace(/\s+/g, ' ').trim();
}

function countWords(text: string): number {
  return text.match(/\S+/g)?.length ?? 0;
}

function countLines(text: string): number {
  let lines = 0;
  for (let i = text.indexOf('\n'); i !== -1; i = text.indexOf('\n', i + 1)) lines++;
  return lines;
}
