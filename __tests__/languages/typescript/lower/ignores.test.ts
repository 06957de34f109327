import { expect, test } from '@jest/globals';
import { ignoreComments } from '../../../../src/languages/typescript/lower/ignores';

test.each<[string, string, readonly string[]]>([
  ['above its line', '// mcp-publish-gate-ignore xss -- ours\nsend(a);', ['1>2 xss ours']],
  ['behind code', 'send(a); // mcp-publish-gate-ignore xss -- ours', ['1>1 xss ours']],
  ['stacked, with other comments between', '// mcp-publish-gate-ignore xss -- one\n// mcp-publish-gate-ignore ssrf -- two\n/* and so on */\nsend(a);', ['1>4 xss one', '2>4 ssrf two']],
  ['in JSX', '{/* mcp-publish-gate-ignore xss -- ours */}\n<b>{a}</b>', ['1>2 xss ours']],
  ['without a reason', '// mcp-publish-gate-ignore xss\nsend(a);', ['1>2 xss ']],
  ['at the end of the file', '// mcp-publish-gate-ignore xss -- ours', ['1>2 xss ours']],
])('%s', (_, text, comments) => {
  expect(ignoreComments(text).map(({ line, target, kind, reason }) => `${line}>${target} ${kind} ${reason}`)).toEqual(comments);
});
