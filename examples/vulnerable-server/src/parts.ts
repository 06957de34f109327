import { pool } from './database.js';

interface Filter {
  readonly supplier: string;
}

function conditionOf(filter: Filter): string {
  return `supplier = '${filter.supplier}'`;
}

export async function findParts(filter: Filter): Promise<unknown[]> {
  const result = await pool.query(`SELECT id, name, quantity FROM parts WHERE ${conditionOf(filter)} ORDER BY id`);
  return result.rows;
}
