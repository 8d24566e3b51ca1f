/** Notices that a table was altered or emptied while the dump ran, where the server keeps quiet. */

import { createHash } from 'node:crypto';
import type { DatabaseConnection } from '../connect/database-connection.ts';
import { DumpError } from '../errors.ts';
import { ofTable, qualifiedName, quoteIdentifier } from '../sql/identifier.ts';
import { serverIsAtLeast } from '../sql/server-version.ts';
import type { ServerInfo } from '../summary.ts';
import type { TableState } from './model.ts';
import { text } from './text.ts';

type WatchedTable = {
  readonly database: string;
  readonly name: string;
  readonly engine: string;
};

/**
 * A snapshot holds rows and no definitions. An ALTER TABLE that changes no rows (columns renamed or
 * in another order, say) goes unnoticed by the server, and values would be restored into other
 * columns.
 */
export async function readTableState(
  connection: DatabaseConnection,
  server: ServerInfo,
  table: WatchedTable,
): Promise<TableState> {
  const qualified = qualifiedName(table);
  const [row] = await connection.query(
    `SHOW CREATE TABLE ${qualified}`,
    `show the definition of table ${qualified}`,
  );
  // Grows with every row that is inserted.
  const definition = (row?.[1]?.toString('latin1') ?? '').replace(
    /^(\) ENGINE=\S+) AUTO_INCREMENT=\d+/m,
    '$1',
  );
  const digest = createHash('sha256').update(definition, 'latin1').digest('base64');
  const partitioned = /\bPARTITION BY\b/.test(definition);
  const created = await readCreateTime(connection, server, table);
  const occupied = await occupiedParts(connection, server, table, partitioned);
  return { digest: `${digest} ${occupied}`, created };
}

/**
 * Tells two tables of one definition apart, where one of them was renamed to the other. MySQL 8
 * answers from the snapshot, which knows nothing of it.
 */
async function readCreateTime(
  connection: DatabaseConnection,
  server: ServerInfo,
  table: WatchedTable,
): Promise<string> {
  if (server.flavor === 'mysql' && serverIsAtLeast(server, 8)) return '';
  const [row] = await connection.query(
    `SELECT CREATE_TIME FROM information_schema.TABLES WHERE ${ofTable(table)}`,
    `tell when table ${qualifiedName(table)} was made`,
  );
  return text(row?.[0]);
}

/**
 * To be called while the transaction still holds the metadata lock of the rows it has read.
 *
 * @throws DumpError `SCHEMA_CHANGED`
 */
export async function checkTableUnchanged(
  connection: DatabaseConnection,
  server: ServerInfo,
  table: WatchedTable,
  before: TableState,
): Promise<void> {
  const after = await readTableState(connection, server, table);
  // A table that information_schema fails to open at times has no time then.
  const sameTable =
    [before.created, after.created].includes('') || after.created === before.created;
  if (after.digest === before.digest && sameTable) return;
  throw new DumpError(
    'SCHEMA_CHANGED',
    `Table ${qualifiedName(table)} was altered, renamed, or emptied by TRUNCATE, while the dump ran; run ` +
      'the dump again.',
  );
}

/**
 * Newer servers say ER_TABLE_DEF_CHANGED for a table that was truncated. But on MySQL 5.7 an InnoDB
 * table is then empty in snapshots from before it, too, and a partition is on every MySQL. So it is
 * asked which parts hold a row.
 */
async function occupiedParts(
  connection: DatabaseConnection,
  server: ServerInfo,
  table: WatchedTable,
  partitioned: boolean,
): Promise<string> {
  if (server.flavor !== 'mysql' || table.engine !== 'InnoDB') return '';
  if (!partitioned && serverIsAtLeast(server, 8)) return '';
  const qualified = qualifiedName(table);
  const action = `look for rows in table ${qualified}`;
  const partitions = partitioned ? await readPartitions(connection, table, action) : [];
  const parts =
    partitions.length === 0
      ? [qualified]
      : partitions.map((name) => `${qualified} PARTITION (${quoteIdentifier(name)})`);
  const [row] = await connection.query(
    `SELECT CONCAT(${parts.map((part) => `EXISTS (SELECT 1 FROM ${part})`).join(', ')})`,
    action,
  );
  return text(row?.[0]);
}

/** Names of the innermost partitions, in their order. */
async function readPartitions(
  connection: DatabaseConnection,
  table: WatchedTable,
  action: string,
): Promise<readonly string[]> {
  const rows = await connection.query(
    'SELECT IFNULL(SUBPARTITION_NAME, PARTITION_NAME) FROM information_schema.PARTITIONS ' +
      `WHERE ${ofTable(table)} AND PARTITION_NAME IS NOT NULL ` +
      'ORDER BY PARTITION_ORDINAL_POSITION, SUBPARTITION_ORDINAL_POSITION',
    action,
  );
  return rows.map(([partition]) => text(partition));
}
