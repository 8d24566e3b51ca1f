/** When tables were made: tells two tables of one definition apart. */

import type { SqlSession } from '../connect/sql-session.ts';
import { ofTable } from '../sql/identifier.ts';
import { serverIsAtLeast } from '../sql/server-version.ts';
import type { ServerInfo } from '../summary.ts';
import { inBatches } from './batches.ts';
import { text } from './text.ts';

/**
 * Whether the server tells when a table was made that has taken the place of another one (RENAME
 * TABLE). MySQL 8 answers from the snapshot, which knows nothing of it.
 */
export function tellsCreateTimes(server: ServerInfo): boolean {
  return server.flavor !== 'mysql' || !serverIsAtLeast(server, 8);
}

/** One for each table, empty where the server does not tell. */
export async function readCreateTimes(
  connection: SqlSession,
  server: ServerInfo,
  tables: readonly { readonly database: string; readonly name: string }[],
): Promise<readonly string[]> {
  if (!tellsCreateTimes(server)) return tables.map(() => '');
  return inBatches(tables, async (batch) => {
    // A query for each: only for a table by its name does the server open no others.
    const queries = batch.map(
      (table, index) =>
        `SELECT ${index}, CREATE_TIME FROM information_schema.TABLES WHERE ${ofTable(table)}`,
    );
    const rows = await connection.query(queries.join(' UNION ALL '), 'tell when tables were made');
    const times = new Map(rows.map(([index, time]) => [Number(text(index)), text(time)]));
    return batch.map((_, index) => times.get(index) ?? '');
  });
}
