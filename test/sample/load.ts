/** Loads the sample shop into a database of a server. */

import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise';
import type { DatabaseServer } from '../services/database-server.ts';
import { activityStatements, programStatements } from './programs.ts';
import { identifier } from './quote.ts';
import { sampleRows, type TableRows, type Value } from './rows.ts';
import { tableStatements } from './schema.ts';

/** What was loaded. */
export interface LoadedSample {
  readonly tables: number;
  /** Rows of all tables, over 100,000. */
  readonly rows: number;
}

/** One INSERT is sent with about so many bytes of values: well below every max_allowed_packet. */
const insertBytes = 1_000_000;

/** The session that the shop is made in; on every server the same, whatever its defaults are. */
const sessionStatements: readonly string[] = [
  // Zero dates are wanted.
  "SET SESSION sql_mode = 'STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION'",
  "SET SESSION time_zone = '+00:00'",
  'SET NAMES utf8mb4 COLLATE utf8mb4_unicode_ci',
];

/**
 * Makes the tables, rows, views, triggers, routines and the event in an empty database. Every call
 * makes the same shop, but for the times of creation.
 *
 * @param database - an empty utf8mb4 database
 */
export async function loadSampleShop(
  server: Pick<DatabaseServer, 'host' | 'port' | 'user' | 'password'>,
  database: string,
): Promise<LoadedSample> {
  const { host, port, user, password } = server;
  const connection = await createConnection({ host, port, user, password, database });
  try {
    for (const statement of [...sessionStatements, ...tableStatements]) {
      await connection.query(statement);
    }
    let rows = 0;
    await connection.beginTransaction();
    for (const table of sampleRows()) rows += await insertRows(connection, table);
    await connection.commit();
    for (const statement of programStatements) await connection.query(statement);
    for (const statement of activityStatements) await connection.query(statement);
    const [[written]] = await connection.query<RowDataPacket[]>(
      'SELECT COUNT(*) AS changes FROM price_changes',
    );
    return { tables: tableStatements.length, rows: rows + Number(written?.['changes']) };
  } finally {
    await connection.end();
  }
}

async function insertRows(connection: Connection, { table, columns, rows }: TableRows) {
  const insert = `INSERT INTO ${identifier(table)} (${columns.map(identifier).join(', ')}) VALUES ?`;
  let batch: (readonly Value[])[] = [];
  let bytes = 0;
  let inserted = 0;
  const send = async () => {
    if (batch.length === 0) return;
    await connection.query(insert, [batch]);
    inserted += batch.length;
    batch = [];
    bytes = 0;
  };
  for (const row of rows) {
    batch.push(row);
    bytes += row.reduce<number>((sum, value) => sum + sizeOf(value), 0);
    if (bytes >= insertBytes) await send();
  }
  await send();
  return inserted;
}

function sizeOf(value: Value): number {
  if (Buffer.isBuffer(value)) return 2 * value.length;
  return typeof value === 'string' ? value.length : 8;
}
