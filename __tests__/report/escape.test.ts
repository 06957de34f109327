import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import {
  cap, capBytes, codeSpan, fencedBlock, htmlProse, htmlText, inertJson, markdownLink, markdownProse, markdownText, oneLine, outputJson, runnerLine,
  runnerLines, safeUrl, uriPath, utf8Length, visible, workflowCommand,
} from '../../src/report/escape';
import { hostileText } from '../support/hostile';
import { comparable, readCommand, readCommands } from '../support/runner';

const RUNS = { numRuns: 200 };
const ZWSP = /\u200b/g;

function parse(markdown: string): Nodes {
  return fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
}

/** Every leaf and every node type below the root, so that a test can say that nothing but text came out. */
function shape(node: Nodes): { types: Set<string>; text: string; html: string[] } {
  const types = new Set<string>();
  const html: string[] = [];
  let text = '';
  const visit = (current: Nodes): void => {
    types.add(current.type);
    if (current.type === 'html') html.push(current.value);
    else if ('value' in current) text += current.value;
    if ('children' in current) current.children.forEach(visit);
  };
  visit(node);
  return { types, text: text.replace(ZWSP, ''), html };
}

/** The text that a reader should see; the wrapping x keeps Markdown from trimming it. */
function shown(text: string): string {
  return oneLine(text).replace(ZWSP, '');
}

describe('what cannot be seen is shown', () => {
  test.each([
    ['a\nb', 'a␊b'], ['a\r\nb', 'a␍␊b'], ['a\tb', 'a␉b'], ['\u0000', '␀'], ['\u007f', '␡'], ['\u0085', '⟨U+0085⟩'], ['a\u202eb', 'a⟨U+202E⟩b'], ['\u200b', '⟨U+200B⟩'],
    ['\u2066x\u2069', '⟨U+2066⟩x⟨U+2069⟩'], ['\ufeff', '⟨U+FEFF⟩'], ['\u{e0041}', '⟨U+E0041⟩'], ['\ud800', '⟨U+D800⟩'], ['\u2028', '⟨U+2028⟩'], ['\u00ad', '⟨U+00AD⟩'], ['\u3164', '⟨U+3164⟩'],
    ['⚠️ é 日本 😀', '⚠️ é 日本 😀'], ['a\ufe0f', 'a⟨U+FE0F⟩'], ['⚠\ufe0f\ufe01', '⚠⟨U+FE0F⟩⟨U+FE01⟩'], ['e\u0301\u0301\u0301\u0301', 'e\u0301\u0301\u0301⟨U+0301⟩'], ['plain', 'plain'],
  ])('%j becomes %j', (from, to) => expect(visible(from)).toBe(to));

  test('the result is one line without controls, whatever comes in', () => {
    fc.assert(fc.property(hostileText, (text) => !/[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069\u200b-\u200f]/u.test(visible(text))), RUNS);
  });
});

describe('caps', () => {
  test.each([['abcdef', 4, 'abc…'], ['abcd', 4, 'abcd'], ['ab😀cd', 4, 'ab…'], ['ab😀cd', 5, 'ab😀…'], ['', 3, '']] as const)('%j to %d units is %j', (text, max, result) => expect(cap(text, max)).toBe(result));

  test('neither cap splits a character or passes its limit', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.integer({ min: 3, max: 80 }), (text, max) => {
      expect(cap(text, max).length).toBeLessThanOrEqual(max);
      expect(utf8Length(capBytes(text, max))).toBeLessThanOrEqual(max);
      expect(cap(text, max) + capBytes(text, max)).not.toMatch(/\p{Cs}/u);
    }), RUNS);
  });

  test('what fits is not touched', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => capBytes(text, utf8Length(text)) === text && cap(text, text.length) === text), RUNS);
  });

  test('a line of a megabyte is cut before it is looked at', () => {
    expect(oneLine('a'.repeat(1_000_000), 100)).toHaveLength(100);
  });
});

/** Without what quoting uses up: backticks, and spaces at the edges. */
function letters(text: string): string {
  return text.replace(/[`\s]+/g, '');
}

/** How a piece of escaped Markdown may stand; each must leave the surroundings as they are. */
const FRAMES: readonly (readonly [string, (piece: string) => string, string, string])[] = [
  ['a paragraph', (piece) => piece, '', ''],
  ['the middle of a line', (piece) => `before ${piece} after`, 'before ', ' after'],
  ['a line that continues', (piece) => `before\n${piece}`, 'before\n', ''],
  ['a list item', (piece) => `- ${piece}`, '', ''],
  ['a heading', (piece) => `## x ${piece} x`, 'x ', ' x'],
  ['bold text', (piece) => `**x ${piece} x**`, 'x ', ' x'],
  ['a quote', (piece) => `> ${piece}`, '', ''],
];
const FRAME_TYPES = ['root', 'paragraph', 'list', 'listItem', 'heading', 'strong', 'blockquote', 'text'];

describe.each(FRAMES)('Markdown in %s', (_, frame, before, after) => {
  test('plain text comes out as that text', () => {
    fc.assert(fc.property(hostileText.filter((text) => text !== ''), (text) => {
      const result = shape(parse(frame(markdownText(text))));
      expect([...result.types].filter((type) => !FRAME_TYPES.includes(type))).toEqual([]);
      expect(result.text).toBe(`${before}${shown(text)}${after}`);
    }), RUNS);
  });

  test('a code span comes out as one code span', () => {
    fc.assert(fc.property(hostileText.filter((text) => text.trim() !== ''), (text) => {
      const result = shape(parse(frame(codeSpan(text, 600))));
      const spans = result.html.length > 0 ? ['html'] : ['inlineCode'];
      expect([...result.types].filter((type) => !FRAME_TYPES.includes(type))).toEqual(spans);
      expect(result.text).toBe(`${before}${shown(text)}${after}`);
    }), RUNS);
  });

  test('sentences come out as text and code', () => {
    fc.assert(fc.property(hostileText.filter((text) => text.trim() !== ''), (text) => {
      const result = shape(parse(frame(markdownProse(text))));
      expect([...result.types].filter((type) => ![...FRAME_TYPES, 'inlineCode', 'html'].includes(type))).toEqual([]);
      expect(result.html.filter((tag) => !/^<\/?code>$/.test(tag))).toEqual([]);
      expect(letters(result.text)).toBe(letters(`${before}${shown(text)}${after}`));
    }), RUNS);
  });
});

describe('Markdown in a table', () => {
  const kinds = [['text', (text: string) => markdownText(text)], ['code', (text: string) => codeSpan(text, 600, 'cell')], ['prose', (text: string) => markdownProse(text, 600, 'cell')]] as const;
  test.each(kinds)('%s stays inside its cell', (_, escape) => {
    fc.assert(fc.property(hostileText.filter((text) => text.trim() !== ''), (text) => {
      const tree = parse(`| a | b |\n| --- | --- |\n| ${escape(text)} | end |\n\nafter`);
      const result = shape(tree);
      expect(result.html.filter((tag) => !/^<\/?code>$/.test(tag))).toEqual([]);
      expect([...result.types].filter((type) => !['root', 'table', 'tableRow', 'tableCell', 'text', 'inlineCode', 'html', 'paragraph'].includes(type))).toEqual([]);
      expect(letters(result.text)).toBe(letters(`ab${shown(text)}endafter`));
    }), RUNS);
  });
});

/** What GitHub makes of text after Markdown: mentions, references, commits, addresses, emoji names. */
const AUTOLINKS = /(^|[^\w`])@[a-z\d]|#\d|\bgh-\d|\b[\da-f]{7,40}\b|:\/\/|www\.|:[\w+-]+:/i;

describe('links that nobody wrote', () => {
  test('nothing in text is left for GitHub to link', () => {
    fc.assert(fc.property(hostileText, (text) => {
      for (const markdown of [markdownText(text), markdownProse(text)]) {
        const nodes = fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
        expect(textOnly(nodes)).not.toMatch(AUTOLINKS);
      }
      expect(unescapeHtml(htmlText(text))).not.toMatch(AUTOLINKS);
    }), RUNS);
  });

  test('the pattern of the test knows what it is for', () => {
    for (const link of ['@user', 'see @org/team', '#12', 'a/b#1', 'GH-7', 'deadbeef0', 'https://x', 'www.x.y', ':tada:']) expect(link).toMatch(AUTOLINKS);
  });
});

function textOnly(node: Nodes): string {
  if (node.type === 'text') return node.value;
  return 'children' in node ? node.children.map(textOnly).join('\0') : '\0';
}

function unescapeHtml(html: string): string {
  return html.replace(/&(amp|lt|gt|quot|#39|#124|#36);/g, (entity) => ({ '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&#124;': '|', '&#36;': '$' })[entity] ?? entity);
}

describe('HTML', () => {
  test('text and prose hold no tag but code', () => {
    fc.assert(fc.property(hostileText, (text) => {
      expect(htmlText(text)).not.toMatch(/[<>"']/);
      expect(htmlProse(text).replace(/<\/?code>/g, '')).not.toMatch(/[<>"']/);
      expect(unescapeHtml(htmlText(text)).replace(ZWSP, '')).toBe(shown(text));
    }), RUNS);
  });
});

describe('fenced blocks', () => {
  test('everything stays inside, line by line', () => {
    fc.assert(fc.property(hostileText, (text) => {
      const tree = fromMarkdown(`${fencedBlock(text, 'text')}\n\nafter`, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
      expect(tree.children.map((child) => child.type)).toEqual(['code', 'paragraph']);
      expect(tree.children[0]).toMatchObject({ value: text.split(/\r\n|\n|\r/).map(visible).join('\n') });
    }), RUNS);
  });
});

describe('addresses', () => {
  test.each([
    ['https://example.com/a b', 'https://example.com/a%20b'],
    ['https://example.com/a(b)', 'https://example.com/a%28b%29'],
    ['https://example.com/?q=[x]|y`', 'https://example.com/?q=%5Bx%5D%7Cy%60'],
    ['https://example.com/é', 'https://example.com/%C3%A9'],
    ['http://localhost:3000/', 'http://localhost:3000/'],
  ])('%s may be linked', (url, href) => expect(safeUrl(url)).toBe(href));

  test.each(['javascript:alert(1)', 'data:text/html,x', 'https://github.com@evil.example/', 'https://a:b@evil.example/', '/relative', 'not a url', '', 'ftp://x', `https://x/${'a'.repeat(3000)}`])('%s may not', (url) => {
    expect(safeUrl(url)).toBeUndefined();
    expect(markdownLink('label', url)).toBe('label');
  });

  test('a link is one link to that address, with the label as text', () => {
    fc.assert(fc.property(hostileText.filter((text) => text.trim() !== ''), hostileText, (label, path) => {
      const url = `https://example.com/${path}`;
      const tree = parse(`x ${markdownLink(markdownText(label), url)} x`);
      const { types, text } = shape(tree);
      expect([...types].filter((type) => !['root', 'paragraph', 'link', 'text'].includes(type))).toEqual([]);
      expect(types.has('link')).toBe(safeUrl(url) !== undefined);
      expect(text).toBe(`x ${shown(label)} x`);
    }), RUNS);
  });
});

describe('the runner\'s standard output', () => {
  test('no line is taken for a command', () => {
    fc.assert(fc.property(hostileText, (text) => readCommands(runnerLine(text)).length === 0 && readCommands(runnerLines(text)).length === 0), RUNS);
  });

  test('the port of the parser knows commands', () => {
    expect(readCommand('  ::error file=a%2Cb,line=3::x%0Ay')).toEqual({ name: 'error', properties: { file: 'a,b', line: '3' }, data: 'x\ny' });
    expect(readCommand('text ##[add-mask]secret')).toEqual({ name: 'add-mask', properties: {}, data: 'secret' });
    expect(readCommand(':\u200b:error::x')).toMatchObject({ name: 'error' });
    expect(readCommand('no ::error::x')).toBeUndefined();
    expect(readCommand('::unknown::x')).toBeUndefined();
  });

  test('a command of ours arrives as it was meant, and is one command', () => {
    fc.assert(fc.property(hostileText, hostileText, hostileText, (file, title, message) => {
      const line = workflowCommand('warning', { file, title, line: 3 }, message);
      expect(line).not.toMatch(/[\r\n]/);
      expect(readCommand(line)).toMatchObject({ name: 'warning', data: comparable(message), properties: { line: '3', file: comparable(file), title: comparable(title) } });
    }), RUNS);
  });
});

describe('SARIF addresses', () => {
  test.each([['src/a b.ts', 'src/a%20b.ts'], ['a:b/c', 'a%3Ab/c'], ['é(1)#?.ts', '%C3%A9%281%29%23%3F.ts'], ['\ud800x', '%EF%BF%BDx'], ['-rf', '-rf']])('%j becomes %s', (path, uri) => expect(uriPath(path)).toBe(uri));

  test('a path comes back from its address', () => {
    fc.assert(fc.property(hostileText, (path) => {
      expect(uriPath(path)).toMatch(/^[\w/.~%-]*$/);
      expect(decodeURIComponent(uriPath(path))).toBe(path.replace(/\p{Cs}/gu, '\ufffd'));
    }), RUNS);
  });
});

describe('JSON', () => {
  test('an output is one line that reads back the same', () => {
    fc.assert(fc.property(fc.jsonValue(), hostileText, (value, text) => {
      const json = outputJson({ value, text });
      expect(json).not.toMatch(/[\r\n\u2028\u2029]|##\[/);
      expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify({ value, text })));
    }), RUNS);
  });

  test('a printed document holds no command', () => {
    fc.assert(fc.property(hostileText, (text) => readCommands(inertJson(JSON.stringify({ [text]: [text] }, null, 2))).length === 0), RUNS);
  });
});
