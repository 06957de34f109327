import { seen, type Gap } from '../model/seen';
import type { ControlSettings } from '../model/settings';
import { databaseSignals, linkDatabase, type DatabaseFile } from './database';
import type { FactName, Facts } from './facts';
import type { FileFacts } from './file-facts';
import { mergeTraits, type Searched } from './merge-traits';
import type { TraitSignals } from './traits';

/** Facts that are read from documents, manifests, deployment files and the like. */
export type DocumentFactName = 'documents' | 'packages' | 'deployments' | 'secrets';

/** Facts that are linked neither from code alone nor from documents alone. */
type OwnFactName = 'traits' | 'settings' | 'schema' | 'queries';

/** What both bring: the traits that they show, and what they say of databases. */
interface Shared {
  readonly traits: TraitSignals;
  readonly database: readonly DatabaseFile[];
}

/** What the linking of documents brings. A fact that is missing here does not compile. */
export type DocumentFacts = Pick<Facts, DocumentFactName> & Shared;

/** What the linking of code brings: every other fact. */
export type CodeFacts = Omit<Facts, DocumentFactName | OwnFactName> & Shared;

/** Joins what was linked, the settings and the traits into the facts of one revision. */
export function assembleFacts(files: readonly FileFacts[], code: CodeFacts, documents: DocumentFacts, settings: ControlSettings): Facts {
  const { traits: codeTraits, database: codeDatabase, ...fromCode } = code;
  const { traits: documentTraits, database: documentDatabase, ...fromDocuments } = documents;
  const databases = [...documentDatabase, ...codeDatabase];
  const signals = [codeTraits, documentTraits, databaseSignals(databases)];
  const { schema, queries } = linkDatabase(databases);
  return {
    ...fromCode,
    ...fromDocuments,
    schema: seen(schema, documentDatabase.flatMap((file) => file.gaps)),
    queries: seen(queries, codeDatabase.flatMap((file) => file.gaps)),
    settings: seen(settings),
    traits: seen(mergeTraits(signals, amountOf(files)), gapsOf(files)),
  } satisfies Record<FactName, unknown>;
}

const SOURCE = /\.[cm]?[jt]sx?$/;

function amountOf(files: readonly FileFacts[]): Searched {
  const read = files.filter((file) => Object.keys(file.parts).length > 0);
  const source = read.filter((file) => SOURCE.test(file.path) && file.kind === 'product').length;
  return { source, other: read.filter((file) => !SOURCE.test(file.path)).length };
}

/** Product files that could not be read may show any trait. */
function gapsOf(files: readonly FileFacts[]): readonly Gap[] {
  return files.filter((file) => file.kind === 'product').flatMap((file) => file.gaps);
}
