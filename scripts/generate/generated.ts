import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** One file that is made from others. */
export interface Generated {
  /** Relative to the root of the repository. */
  readonly path: string;
  /** The whole text of the file, given what it holds now: undefined when there is none. */
  readonly render: (current: string | undefined) => string | Promise<string>;
}

/** What the file should hold, when it holds something else or is missing; undefined when it is fresh. */
export async function staleText({ path, render }: Generated): Promise<string | undefined> {
  const current = await readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  });
  const text = await render(current);
  return text === current ? undefined : text;
}

/** Writes a file, with the folders that it stands in. */
export async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}
