import type { FileFilter } from '../config/effective';
import type { HistoryHits } from '../documents/secrets/link';
import { assembleFacts, type Linked, type LinkOptions } from '../facts/assemble';
import { extractFile, extractRevision } from '../facts/extract';
import type { Extractor, FileFacts } from '../facts/file-facts';
import { inScope } from '../facts/scope';
import type { Facts } from '../facts/facts';
import type { Change } from '../model/change';
import type { Gap } from '../model/seen';
import type { Look, Sight } from '../review';
import type { Entry, Revision } from '../revision/revision';
import { filterRevision, pathFilter } from './filter';
import { withTrustedIgnores, type TrustedIgnores } from './trusted-ignores';

/** The modules that read and link: code, documents, schemas, credentials. */
export interface Readers {
  readonly extractors: readonly Extractor[];
  /** The one of them that searches for credentials; the history of a change is read by it alone. */
  readonly secrets: Extractor<'secrets'>;
  /** `history` is absent where there is no change. */
  readonly link: (files: readonly FileFacts[], options: LinkOptions, history?: { readonly hits: readonly HistoryHits[]; readonly commits: number }) => Linked;
}

/** Makes the first act of a review from the modules that read: every visible file, then the history, then linking. */
export function lookWith({ extractors, secrets, link }: Readers): Look {
  return async (revision, { cache, configuration, subject, progress }, { change, trustedIgnores } = {}): Promise<Sight> => {
    const { revision: visible, hidden } = await filterRevision(revision, configuration.files);
    const all = await extractRevision(visible, extractors, cache, (done, total) => progress?.('Reading files', done, total));
    const { files, dropped } = trusted(inScope(all, subject.workingDirectory), trustedIgnores);
    const history = change && (await readHistory(revision, change, all, secrets, configuration.files));
    progress?.('Following values', 0, 1);
    const linked = link(files, { directory: subject.workingDirectory, models: configuration.flow }, history && { hits: history.hits, commits: history.commits });
    const facts = assembleFacts(files, linked, configuration.settings);
    return {
      facts,
      files,
      gaps: history?.gaps ?? [],
      notes: [...hiddenNotes(hidden), ...droppedNotes(dropped), ...unmatchedNotes(facts)],
    };
  };
}

function trusted(files: readonly FileFacts[], ignores: TrustedIgnores | undefined): ReturnType<typeof withTrustedIgnores> {
  return ignores ? withTrustedIgnores(files, ignores) : { files, dropped: 0 };
}

function hiddenNotes(hidden: number): string[] {
  return hidden > 0 ? [`${hidden} ${hidden === 1 ? 'file is' : 'files are'} not read, because \`include\` or \`exclude\` of the configuration says so.`] : [];
}

function droppedNotes(dropped: number): string[] {
  return dropped > 0 ? [`${dropped} ${dropped === 1 ? 'comment that silences a finding does' : 'comments that silence findings do'} not count, since the pull request comes from another repository.`] : [];
}

function unmatchedNotes({ flows }: Facts): string[] {
  return (flows.seen ? flows.value.unmatched : []).map((name) => `\`flow\` of the configuration names the function \`${name}\`, and no file of the repository declares it, so that the entry has no effect. Write the path from the root and the name, such as \`./src/text.ts#quoted\` or \`./src/pool.ts#Pool.run\`.`);
}

interface History {
  readonly hits: readonly HistoryHits[];
  readonly commits: number;
  readonly gaps: readonly Gap[];
}

/** What the commits of a change add beyond the tree at head: it stays in the history for everybody to read. */
async function readHistory(revision: Revision, change: Change, files: readonly FileFacts[], secrets: Extractor<'secrets'>, filter: FileFilter): Promise<History> {
  const atHead = new Set(files.map((file) => file.oid));
  const visible = pathFilter(filter);
  const wanted = change.history.blobs.filter((blob) => !atHead.has(blob.oid) && visible(blob.path) && secrets.handles(blob.path) && blob.size <= secrets.maxBytes);
  const hits: HistoryHits[] = [];
  const gaps: Gap[] = change.history.unseen === undefined ? [] : [{ what: 'history of the change', why: change.history.unseen }];
  const blobs = wanted.values();
  // Contents come in the order in which they were asked for.
  for await (const { entry, bytes } of revision.read(wanted.map((blob): Entry => ({ path: blob.path, oid: blob.oid, size: blob.size, mode: 'file' })))) {
    const facts = extractFile(entry, bytes, [secrets]);
    const { value: blob } = blobs.next();
    if (blob && facts.parts.secrets) hits.push({ blob, hits: facts.parts.secrets.hits });
    gaps.push(...facts.gaps.map((gap) => ({ ...gap, what: `${gap.what} in the history of the change` })));
  }
  return { hits, commits: change.history.commits, gaps };
}
