/** Asks the server what masks and subsets must know of its tables. */

import type { DatabaseConnection } from '../connect/database-connection.ts';
import { qualifiedName } from '../sql/identifier.ts';
import type { Catalog, Table } from './model.ts';
import { type TableConstraints, tableConstraints } from './table-constraints.ts';
import { text } from './text.ts';

/** What masks and subsets must know of tables. */
export interface TableFacts {
  /** Of each table with rows. */
  readonly constraints: ReadonlyMap<Table, TableConstraints>;
  /** Whether the server takes names of databases and tables in any case. */
  readonly foldsNames: boolean;
}

export async function readTableFacts(
  connection: DatabaseConnection,
  catalog: Pick<Catalog, 'databases'>,
): Promise<TableFacts> {
  return {
    foldsNames: await foldsTableNames(connection),
    constraints: await readConstraints(connection, catalog),
  };
}

/** Whether the server takes names of databases and tables in any case. */
async function foldsTableNames(connection: DatabaseConnection): Promise<boolean> {
  const [row] = await connection.query(
    'SELECT @@lower_case_table_names',
    'tell how it compares the names of tables',
  );
  return text(row?.[0]) !== '0';
}

/**
 * What each table demands of its values. From its definition, which everybody sees who may read the
 * table: the tables of information_schema hide constraints from accounts that may only read.
 */
async function readConstraints(
  connection: DatabaseConnection,
  { databases }: Pick<Catalog, 'databases'>,
): Promise<ReadonlyMap<Table, TableConstraints>> {
  const constraints = new Map<Table, TableConstraints>();
  for (const { tables, tableStates } of databases) {
    for (const table of tables) {
      if (!table.holdsRows) continue;
      const kept = tableStates.get(table.name)?.definition;
      constraints.set(table, tableConstraints(kept ?? (await showCreate(connection, table))));
    }
  }
  return constraints;
}

async function showCreate(connection: DatabaseConnection, table: Table): Promise<string> {
  const name = qualifiedName(table);
  const [row] = await connection.query(
    `SHOW CREATE TABLE ${name}`,
    `show the definition of table ${name}`,
  );
  return row?.[1]?.toString('latin1') ?? '';
}

/** Told of each column of a base table that the account may see, in whatever database. */
export async function eachColumnName(
  connection: DatabaseConnection,
  onColumn: (database: string, table: string, column: string) => void,
): Promise<void> {
  await connection.queryEach(
    'SELECT c.TABLE_SCHEMA, c.TABLE_NAME, c.COLUMN_NAME FROM information_schema.COLUMNS c ' +
      'JOIN information_schema.TABLES t ON t.TABLE_SCHEMA = c.TABLE_SCHEMA ' +
      "AND t.TABLE_NAME = c.TABLE_NAME AND t.TABLE_TYPE NOT IN ('VIEW', 'SYSTEM VIEW')",
    'list the columns of all databases',
    ([database, table, column]) => onColumn(text(database), text(table), text(column)),
  );
}
