import type { Nodes, Parents, Root, Table } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { gfmTable } from 'micromark-extension-gfm-table';
import type { DocumentPart } from '../../facts/documents';
import { collector, type Collector } from './collect';
import { tame } from './tame';

/**
 * Reads Markdown (CommonMark with GFM tables) into sections, links, code and tables. Emphasis is not parsed: nothing
 * here needs it, and in the parser its cost grows with the square of its number. Bare addresses are found in the text
 * instead of by the parser's extension for them, which is tried at every letter.
 */
export function readMarkdown(text: string): Omit<DocumentPart, 'installs' | 'clients'> {
  const root = fromMarkdown(tame(withoutFrontMatter(text)), {
    extensions: [gfmTable(), { disable: { null: ['attention'] } }],
    mdastExtensions: [gfmTableFromMarkdown()],
  });
  const into = collector('markdown', text.split('\n').length);
  const definitions = new Map<string, string>();
  for (const node of root.children) if (node.type === 'definition') definitions.set(node.identifier, node.url);
  const fences = text.split('\n');
  readBlocks(root, into, definitions, fences);
  return into.done();
}

/** A block of metadata at the top is no prose; its lines stay, so that places are right. */
function withoutFrontMatter(text: string): string {
  const match = /^---\r?\n([\s\S]{0,5000}?)\r?\n---(\r?\n|$)/.exec(text);
  return match ? match[0].replace(/[^\n]/g, '') + text.slice(match[0].length) : text;
}

function readBlocks(parent: Parents | Root, into: Collector, definitions: ReadonlyMap<string, string>, lines: readonly string[]): void {
  for (const node of parent.children as readonly Nodes[]) {
    const line = node.position?.start.line ?? 1;
    if (node.type === 'heading') {
      into.heading(plainText(node), node.depth, line);
      readInline(node, into, definitions);
    } else if (node.type === 'paragraph') {
      const text = plainText(node);
      const bold = /^(?:\*\*|__)([^*_].{0,78}?)(?:\*\*|__):?$/.exec(rawText(node).trim());
      // A line that is nothing but bold stands for a heading in many documents.
      if (bold && parent.type === 'root') into.heading(text.replace(/:$/, ''), 6, line);
      else into.prose(text);
      readInline(node, into, definitions);
    } else if (node.type === 'listItem') {
      into.item(plainText(node).slice(0, 300));
      readBlocks(node, into, definitions, lines);
    } else if (node.type === 'code') {
      const fenced = /^[\s>*+\-\d.)]*(```|~~~)/.test(lines[line - 1] ?? '');
      into.fence({ ...(node.lang && { language: languageOf(node.lang) }), ...(node.meta && { meta: node.meta.slice(0, 200) }), text: node.value, line: fenced ? line + 1 : line });
    } else if (node.type === 'table') readTable(node, into, definitions);
    else if (node.type === 'html') into.html(node.value, line);
    else if ('children' in node) readBlocks(node, into, definitions, lines);
  }
}

/** First word of a fence's info string, without the braces and dots that some tools write. */
function languageOf(lang: string): string {
  return lang.toLowerCase().replace(/^\{?\.?/, '').replace(/[,{}:].*$/, '').slice(0, 40);
}

function readTable(table: Table, into: Collector, definitions: ReadonlyMap<string, string>): void {
  const [head, ...body] = table.children;
  into.table({
    header: head?.children.map(plainText) ?? [],
    rows: body.map((row) => ({ line: row.position?.start.line ?? 1, cells: row.children.map(plainText) })),
    line: table.position?.start.line ?? 1,
  });
  for (const row of table.children) for (const cell of row.children) readInline(cell, into, definitions);
}

/** Links, images and code within a line of text. */
function readInline(parent: Parents, into: Collector, definitions: ReadonlyMap<string, string>): void {
  for (const node of parent.children as readonly Nodes[]) {
    const line = node.position?.start.line ?? 1;
    if (node.type === 'link') into.link(plainText(node), node.url, line);
    else if (node.type === 'linkReference') into.link(plainText(node), definitions.get(node.identifier) ?? '', line);
    else if (node.type === 'image') into.image(node.alt ?? '', node.url, line);
    else if (node.type === 'imageReference') into.image(node.alt ?? '', definitions.get(node.identifier) ?? '', line);
    else if (node.type === 'inlineCode') into.code(node.value, line);
    else if (node.type === 'html') into.html(node.value, line);
    else if (node.type === 'text') into.bareLinks(node.value, line);
    if ('children' in node) readInline(node, into, definitions);
  }
}

/** Text of a node without markup. The markers of emphasis are still in the text nodes, since it is not parsed. */
function plainText(node: Nodes): string {
  return rawText(node).replace(/\*+|(?<![A-Za-z0-9])__?|__?(?![A-Za-z0-9])|~~/g, '').replace(/\s+/g, ' ').trim();
}

function rawText(node: Nodes): string {
  if (node.type === 'text' || node.type === 'inlineCode') return node.value;
  if (node.type === 'image') return node.alt ?? '';
  if (node.type === 'break') return ' ';
  if (node.type === 'code' || node.type === 'html') return '';
  return 'children' in node ? (node.children as readonly Nodes[]).map(rawText).join(node.type === 'listItem' || node.type === 'list' ? ' ' : '') : '';
}

