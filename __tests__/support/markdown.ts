import type { Nodes, Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';

/** Markdown as GitHub parses it. */
export function parseMarkdown(markdown: string): Root {
  return fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
}

/** Every node below a root, in order, the root first. */
export function nodesOf(node: Nodes): Nodes[] {
  return [node, ...('children' in node ? node.children.flatMap((child) => nodesOf(child as Nodes)) : [])];
}

/** Every HTML tag in the document, opening and closing, as it stands there; comments too. */
export function tagsOf(root: Root): string[] {
  return nodesOf(root).flatMap((node) => (node.type === 'html' ? (node.value.match(/<!--[\s\S]*?-->|<[^>]*>/g) ?? []) : []));
}

/** What a reader sees as text, with code; HTML left out. */
export function textOf(node: Nodes): string {
  if (node.type === 'html') return '';
  if ('value' in node) return node.value;
  return 'children' in node ? node.children.map((child) => textOf(child as Nodes)).join('') : '';
}
