import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Prints one label. The text travels over standard input, so it is neither a command nor an option. */
export async function printLabel(text: string): Promise<void> {
  const printer = spawn('lp', ['-d', 'labels'], { stdio: ['pipe', 'ignore', 'ignore'], timeout: 10_000 });
  printer.stdin.end(text);
  const [code] = await once(printer, 'close');
  if (code !== 0) throw new Error(`lp ended with ${code}.`);
}
