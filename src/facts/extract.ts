import type { Entry, Revision } from '../revision/revision';
import type { Gap } from '../model/seen';
import { mebibytes, overBudget } from './budget';
import { fileKind } from './file-kind';
import type { Extractor, FileFacts, FilePart } from './file-facts';

/** Facts of files already known, by `oid path`; shared between base and head, and kept between runs where there is a cache. */
export interface FileFactCache {
  get(key: string): FileFacts | undefined;
  set(key: string, facts: FileFacts): void;
}

/** Reads every file of a revision that some extractor handles, and lists the others with no parts. */
export async function extractRevision(
  revision: Revision,
  extractors: readonly Extractor[],
  cache: FileFactCache,
  progress: (done: number, total: number) => void = () => undefined,
): Promise<readonly FileFacts[]> {
  const entries = await revision.entries();
  const over = overBudget(entries, extractors);
  const leftOut = ({ path }: Entry): readonly Gap[] => extractors.flatMap((extractor) => over.get(extractor)?.get(path) ?? []);
  const known = new Map<string, FileFacts>();
  const wanted: Entry[] = [];
  for (const entry of entries) {
    const facts = (leftOut(entry).length === 0 ? cache.get(keyOf(entry)) : undefined) ?? withoutReading(entry, extractors);
    if (facts) known.set(entry.path, facts);
    else wanted.push(entry);
  }
  let done = 0;
  for await (const { entry, bytes } of revision.read(wanted)) {
    const gaps = leftOut(entry);
    const facts = extractFile(entry, bytes, extractors.filter((extractor) => !over.get(extractor)?.has(entry.path)));
    // What is left out depends on the other files of the revision, which what a cache holds must not.
    if (gaps.length === 0) cache.set(keyOf(entry), facts);
    known.set(entry.path, gaps.length === 0 ? facts : { ...facts, gaps: [...facts.gaps, ...gaps] });
    progress(++done, wanted.length);
  }
  return entries.flatMap((entry) => known.get(entry.path) ?? []);
}

/** Facts of one file: each extractor that handles its path adds a part, or a gap with the reason why it could not. */
export function extractFile(entry: Entry, bytes: Uint8Array, extractors: readonly Extractor[]): FileFacts {
  const parts: Partial<Record<FilePart, unknown>> = {};
  const gaps: Gap[] = [];
  const text = decode(bytes);
  const lfs = text?.startsWith('version https://git-lfs.github.com/spec/') ?? false;
  const masker = extractors.find((extractor) => extractor.mask !== undefined && extractor.handles(entry.path) && bytes.length <= extractor.maxBytes);
  const masked = text === undefined ? '' : masker?.mask?.(entry.path, text) ?? text;
  for (const extractor of extractors) {
    if (!extractor.handles(entry.path) || text === undefined) continue;
    if (lfs) gaps.push({ what: entry.path, why: 'It is a Git LFS pointer; its content is not in the repository.' });
    else if (bytes.length > extractor.maxBytes) gaps.push(tooLarge(entry, extractor));
    else {
      try {
        const part = extractor.extract(entry.path, extractor === masker ? text : masked);
        if (part !== undefined) parts[extractor.part] = part;
      } catch (error) {
        gaps.push({ what: entry.path, why: reasonOf(error) });
      }
    }
  }
  const lines = text === undefined ? 0 : countLines(text);
  return { path: entry.path, oid: entry.oid, size: bytes.length, kind: fileKind(entry.path), lines, parts: parts as FileFacts['parts'], gaps };
}

/** Facts of an entry that needs no reading: nothing handles it, or it is no regular file. */
function withoutReading(entry: Entry, extractors: readonly Extractor[]): FileFacts | undefined {
  const handlers = extractors.filter((extractor) => extractor.handles(entry.path));
  const base = { path: entry.path, oid: entry.oid, size: entry.size, kind: fileKind(entry.path), lines: 0, parts: {} };
  if (entry.mode === 'submodule') return { ...base, gaps: [{ what: entry.path, why: 'It is a submodule; its files are in another repository.' }] };
  if (handlers.length === 0) return { ...base, gaps: [] };
  if (entry.mode === 'symlink') return { ...base, gaps: [] };
  const tooBig = handlers.filter((extractor) => entry.size > extractor.maxBytes);
  if (tooBig.length === handlers.length) return { ...base, gaps: tooBig.map((extractor) => tooLarge(entry, extractor)) };
  return undefined;
}

function tooLarge(entry: Entry, extractor: Extractor): Gap {
  return { what: entry.path, why: `It is ${mebibytes(entry.size)} long; files over ${mebibytes(extractor.maxBytes)} are not read.` };
}

/** Text of a blob, or undefined for binary content (a NUL byte early on, as git decides it). */
function decode(bytes: Uint8Array): string | undefined {
  if (bytes.subarray(0, 8000).includes(0)) return undefined;
  return new TextDecoder('utf-8', { ignoreBOM: false }).decode(bytes);
}

function countLines(text: string): number {
  let lines = text.length === 0 || text.endsWith('\n') ? 0 : 1;
  for (let i = text.indexOf('\n'); i !== -1; i = text.indexOf('\n', i + 1)) lines++;
  return lines;
}

/** A stack overflow says so in words that name the cause; other errors speak for themselves. */
function reasonOf(error: unknown): string {
  if (error instanceof RangeError) return 'It is nested too deeply to be read.';
  return error instanceof Error ? error.message : String(error);
}

function keyOf(entry: Entry): string {
  return `${entry.oid} ${entry.path}`;
}
