import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const CACHE = resolve('.cache/corpus');
/** A registry that takes longer is not there. */
const TIMEOUT_MS = 30_000;

/** The folder that holds a package as published; fetched with npm once, and never installed or run. Undefined where no registry answers. */
export async function packageFolder(name: string, version: string): Promise<string | undefined> {
  const folder = join(CACHE, `${name.replace('/', '__')}@${version}`);
  if (existsSync(folder)) return folder;
  const work = `${folder}.${process.pid}`;
  try {
    await mkdir(work, { recursive: true });
    const shell = process.platform === 'win32';
    const { stdout } = await run('npm', ['pack', `${name}@${version}`, '--pack-destination', work, '--json', '--ignore-scripts', '--loglevel=error'], { timeout: TIMEOUT_MS, shell, maxBuffer: 64 * 1024 * 1024 });
    const [{ filename }] = JSON.parse(stdout) as [{ readonly filename: string }];
    await run('tar', ['-xzf', join(work, filename.replace('@', '').replace('/', '-')), '-C', work]);
    await rename(join(work, 'package'), folder);
    return folder;
  } catch {
    return undefined;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
