/** Which tables and partitions hold a row, as the snapshot of the transaction sees it. */

import type { SqlSession } from '../connect/sql-session.ts';
import { ofTable, qualifiedName, quoteIdentifier } from '../sql/identifier.ts';
import { serverIsAtLeast } from '../sql/server-version.ts';
import type { ServerInfo } from '../summary.ts';
import { inBatches } from './batches.ts';
import { text } from './text.ts';

type ShownTable = {
  readonly database: string;
  readonly name: string;
  readonly engine: string;
  readonly partitioned: boolean;
};

/**
 * Newer servers say ER_TABLE_DEF_CHANGED for a table that was truncated. But on MySQL 5.7 an InnoDB
 * table is then empty in snapshots from before it, too, and a partition is on every MySQL. So it is
 * asked which parts hold a row.
 *
 * @returns one for each table: a digit for each of its parts, empty where the server would tell
 */
export async function readOccupiedParts(
  connection: SqlSession,
  server: ServerInfo,
  tables: readonly ShownTable[],
): Promise<readonly string[]> {
  if (server.flavor !== 'mysql') return tables.map(() => '');
  const asked = tables.filter(
    ({ engine, partitioned }) => engine === 'InnoDB' && !partitioned && !serverIsAtLeast(server, 8),
  );
  const answers = await inBatches(asked, (batch) =>
    readExistence(connection, batch, batch.map(qualifiedName)),
  );
  const occupied = new Map(asked.map((table, index) => [table, answers[index] ?? '']));
  for (const table of tables) {
    if (table.engine !== 'InnoDB' || !table.partitioned) continue;
    // One by one: it may have thousands of partitions.
    const parts = await readExistence(connection, [table], await readPartitions(connection, table));
    occupied.set(table, parts.join(''));
  }
  return tables.map((table) => occupied.get(table) ?? '');
}

/** @param parts - what may stand after FROM, of the given tables */
async function readExistence(
  connection: SqlSession,
  tables: readonly ShownTable[],
  parts: readonly string[],
): Promise<readonly string[]> {
  const [first, ...more] = tables.map(qualifiedName);
  const [row] = await connection.query(
    `SELECT ${parts.map((part) => `EXISTS (SELECT 1 FROM ${part})`).join(', ')}`,
    `look for rows in table ${first}${more.length === 0 ? '' : ` and ${more.length} others`}`,
  );
  return parts.map((_, index) => text(row?.[index]));
}

/** The innermost partitions, in their order, as they may stand after FROM. */
async function readPartitions(
  connection: SqlSession,
  table: ShownTable,
): Promise<readonly string[]> {
  const qualified = qualifiedName(table);
  const rows = await connection.query(
    'SELECT IFNULL(SUBPARTITION_NAME, PARTITION_NAME) FROM information_schema.PARTITIONS ' +
      `WHERE ${ofTable(table)} AND PARTITION_NAME IS NOT NULL ` +
      'ORDER BY PARTITION_ORDINAL_POSITION, SUBPARTITION_ORDINAL_POSITION',
    `look for rows in table ${qualified}`,
  );
  if (rows.length === 0) return [qualified];
  return rows.map(([name]) => `${qualified} PARTITION (${quoteIdentifier(text(name))})`);
}
