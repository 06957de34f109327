import { exec } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(exec);

export async function printLabel(text: string): Promise<void> {
  await run(`echo "${text}" | lp -d labels`);
}
