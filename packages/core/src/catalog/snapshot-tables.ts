/** Which tables a consistent snapshot holds still. */

import type { SqlSession } from '../connect/sql-session.ts';
import { quoteString } from '../sql/identifier.ts';
import type { Schema, TableEntry } from './model.ts';
import type { TableSelection } from './selection.ts';
import { versionedType } from './system-versioning.ts';
import { text } from './text.ts';

/** Engines whose reads are part of a consistent snapshot. NDB has only READ COMMITTED. */
const snapshotEngines = new Set(['innodb', 'rocksdb', 'tokudb']);

export function isHeldStill({ engine }: Pick<TableEntry, 'engine'>): boolean {
  return snapshotEngines.has(engine.toLowerCase());
}

/**
 * The tables of the dump that a snapshot holds still, as of now. One whose engine the server fails
 * to tell (MySQL 5.7 and MariaDB at times, while it is altered) may be such a one.
 *
 * It is asked for while others wait: in one statement, and without statistics, for which MySQL 5.7
 * and MariaDB open each table.
 */
export async function listSnapshotTables(
  session: SqlSession,
  schemas: readonly Pick<Schema, 'name'>[],
  selection: TableSelection,
): Promise<readonly { readonly database: string; readonly name: string }[]> {
  if (schemas.length === 0) return [];
  const names = new Set(schemas.map(({ name }) => name));
  const rows = await session.query(
    'SELECT TABLE_SCHEMA, TABLE_NAME, TABLE_TYPE, ENGINE FROM information_schema.TABLES ' +
      `WHERE TABLE_SCHEMA IN (${[...names].map(quoteString).join(', ')})`,
    'list the tables',
  );
  return rows
    .map(([database, name, type, engine]) => ({
      database: text(database),
      name: text(name),
      type: text(type),
      engine: text(engine),
    }))
    .filter(({ database }) => names.has(database))
    .filter(({ type }) => type === 'BASE TABLE' || type === versionedType)
    .filter((entry) => entry.engine === '' || isHeldStill(entry))
    .filter((entry) => selection.includes(entry))
    .map(({ database, name }) => ({ database, name }));
}
