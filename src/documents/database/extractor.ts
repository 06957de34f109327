import type { DatabaseFile } from '../../facts/database';
import type { Extractor, FileFacts } from '../../facts/file-facts';
import { readPrismaSchema } from './prisma';
import { readSqlFile } from './sql-file';

/** Reads schemas and migrations: files of SQL, and Prisma's. */
export const databaseExtractor: Extractor<'database'> = {
  part: 'database',
  handles: (path) => /\.(?:sql|psql|pgsql|ddl|prisma)$/i.test(path),
  maxBytes: 4 * 1_048_576,
  extract: (path, text) => (path.toLowerCase().endsWith('.prisma') ? readPrismaSchema(path, text) : readSqlFile(path, text)),
};

/** Files whose schema is that of the server. Scripts count, since that is where many repositories keep the set-up of their database. */
export function databaseDocuments(files: readonly FileFacts[]): readonly DatabaseFile[] {
  return files.flatMap((file): DatabaseFile[] => {
    if (file.kind !== 'product' && file.kind !== 'script') return [];
    const part = file.parts.database;
    const gaps = databaseExtractor.handles(file.path) ? file.gaps : [];
    if (part) return [{ ...part, gaps: [...part.gaps, ...gaps], path: file.path }];
    return gaps.length > 0 ? [{ path: file.path, changes: [], queries: [], gaps }] : [];
  });
}
