import { checklistPage } from './generate/checklist-page';
import { configurationPage } from './generate/configuration-page';
import { staleText, write, type Generated } from './generate/generated';
import { readme } from './generate/readme';
import { configurationSchema, scorecardSchema } from './generate/schemas';

/**
 * Writes every file that is made from another: `npm run generate`. With `--check` it writes nothing, names each file
 * that is not what it would write, and exits with 1 when there is one.
 */
const GENERATED: readonly Generated[] = [checklistPage, configurationPage, configurationSchema, scorecardSchema, readme];

const check = process.argv.includes('--check');
for (const generated of GENERATED) {
  const text = await staleText(generated);
  if (text === undefined) continue;
  if (check) {
    console.error(`${generated.path} is stale. Run "npm run generate" and commit the result.`);
    process.exitCode = 1;
  } else {
    await write(generated.path, text);
    console.log(`Wrote ${generated.path}.`);
  }
}
