import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** One file that is made from others. */
export interface Generated {
  /** Relative to the root of the repository. */
  readonly path: string;
  /** The whole text of the file, given what it holds now: undefined when there is none. */
  readonly render: (current: string | undefined) => string | Promise<string>;
}

/** A file that is not what it would be when generated now. */
export interface Stale {
  readonly path: string;
  readonly text: string;
}

/** The files whose text differs from what they would be. */
export async function staleOf(all: readonly Generated[], current: (path: string) => Promise<string | undefined>): Promise<readonly Stale[]> {
  const stale: Stale[] = [];
  for (const { path, render } of all) {
    const before = await current(path);
    const text = await render(before);
    if (text !== before) stale.push({ path, text });
  }
  return stale;
}

/** Writes the files, with the folders that they stand in. */
export async function refresh(stale: readonly Stale[]): Promise<void> {
  for (const { path, text } of stale) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
}
