/** Most of each that a block of a real document has; beyond it the cost of the parser grows with the square of the number. */
const MAX_LOOSE = 100;
const MAX_QUOTES = 8;
const MAX_INDENT = 80;

/**
 * Takes from a Markdown text what would make the parser run for minutes and what no document needs: hundreds of opening
 * brackets or tags without their ends in one block, quotes within quotes beyond any depth, endless indentation. Lines stay
 * where they are. Blocks of code keep their content.
 */
export function tame(text: string): string {
  const lines = text.split('\n');
  const tamed: string[] = [];
  let block: string[] = [];
  let fence = '';
  const end = (): void => {
    if (block.length > 0) tamed.push(tameBlock(block));
    block = [];
  };
  for (const line of lines) {
    const mark = /^[\s>]{0,40}(`{3,}|~{3,})/.exec(line)?.[1] ?? '';
    if (fence !== '') {
      tamed.push(line);
      if (mark.startsWith(fence) && line.trim() === mark) fence = '';
    } else if (mark !== '' && !/`{3,}.*`/.test(line.slice(line.indexOf(mark) + mark.length))) {
      end();
      fence = mark;
      tamed.push(line);
    } else if (line.trim() === '') {
      end();
      tamed.push(line);
    } else block.push(shallow(line));
  }
  end();
  return tamed.join('\n');
}

/** A line with no more markers and blanks before its text than a person would write. */
function shallow(line: string): string {
  const quotes = /^(?:\s{0,3}>){9,}/.exec(line)?.[0];
  const short = quotes === undefined ? line : '> '.repeat(MAX_QUOTES) + line.slice(quotes.length).replace(/^[\s>]+/, '');
  const indent = /^\s*/.exec(short)?.[0].length ?? 0;
  return indent > MAX_INDENT ? short.slice(indent - MAX_INDENT) : short;
}

/** A block, that is lines without an empty one between them, without its loose brackets and tags where they are many. */
function tameBlock(lines: readonly string[]): string {
  const text = lines.join('\n');
  const brackets = count(text, '[') + count(text, ']') - 2 * (text.match(/\[[^[\]\n]{0,500}\](?=[(:[])/g)?.length ?? 0);
  const tags = count(text, '<') - (text.match(/<[^<>]{1,20000}>/g)?.length ?? 0);
  const parentheses = count(text, '(') - count(text, ')');
  let tamed = text;
  if (brackets > MAX_LOOSE || parentheses > MAX_LOOSE) tamed = tamed.replace(/[[\]]/g, ' ');
  if (tags > MAX_LOOSE) tamed = tamed.replace(/</g, ' ');
  return tamed;
}

function count(text: string, character: string): number {
  let found = 0;
  for (let i = text.indexOf(character); i !== -1; i = text.indexOf(character, i + 1)) found++;
  return found;
}
