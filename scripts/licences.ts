import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Code that a package carries inside itself, whose licence stands elsewhere. */
const CARRIED: Readonly<Record<string, readonly string[]>> = { '@ts-morph/common': ['typescript'] };

interface Licence {
  readonly name: string;
  readonly version: string;
  readonly spdx: string;
  readonly texts: readonly string[];
}

/** Licences of the packages that bundled files belong to, in the order of their names. Throws when one has none. */
export function licencesOf(root: string, inputs: readonly string[]): string {
  const folders = new Set(inputs.flatMap((input) => packageFolder(input) ?? []));
  for (const [carrier, carried] of Object.entries(CARRIED)) {
    if (folders.has(`node_modules/${carrier}`)) carried.forEach((name) => folders.add(`node_modules/${name}`));
  }
  const licences = new Map([...folders].map((folder) => {
    const licence = read(root, folder);
    return [`${licence.name}@${licence.version}`, licence] as const;
  }));
  const parts = [...licences].sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, licence]) => [`${id} (${licence.spdx})`, '', ...licence.texts].join('\n'));
  return `The files beside this one hold code of these packages, under these licences.\n\n${parts.join(`\n${'-'.repeat(80)}\n\n`)}`;
}

/** `node_modules/a/node_modules/@b/c` of a file in it, or `vendor/x`; undefined for a file of no package. */
function packageFolder(input: string): string | undefined {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(input)?.[0] ?? /^vendor\/[^/]+(?=\/)/.exec(input)?.[0];
}

function read(root: string, folder: string): Licence {
  if (folder.startsWith('vendor/')) return readKept(root, folder);
  const manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as { name: string; version: string; license?: string; author?: string | { name?: string } };
  const names = readdirSync(join(root, folder)).filter((name) => /^(licen[cs]e|copying|notice|thirdpartynotice)/i.test(name)).sort();
  const texts = names.map((name) => readFileSync(join(root, folder, name), 'utf8').replaceAll('\r\n', '\n'));
  const { license: spdx } = manifest;
  if (spdx === undefined && texts.length === 0) throw new Error(`${folder} has no licence.`);
  const author = typeof manifest.author === 'string' ? manifest.author : manifest.author?.name;
  return { name: manifest.name, version: manifest.version, spdx: spdx ?? 'see below', texts: texts.length > 0 ? texts : [`Licensed under ${spdx ?? ''}${author === undefined ? '' : `, by ${author}`}.\n`] };
}


/** Code kept in the repository says in its first line what it was made from: `… from NAME VERSION (LICENCE). …`. */
function readKept(root: string, folder: string): Licence {
  const code = readdirSync(join(root, folder)).find((name) => name.endsWith('.js')) ?? '';
  const [, name, version, spdx] = / from (\S+) (\S+) \(([^)]+)\)/.exec(readFileSync(join(root, folder, code), 'utf8').split('\n', 1)[0] ?? '') ?? [];
  if (name === undefined || version === undefined || spdx === undefined) throw new Error(`${folder}/${code} does not say what it was made from.`);
  return { name, version, spdx, texts: [readFileSync(join(root, folder, 'LICENSE'), 'utf8').replaceAll('\r\n', '\n')] };
}
