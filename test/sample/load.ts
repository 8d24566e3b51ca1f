/** Loads the sample shop into a database of a server. */

import { format } from 'mysql2';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
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
  // Nobody replicates it, and its keys are unique.
  'SET SESSION sql_log_bin = 0, unique_checks = 0',
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
    for (const insert of sampleInserts()) {
      await connection.query(insert.sql);
      rows += insert.rows;
    }
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

interface Insert {
  readonly sql: string;
  readonly rows: number;
}

let inserts: readonly Insert[] | undefined;

/** All of them, made once in a process: suites load the shop into one server after the other. */
function sampleInserts(): readonly Insert[] {
  inserts ??= [...sampleRows()].flatMap((table) => [...insertsOf(table)]);
  return inserts;
}

function* insertsOf({ table, columns, rows }: TableRows): Generator<Insert, void, undefined> {
  const insert = `INSERT INTO ${identifier(table)} (${columns.map(identifier).join(', ')}) VALUES ?`;
  let batch: Value[][] = [];
  let bytes = 0;
  for (const row of rows) {
    batch.push([...row]);
    bytes += row.reduce<number>((sum, value) => sum + sizeOf(value), 0);
    if (bytes < insertBytes) continue;
    yield { sql: format(insert, [batch]), rows: batch.length };
    batch = [];
    bytes = 0;
  }
  if (batch.length > 0) yield { sql: format(insert, [batch]), rows: batch.length };
}

function sizeOf(value: Value): number {
  if (Buffer.isBuffer(value)) return 2 * value.length;
  return typeof value === 'string' ? value.length : 8;
}
