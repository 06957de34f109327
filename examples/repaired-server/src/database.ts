import pg from 'pg';

/** The part of a database that the tools use. */
export interface Database {
  query(text: string, values: readonly unknown[]): Promise<{ rows: unknown[] }>;
}

export function openDatabase(connectionString: string): Database {
  const pool = new pg.Pool({ connectionString, connectionTimeoutMillis: 5_000, query_timeout: 10_000, statement_timeout: 10_000 });
  return { query: (text, values) => pool.query(text, [...values]) };
}
