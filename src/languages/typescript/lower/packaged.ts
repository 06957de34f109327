/** How bundlers say which file the code behind it was: esbuild and Bun in a comment of its own, Rollup and Rolldown by regions. */
const FILE = /^\/\/ (\S+\.\w+(?:\?\S*)?|\(disabled\):\S*)\s*$/;
const REGION = /^\/\/#region (\S.*)$/;
const END = /^\/\/#endregion\b/;
const PACKAGE = /(?:^|\/)node_modules\//;
/** Fewer such comments are no work of a bundler. */
const FEWEST = 2;

/** Lines of a bundle that come from packages, first and last: what their authors wrote, and not those of the program. */
export function packagedLines(text: string): (readonly [first: number, last: number])[] {
  if (!text.includes('node_modules/')) return [];
  const found: (readonly [number, number])[] = [];
  let begin = 0;
  let marks = 0;
  const lines = text.split('\n');
  const close = (last: number): void => {
    if (begin > 0) found.push([begin, last]);
    begin = 0;
  };
  for (const [index, line] of lines.entries()) {
    if (!line.startsWith('//')) continue;
    const path = REGION.exec(line)?.[1] ?? FILE.exec(line)?.[1];
    if (path === undefined && !END.test(line)) continue;
    close(index);
    if (path !== undefined) marks++;
    if (path !== undefined && PACKAGE.test(path)) begin = index + 1;
  }
  close(lines.length);
  return marks < FEWEST ? [] : found;
}
