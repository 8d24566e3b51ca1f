/** Finds the key that rows are read in the order of. */

import type { DatabaseConnection } from '../connect/database-connection.ts';
import { inDatabase, quoteIdentifier } from '../sql/identifier.ts';
import type { Column, UniqueKey } from './model.ts';
import { listEveryTable } from './skipped-tables.ts';
import { text } from './text.ts';

/** The primary key of each table, or else its first unique key of whole NOT NULL columns. */
export async function readUniqueKeys(
  connection: DatabaseConnection,
  database: string,
  columns: ReadonlyMap<string, readonly Column[]>,
): Promise<ReadonlyMap<string, UniqueKey>> {
  const usableKeys = await visibleKeysCondition(connection);
  const action = `list the keys of ${quoteIdentifier(database)}`;
  const parts = await listEveryTable(connection, action, () =>
    listKeyParts(connection, { database, columns, usableKeys, action }),
  );
  const chosen = new Map<string, UniqueKey>();
  for (const [table, keys] of parts) {
    for (const [name, keyColumns] of keys) {
      const usable = keyColumns.filter((column) => column !== undefined);
      if (usable.length !== keyColumns.length) continue;
      chosen.set(table, { name, columns: usable });
      break;
    }
  }
  return chosen;
}

/** The columns of each key of each table; `undefined` for a part that gives rows no order. */
type KeyParts = Map<string, Map<string, (Column | undefined)[]>>;

interface KeyPartsRequest {
  readonly database: string;
  readonly columns: ReadonlyMap<string, readonly Column[]>;
  /** A condition that begins with AND, or nothing. */
  readonly usableKeys: string;
  readonly action: string;
}

async function listKeyParts(
  connection: DatabaseConnection,
  { database, columns, usableKeys, action }: KeyPartsRequest,
): Promise<KeyParts> {
  const parts: KeyParts = new Map();
  await connection.queryEach(
    'SELECT TABLE_NAME, INDEX_NAME, COLUMN_NAME, SUB_PART, NULLABLE ' +
      `FROM information_schema.STATISTICS WHERE ${inDatabase('TABLE_SCHEMA', database)} ` +
      // MariaDB makes a hash of a long unique key, which has no order.
      `AND NON_UNIQUE = 0 AND INDEX_TYPE = 'BTREE'${usableKeys} ` +
      "ORDER BY TABLE_NAME, INDEX_NAME <> 'PRIMARY', INDEX_NAME, SEQ_IN_INDEX",
    action,
    ([tableName, keyName, columnName, prefixLength, nullable]) => {
      const table = text(tableName);
      const keys = parts.get(table) ?? new Map<string, (Column | undefined)[]>();
      parts.set(table, keys);
      const key = keys.get(text(keyName)) ?? [];
      keys.set(text(keyName), key);
      const whole = prefixLength == null && text(nullable) !== 'YES' && columnName != null;
      const column = columns.get(table)?.find((candidate) => candidate.name === text(columnName));
      key.push(whole ? column : undefined);
    },
  );
  return parts;
}

/** Leaves out keys that the optimizer is told not to use: a query may not name them. */
async function visibleKeysCondition(connection: DatabaseConnection): Promise<string> {
  const rows = await connection.query(
    'SELECT UPPER(COLUMN_NAME) FROM information_schema.COLUMNS ' +
      "WHERE TABLE_SCHEMA = 'information_schema' AND TABLE_NAME = 'STATISTICS' " +
      "AND COLUMN_NAME IN ('IS_VISIBLE', 'IGNORED')",
    'list the columns of information_schema.STATISTICS',
  );
  const columns = new Set(rows.map(([name]) => text(name)));
  // MySQL 8 and MariaDB 10.6
  const visible = columns.has('IS_VISIBLE') ? " AND IS_VISIBLE = 'YES'" : '';
  return columns.has('IGNORED') ? `${visible} AND IGNORED = 'NO'` : visible;
}
