import { describe, expect, test } from '@jest/globals';
import { configure } from '../../src/configure';
import { memoryRevision } from '../../src/revision/memory';
import type { Revision } from '../../src/revision/revision';

const path = '.github/mcp-publish-gate.yml';

/** A revision with one entry that is not what it seems. */
function odd(change: { readonly mode?: 'symlink' | 'submodule'; readonly size?: number; readonly bytes?: Uint8Array }): Revision {
  const entry = { path, oid: 'o', size: change.size ?? 10, mode: change.mode ?? ('file' as const) };
  return {
    id: 'odd',
    entries: () => Promise.resolve([entry]),
    async *read(wanted) {
      for (const one of wanted) yield await Promise.resolve({ entry: one, bytes: change.bytes ?? new Uint8Array() });
    },
  };
}

async function outcome(head: Revision, base?: Revision, inputs = {}): Promise<string> {
  const loaded = await configure({ head, ...(base && { base }), inputs, fork: false });
  return loaded.ok ? `${loaded.configuration.profile} from ${loaded.configuration.source}` : loaded.faults.map((fault) => fault.message).join('\n');
}

describe('finding the configuration in revisions', () => {
  test.each<[name: string, head: Revision, base: Revision | undefined, inputs: object, expected: RegExp]>([
    ['none', memoryRevision({ 'a.ts': '' }), memoryRevision({}), {}, /^standard from defaults$/],
    ['the usual place', memoryRevision({ [path]: 'profile: strict\n' }, 'work tree'), undefined, {}, /^strict from \.github\/mcp-publish-gate\.yml at work tree$/],
    ['the other spelling', memoryRevision({ '.github/mcp-publish-gate.yaml': 'profile: strict\n' }), undefined, {}, /^strict from .*\.yaml/],
    ['a named place', memoryRevision({ 'ci/gate.yml': 'profile: strict\n', [path]: 'profile: minimal\n' }), undefined, { config: './ci/gate.yml' }, /^strict from ci\/gate\.yml/],
    ['the base goes first', memoryRevision({ [path]: 'profile: minimal\n' }), memoryRevision({ [path]: 'profile: strict\n' }, 'b'.repeat(40)), {}, /^strict from .* at bbbbbbb$/],
    ['a wrong input', memoryRevision({}), undefined, { profile: 'lax' }, /^The input `profile` is `lax`/],
    ['a named file that is not there', memoryRevision({}), memoryRevision({}), { config: 'x.yml' }, /^x\.yml:1:1: The file that the input/],
    ['a symbolic link', odd({ mode: 'symlink' }), undefined, {}, /yml:1:1: It is a symbolic link, which is never followed\.$/],
    ['a file that is too large', odd({ size: 300_000 }), undefined, {}, /longer than 256 KiB/],
    ['no text', odd({ bytes: new Uint8Array([0xff, 0xfe, 0x00]) }), undefined, {}, /It is not text in UTF-8/],
  ])('%s', async (_, head, base, inputs, expected) => {
    expect(await outcome(head, base, inputs)).toMatch(expected);
  });
});

test('a change of the configuration says whether anybody guards it, by the base alone', async () => {
  const head = memoryRevision({ [path]: 'profile: minimal\n', '.github/CODEOWNERS': '* @me\n' });
  const notes = async (files: Readonly<Record<string, string>>): Promise<readonly string[]> => {
    const loaded = await configure({ head, base: memoryRevision(files), inputs: {}, fork: false });
    return loaded.ok ? loaded.configuration.notes : [];
  };
  expect(await notes({ [path]: 'profile: strict\n' })).toEqual([expect.stringMatching(/no line of the base's CODEOWNERS guards/)]);
  expect(await notes({ [path]: 'profile: strict\n', CODEOWNERS: '/.github/ @sec\n' })).toEqual([expect.stringMatching(/gives to `@sec`/)]);
  expect(await notes({ [path]: 'profile: minimal\n' })).toEqual([]);
});
