import { escaped } from './characters';

/** Characters that a pattern of class after class can match, when it is anchored at both ends; undefined when it can match anything. */
export function anchoredAlphabet(source: string, flags: string): string | undefined {
  if (flags.includes('m') || !source.startsWith('^') || !/(^|[^\\])\$$/.test(source)) return undefined;
  const body = source.slice(1, -1);
  if (splitsAtTop(body)) return undefined;
  let alphabet = '';
  const rest = body
    .replace(/\[((?:\\.|[^\]\\])+)\]/g, (_, content: string) => {
      if (content.startsWith('^')) alphabet += '\\s\\S';
      // A dash at an end stands for itself, also where another class is written behind it.
      else alphabet += content.replace(/^-|(?<!\\)-$/g, '\\-');
      return '';
    })
    .replace(/\\[dwhs]/g, (escape) => { alphabet += escape; return ''; })
    .replace(/\\[DWSB]/g, () => { alphabet += '\\s\\S'; return ''; })
    .replace(/\{\d+(,\d*)?\}/g, '')
    .replace(/\(\?[:=!]|\(\?<[=!]|\(\?<\w+>/g, '(')
    .replace(/\\(.)/g, (_, character: string) => { alphabet += escaped(character); return ''; });
  for (const character of rest) {
    if (character === '.') return undefined;
    if (!'()|*+?^$'.includes(character)) alphabet += escaped(character);
  }
  return alphabet.includes('\\s\\S') ? undefined : alphabet;
}

/** `^a|b$` is two alternatives, each anchored at one end only. */
export function splitsAtTop(body: string): boolean {
  return alternatives(body).length > 1;
}

/** The alternatives of a pattern, outside of groups. */
export function alternatives(body: string): string[] {
  const cuts: number[] = [];
  let depth = 0;
  let inClass = false;
  for (let i = 0; i < body.length; i++) {
    const character = body[i];
    if (character === '\\') i++;
    else if (inClass) inClass = character !== ']';
    else if (character === '[') inClass = true;
    else if (character === '(') depth++;
    else if (character === ')') depth--;
    else if (character === '|' && depth === 0) cuts.push(i);
  }
  return [...cuts, body.length].map((end, index) => body.slice(index === 0 ? 0 : (cuts[index - 1] ?? 0) + 1, end));
}
