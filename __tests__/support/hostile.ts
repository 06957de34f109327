import fc from 'fast-check';

/** Pieces that mean something in one of the sinks; strings made of them find more than random ones. */
const PIECES = [
  '`', '``', '```', '~~~', '~~', '|', '\\', '*', '**', '_', '__', '[', ']', '](', '(http://evil.example)', '![', '<', '>', '<img src=x onerror=alert(1)>', '</details>', '</summary>',
  '</td>', '<script>', '<!--', '-->', '&', '&lt;', '&#64;', '&#x41;', '@', '@org/team', 'a@b.co', '#1', '#', '##[add-mask]a', '##[', '::', '::error::x', '::stop-commands::t', ':', ':tada:',
  'http://', 'https://evil.example/x', 'www.evil.example', 'mailto:', 'GH-1', 'gh-22', 'owner/repo#3', '0123456789abcdef0123456789abcdef01234567', 'deadbee', '\n', '\r', '\r\n', '\t', ' ', '    ',
  '\u200b', '\u200d', '\u202e', '\u2066', '\u00ad', '\u0000', '\u001b[31m', '\u0007', '\u2028', '\ufeff', '\u{e0041}', '\ufe0f', '\ud800', '\udc00', 'e\u0301\u0301\u0301\u0301\u0301', '⚠️',
  '- ', '+ ', '* ', '1. ', '1) ', '# ', '> ', '=', '===', '---', ':--', ':-:', '[ ] ', '[^1]', '[^1]: ', '[x]: http://e.example', '$', '$$', '${a}', '%', '%0A', '%25', ',', ';', '"', "'", '../', '/', 'é', '日本', '😀',
];

/** Text as a hostile repository would have it. */
export const hostileText = fc.oneof(
  { weight: 4, arbitrary: fc.array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 4 })), { maxLength: 12 }).map((parts) => parts.join('')) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
);
