/** Reads what people have written about tables and columns. */

import type { DatabaseConnection } from '../connect/database-connection.ts';
import { inDatabase, quoteIdentifier } from '../sql/identifier.ts';
import { text } from './text.ts';

/** Comments by names. Those that are empty are left out. */
export interface Comments {
  ofTable(table: string): string;
  ofColumn(table: string, column: string): string;
}

export async function readComments(
  connection: DatabaseConnection,
  database: string,
): Promise<Comments> {
  const tables = new Map<string, string>();
  const columns = new Map<string, string>();
  await connection.queryEach(
    'SELECT TABLE_NAME, TABLE_COMMENT FROM information_schema.TABLES ' +
      `WHERE ${inDatabase('TABLE_SCHEMA', database)} AND TABLE_COMMENT <> ''`,
    `list the comments of the tables of ${quoteIdentifier(database)}`,
    ([table, comment]) => tables.set(text(table), text(comment)),
  );
  await connection.queryEach(
    'SELECT TABLE_NAME, COLUMN_NAME, COLUMN_COMMENT FROM information_schema.COLUMNS ' +
      `WHERE ${inDatabase('TABLE_SCHEMA', database)} AND COLUMN_COMMENT <> ''`,
    `list the comments of the columns of ${quoteIdentifier(database)}`,
    ([table, column, comment]) =>
      columns.set(JSON.stringify([text(table), text(column)]), text(comment)),
  );
  return {
    ofTable: (table) => tables.get(table) ?? '',
    ofColumn: (table, column) => columns.get(JSON.stringify([table, column])) ?? '',
  };
}
