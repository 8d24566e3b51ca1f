/** Which tables a consistent snapshot holds still. */

import type { SqlSession } from '../connect/sql-session.ts';
import type { Schema, TableEntry } from './model.ts';
import type { TableSelection } from './selection.ts';
import { versionedType } from './system-versioning.ts';
import { readTableEntries } from './tables.ts';

/** Engines whose reads are part of a consistent snapshot. NDB has only READ COMMITTED. */
const snapshotEngines = new Set(['innodb', 'rocksdb', 'tokudb']);

export function isHeldStill({ engine }: Pick<TableEntry, 'engine'>): boolean {
  return snapshotEngines.has(engine.toLowerCase());
}

/** The tables of the dump that a snapshot holds still, as of now. */
export async function listSnapshotTables(
  session: SqlSession,
  schemas: readonly Schema[],
  selection: TableSelection,
): Promise<readonly { readonly database: string; readonly name: string }[]> {
  const tables = [];
  for (const { name: database } of schemas) {
    const entries = await readTableEntries(session, database);
    const held = entries.filter(
      (entry) =>
        (entry.type === 'BASE TABLE' || entry.type === versionedType) && isHeldStill(entry),
    );
    tables.push(...held.map(({ name }) => ({ database, name })));
  }
  return tables.filter((table) => selection.includes(table));
}
