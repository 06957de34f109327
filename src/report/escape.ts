/**
 * The one place where text from a repository, a pull request or a configuration is made harmless for what it is
 * written into: Markdown, HTML, the runner's standard output, SARIF URIs, outputs. Every reporter goes through here.
 */

/** Zero-width space: it breaks a mention or an autolink without changing what a person reads. */
const ZWSP = '\u200b';

/** Characters that change what is shown without being seen: controls, bidi, zero-width, tags, lone surrogates. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
/** An emoji presentation selector after its base is what makes `⚠️` an emoji; alone or doubled it can carry hidden text. */
const EMOJI_SELECTOR = /(?<=[\u203c-\u3299\u{1f000}-\u{1faff}])[\ufe0e\ufe0f](?![\ufe00-\ufe0f])/gu;
/** More than three combining marks on one base paint over the neighbouring lines. */
const STACKED_MARKS = /(?<=\p{M}{3})\p{M}+/gu;

/** `⟨U+202E⟩`, or the control picture where Unicode has one: brackets that mean nothing in any sink. */
function nameOf(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  if (code === 0x7f) return '\u2421';
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
}

function named(text: string): string {
  return Array.from(text, nameOf).join('');
}

/** Shows every invisible character by name; line breaks too, so that the result is one line. */
export function visible(text: string): string {
  const kept = new Set(Array.from(text.matchAll(EMOJI_SELECTOR), (match) => match.index));
  return text
    .replace(UNSEEN, (char, offset: number) => (kept.has(offset) ? char : nameOf(char)))
    .replace(STACKED_MARKS, named);
}

/** At most `max` UTF-16 units, an ellipsis included when something was cut; never ends in half a surrogate pair. */
export function cap(text: string, max: number): string {
  if (text.length <= max) return text;
  const end = /[\ud800-\udbff]/.test(text.charAt(max - 2)) ? max - 2 : max - 1;
  return `${text.slice(0, Math.max(0, end))}…`;
}

/** Length of a text in UTF-8 bytes; a lone surrogate counts as the three bytes of its replacement. */
export function utf8Length(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** At most `max` UTF-8 bytes, an ellipsis included when something was cut; cut between characters. */
export function capBytes(text: string, max: number): string {
  if (text.length * 3 <= max || utf8Length(text) <= max) return text;
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(Math.max(0, max - utf8Length('…'))));
  return `${text.slice(0, read)}…`;
}

/** One visible line of at most `max` units; huge input is cut before it is looked at. */
export function oneLine(text: string, max = 600): string {
  return cap(visible(cap(text, max * 2)), max);
}

/** Breaks what the forge turns into links after rendering, where neither backslashes nor entities help. */
function unlinked(text: string): string {
  return text
    .replace(/@/g, `@${ZWSP}`)
    .replace(/#(?=\d)/g, `#${ZWSP}`)
    .replace(/\b(GH-)(?=\d)/gi, `$1${ZWSP}`)
    .replace(/:(?=\/\/)/g, `:${ZWSP}`)
    .replace(/(www)(?=\.)/gi, `$1${ZWSP}`)
    .replace(/:(?=[\w+-]+:)/g, `:${ZWSP}`)
    .replace(/(?<![0-9a-z])[0-9a-f]{7,}(?![0-9a-z])/gi, (hex) => hex.replace(/.{6}(?=.)/g, `$&${ZWSP}`));
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;', '|': '&#124;', $: '&#36;' };

/** Plain text anywhere in Markdown, table cells and link labels included; comes out as text and nothing else. */
export function markdownText(text: string, max?: number): string {
  return unlinked(oneLine(text, max))
    .replace(/[&<>|$]/g, (char) => ENTITIES[char] ?? char)
    .replace(/[\\`*_[\]~]/g, '\\$&')
    .replace(/#(?!\d+;)/g, '\\#')
    .replace(/^( *)([-+=:])/, '$1\\$2')
    .replace(/^( *\d+)(?=[.)])/, `$1${ZWSP}`)
    .replace(/^ +| +$/g, (spaces) => '&#32;'.repeat(spaces.length));
}

/** Where Markdown stands: in a table cell a pipe inside a code span would end the cell. */
export type Place = 'flow' | 'cell';

/** A code span that holds the text and nothing else. */
export function codeSpan(text: string, max = 200, place: Place = 'flow'): string {
  const line = oneLine(text, max);
  if (line === '') return '(empty)';
  // No escape of a pipe in a cell's code span is read alike everywhere, and a span of spaces is not kept.
  if ((place === 'cell' && line.includes('|')) || line.trim() === '') return `<code>${markdownText(line, Infinity)}</code>`;
  const fence = '`'.repeat(longestRun(line) + 1);
  const pad = /^[` ]|[` ]$/.test(line) ? ' ' : '';
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** Sentences whose backticked parts are code, as messages quote the repository: each part is harmless as what it is. */
export function markdownProse(text: string, max?: number, place: Place = 'flow'): string {
  return quoted(oneLine(text, max))
    .map((part) => (part.code ? codeSpan(part.text, Infinity, place) : proseBeside(part.text)))
    .join('')
    .replace(/^ +| +$/g, '');
}

/** Splits at pairs of backticks; an empty pair and a last one without a partner stay text. */
function quoted(line: string): { text: string; code: boolean }[] {
  const parts: { text: string; code: boolean }[] = [];
  let from = 0;
  for (const match of line.matchAll(/`([^`]+)`/g)) {
    // Two spans side by side would be read as one.
    parts.push({ text: line.slice(from, match.index) || (parts.length > 0 ? ZWSP : ''), code: false }, { text: match[1] ?? '', code: true });
    from = match.index + match[0].length;
  }
  return [...parts, { text: line.slice(from), code: false }];
}

/** Spaces beside a code span stay spaces, so that the line can break there. */
function proseBeside(text: string): string {
  const [, lead = '', rest = '', trail = ''] = /^( *)(.*?)( *)$/.exec(text) ?? [];
  return text === ZWSP ? text : `${lead}${markdownText(rest, Infinity)}${trail}`;
}

function longestRun(text: string): number {
  return Array.from(text.matchAll(/`+/g)).reduce((longest, run) => Math.max(longest, run[0].length), 0);
}

/** A fenced block of lines. The fence is longer than any run of backticks inside. */
export function fencedBlock(text: string, language = ''): string {
  const lines = text.split(/\r\n|\n|\r/).map(visible).join('\n');
  const fence = '`'.repeat(Math.max(3, longestRun(lines) + 1));
  return `${fence}${language}\n${lines}\n${fence}`;
}

/** An address that may be linked: http or https, no user name in it, percent-encoded; otherwise nothing. */
export function safeUrl(url: string): string | undefined {
  if (url.length > 2000 || !URL.canParse(url)) return undefined;
  const parsed = new URL(url);
  if (!/^https?:$/.test(parsed.protocol) || parsed.username !== '' || parsed.password !== '') return undefined;
  return parsed.href.replace(/[^\w:/?#@!$&+,;=.~%-]/g, percent);
}

/** A Markdown link around a label that is Markdown already; only the label when the address may not be linked. */
export function markdownLink(label: string, url: string | undefined): string {
  const href = url === undefined ? undefined : safeUrl(url);
  return href === undefined ? label : `[${label}](${href})`;
}

/** Text between HTML tags or in a quoted attribute, also where GitHub reads it again for mentions. */
export function htmlText(text: string, max?: number): string {
  return unlinked(oneLine(text, max)).replace(/[&<>"'|$]/g, (char) => ENTITIES[char] ?? char);
}

/** The same as `markdownProse`, for text between HTML tags. */
export function htmlProse(text: string, max?: number): string {
  return quoted(oneLine(text, max))
    .map((part) => (part.code ? `<code>${htmlText(part.text, Infinity)}</code>` : part.text === ZWSP ? '' : htmlText(part.text, Infinity)))
    .join('');
}

/**
 * One line that the runner's parser takes for text: `::` commands stand only at the start of a line, the older
 * `##[` commands anywhere in it (actions/runner, ActionCommand.cs).
 */
export function runnerLine(text: string): string {
  return inertLine(visible(text));
}

/** A finished report of several lines, made so that the runner takes every line for text. */
export function runnerLines(text: string): string {
  return text.replace(/[^\r\n]+/g, inertLine);
}

/** The runner compares by culture, which skips controls and zero-width characters: `:`, U+200B, `:` is `::` to it. Colours are skipped to be safe. */
const COMMAND_START = /^((?:\s|\u001b\[\d+m|[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}])*):(?=[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]*:)/u;
const LEGACY_START = /#[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]*#(?=[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]*\[)/gu;

function inertLine(line: string): string {
  return line.replace(COMMAND_START, '$1: ').replace(LEGACY_START, '# #');
}

/** A workflow command as the toolkit writes it; line breaks in the message arrive as line breaks. */
export function workflowCommand(name: 'error' | 'warning' | 'notice', properties: Readonly<Record<string, string | number>>, message: string): string {
  const list = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  return `::${name}${list.length > 0 ? ` ${list.join(',')}` : ''}::${escapeData(message)}`;
}

function escapeData(text: string): string {
  return text.replace(/[%\r\n]/g, percent);
}

function escapeProperty(text: string): string {
  return text.replace(/[%\r\n:,]/g, percent);
}

/** A path as a relative URI reference (RFC 3986): every segment percent-encoded. */
export function uriPath(path: string): string {
  return path.replace(/\p{Cs}/gu, '\ufffd').split('/').map((segment) => encodeURIComponent(segment).replace(/[!'()*]/g, percent)).join('/');
}

function percent(char: string): string {
  const code = char.charCodeAt(0);
  return code < 0x80 ? `%${code.toString(16).toUpperCase().padStart(2, '0')}` : encodeURIComponent(char.replace(/\p{Cs}/gu, '\ufffd'));
}

/** JSON whose text cannot act: invisible characters as `\u` escapes, and no `##[` for a runner that reads it from a log. */
export function inertJson(json: string): string {
  return json
    .replace(/##(?=\[)/g, '#\\u0023')
    .replace(UNSEEN, (char) => (char === '\n' ? char : Array.from({ length: char.length }, (_, at) => `\\u${char.charCodeAt(at).toString(16).padStart(4, '0')}`).join('')));
}

/** A value as JSON on one line, for step outputs. */
export function outputJson(value: unknown): string {
  return inertJson(JSON.stringify(value));
}
