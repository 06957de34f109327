import pRetry from 'p-retry';
import type { Database } from './database.js';

/** Parts of one supplier. Reading twice does no harm, so a passing failure of the database is retried. */
export async function findParts(database: Database, supplier: string): Promise<unknown[]> {
  return pRetry(
    async () => {
      const result = await database.query('SELECT id, name, quantity FROM parts WHERE supplier = $1 ORDER BY id', [supplier]);
      return result.rows;
    },
    { retries: 2, minTimeout: 200, factor: 2 },
  );
}
