import { readFile } from 'node:fs/promises';
import { checklistPage } from './generate/checklist-page';
import { configurationPage } from './generate/configuration-page';
import { refresh, staleOf, type Generated } from './generate/generated';
import { readme } from './generate/readme';
import { configurationSchema, scorecardSchema } from './generate/schemas';

/**
 * Writes every file that is made from another: `npm run generate`. With `--check` it writes nothing, names each file
 * that is not what it would write, and exits with 1 when there is one.
 */
const GENERATED: readonly Generated[] = [checklistPage, configurationPage, configurationSchema, scorecardSchema, readme];

async function current(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
}

const stale = await staleOf(GENERATED, current);
if (process.argv.includes('--check')) {
  for (const { path } of stale) console.error(`${path} is stale. Run "npm run generate" and commit the result.`);
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  await refresh(stale);
  for (const { path } of stale) console.log(`Wrote ${path}.`);
}
