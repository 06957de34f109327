import pg from 'pg';

export const pool = new pg.Pool({ connectionString: 'postgres://parts:Tq8vN2wXr5LmZ7@db.acme-workshop.io:5432/parts' });
