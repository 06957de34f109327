/**
 * Renders every report of every golden scorecard into preview/, with pictures in light and dark where a Chromium is
 * to be had (CHROMIUM, or one of the usual places).
 *
 *   npm run preview                                  everything
 *   npm run preview -- blocked clean                 only these scorecards
 *   npm run preview -- --picture docs/comment.png    the picture of the README
 *   npm run preview -- --golden                      writes __tests__/golden anew
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Browser } from 'playwright-core';
import { GOLDEN } from '../__tests__/support/golden';
import type { Scorecard } from '../src/model/scorecard';
import { annotations, commandLines } from '../src/report/annotations';
import { renderCheckRun } from '../src/report/check-run';
import { renderComment } from '../src/report/comment';
import { renderHtml } from '../src/report/html';
import { renderJson } from '../src/report/json';
import { renderSarif } from '../src/report/sarif';
import { renderSummary } from '../src/report/summary';
import { renderTerminal } from '../src/report/terminal';

const GOLDEN_FOLDER = '__tests__/golden';
const OUTPUT = 'preview';
const CHROMIUMS = [process.env['CHROMIUM'], '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];
const LINKS = { checkRun: 'https://github.com/acme/orders-mcp/runs/4711', run: 'https://github.com/acme/orders-mcp/actions/runs/4712' };
const stylesheet = readFileSync(createRequire(import.meta.url).resolve('github-markdown-css/github-markdown.css'), 'utf8');

type Scheme = 'light' | 'dark';

function goldenScorecards(names: readonly string[]): [string, Scorecard][] {
  const all = readdirSync(GOLDEN_FOLDER).filter((file) => file.endsWith('.json')).map((file) => basename(file, '.json'));
  const wanted = names.length > 0 ? names : all;
  return wanted.map((name) => [name, JSON.parse(readFileSync(join(GOLDEN_FOLDER, `${name}.json`), 'utf8')) as Scorecard]);
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** Every text report of one scorecard. Returns the HTML page of the comment. */
function renderAll(name: string, card: Scorecard): string {
  const folder = join(OUTPUT, name);
  const comment = renderComment(card, { instance: 'default', links: LINKS });
  const check = renderCheckRun(card, { links: LINKS });
  write(join(folder, 'comment.md'), comment);
  write(join(folder, 'comment.html'), renderHtml(comment, { title: name, stylesheet }));
  write(join(folder, 'summary.html'), renderHtml(renderSummary(card, { links: LINKS }), { title: name, stylesheet }));
  write(join(folder, 'check-run.html'), renderHtml(`# ${check.title}\n\n${check.summary}\n\n${check.text}`, { title: name, stylesheet }));
  write(join(folder, 'annotations.json'), JSON.stringify(annotations(card), null, 2));
  write(join(folder, 'commands.txt'), commandLines(card).join('\n'));
  write(join(folder, 'terminal.txt'), renderTerminal(card, { color: false, width: 100 }));
  write(join(folder, 'terminal.ansi'), renderTerminal(card, { color: true, width: 100 }));
  write(join(folder, 'scorecard.json'), renderJson(card));
  write(join(folder, 'results.sarif'), renderSarif(card));
  return join(folder, 'comment.html');
}

async function withBrowser(use: (browser: Browser) => Promise<void>): Promise<void> {
  const executablePath = CHROMIUMS.find((path) => path !== undefined && existsSync(path));
  if (executablePath === undefined) {
    console.log('No Chromium was found, so there are no pictures. Set CHROMIUM to the path of one.');
    return;
  }
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    await use(browser);
  } finally {
    await browser.close();
  }
}

/** `glance` takes what stands above the folds, sharp enough for a README; otherwise the whole page is taken. */
async function picture(browser: Browser, page: string, file: string, scheme: Scheme, options: { readonly open?: boolean; readonly glance?: boolean } = {}): Promise<void> {
  const context = await browser.newContext({ colorScheme: scheme, viewport: { width: 860, height: 800 }, deviceScaleFactor: options.glance === true ? 1.5 : 1 });
  const tab = await context.newPage();
  await tab.setContent(readFileSync(page, 'utf8'));
  if (options.open === true) await tab.evaluate('for (const fold of document.querySelectorAll("details")) fold.open = true');
  mkdirSync(dirname(file), { recursive: true });
  const folds = options.glance === true ? await tab.locator('body > details').first().boundingBox() : null;
  await tab.screenshot({ path: file, fullPage: true, ...(folds && { clip: { x: 0, y: 0, width: 860, height: folds.y } }) });
  await context.close();
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { picture: { type: 'string' }, golden: { type: 'boolean' } } });
  if (values.golden === true) {
    for (const [name, make] of Object.entries(GOLDEN)) write(join(GOLDEN_FOLDER, `${name}.json`), renderJson(make()));
    return;
  }
  if (values.picture !== undefined) {
    const file = values.picture;
    const page = renderAll('blocked', goldenScorecards(['blocked'])[0]?.[1] as Scorecard);
    await withBrowser((browser) => picture(browser, page, file, 'light', { glance: true }));
    return;
  }
  const pages = goldenScorecards(positionals).map(([name, card]) => [name, renderAll(name, card)] as const);
  await withBrowser(async (browser) => {
    for (const [name, page] of pages) {
      for (const scheme of ['light', 'dark'] as const) {
        await picture(browser, page, join(OUTPUT, name, `comment-${scheme}.png`), scheme);
        await picture(browser, page, join(OUTPUT, name, `comment-${scheme}-open.png`), scheme, { open: true });
      }
    }
  });
  console.log(`Written to ${OUTPUT}/.`);
}

await main();
