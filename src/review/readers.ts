import { databaseDocuments, databaseExtractor } from '../documents/database/extractor';
import { documentExtractors, linkDocuments } from '../documents/link';
import { secretsExtractor } from '../documents/secrets/extractor';
import { withHistorySecrets } from '../documents/secrets/link';
import { databaseSignals, linkDatabase } from '../facts/database';
import { columnSignals } from '../facts/stored-columns';
import { typescriptExtractors } from '../languages/typescript/extract';
import { linkTypescript } from '../languages/typescript/link';
import { seen, type Maybe } from '../model/seen';
import type { Secrets } from '../facts/secrets';
import type { Readers } from './look';

/** Everything that reads a repository, and how what it read becomes the facts that controls need. */
export const READERS: Readers = {
  extractors: [...typescriptExtractors, ...documentExtractors, databaseExtractor],
  secrets: secretsExtractor,
  link: (files, { directory, models, allFiles = false }, history) => {
    const code = linkTypescript(files, models, { allFiles });
    const { traits, virtualFiles: _, ...documents } = linkDocuments(files, { workingDirectory: directory });
    const declared = [...databaseDocuments(files), ...code.database];
    const { schema, queries, gaps } = linkDatabase(declared);
    const secrets = history ? mapSeen(documents.secrets, (found) => withHistorySecrets(found, history.hits, history.commits)) : documents.secrets;
    return {
      facts: { ...documents, secrets, ...code.facts, schema: seen(schema, gaps), queries: seen(queries, gaps) },
      signals: [code.signals, traits, databaseSignals(declared), columnSignals(schema)],
    };
  },
};

function mapSeen(fact: Maybe<Secrets>, change: (value: Secrets) => Secrets): Maybe<Secrets> {
  return fact.seen ? { ...fact, value: change(fact.value) } : fact;
}
