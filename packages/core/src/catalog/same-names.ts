/** Names of tables and columns as the server compares them. */

import type { Column, Table } from './model.ts';

/** The column of this name, in any case: so every server takes names of columns. */
export function columnOf({ columns }: Pick<Table, 'columns'>, name: string): Column | undefined {
  const folded = name.toLowerCase();
  return columns.find((column) => column.name.toLowerCase() === folded);
}

/** What is the same text for names that are the same table. */
export type TableId = (database: string, table: string) => string;

/** @param foldsNames - whether the server takes names of databases and tables in any case */
export function tableIds(foldsNames: boolean): TableId {
  const fold = (name: string): string => (foldsNames ? name.toLowerCase() : name);
  return (database, table) => JSON.stringify([fold(database), fold(table)]);
}
