/** Reads the columns of tables from information_schema. */

import type { DatabaseConnection } from '../connect/database-connection.ts';
import { inDatabase, quoteIdentifier } from '../sql/identifier.ts';
import type { Column } from './model.ts';
import { listEveryTable } from './skipped-tables.ts';
import { text } from './text.ts';

/** Columns of all tables and views of a database, by the table's name, in their order. */
export async function readColumns(
  connection: DatabaseConnection,
  database: string,
): Promise<Map<string, Column[]>> {
  const action = `list the columns of ${quoteIdentifier(database)}`;
  return listEveryTable(connection, action, () => listColumns(connection, database, action));
}

async function listColumns(
  connection: DatabaseConnection,
  database: string,
  action: string,
): Promise<Map<string, Column[]>> {
  const columns = new Map<string, Column[]>();
  const shared = sharedTexts();
  await connection.queryEach(
    'SELECT TABLE_NAME, COLUMN_NAME, DATA_TYPE, COLUMN_TYPE, CHARACTER_SET_NAME, ' +
      'COLLATION_NAME, EXTRA, GENERATION_EXPRESSION, IS_NULLABLE ' +
      `FROM information_schema.COLUMNS WHERE ${inDatabase('TABLE_SCHEMA', database)} ` +
      'ORDER BY TABLE_NAME, ORDINAL_POSITION',
    action,
    ([table, name, dataType, columnType, characterSet, collation, extra, expression, nullable]) => {
      const rowTime = /^ROW (START|END)$/.exec(text(expression))?.[1];
      const column: Column = {
        name: shared(text(name)),
        dataType: shared(text(dataType).toLowerCase()),
        columnType: shared(text(columnType)),
        characterSet: characterSet == null ? undefined : shared(text(characterSet).toLowerCase()),
        collation: collation == null ? undefined : shared(text(collation).toLowerCase()),
        nullable: text(nullable) !== 'NO',
        generated: rowTime === undefined && /\b(VIRTUAL|STORED|PERSISTENT)\b/i.test(text(extra)),
        ...(rowTime === undefined ? {} : { rowTime: rowTime === 'START' ? 'start' : 'end' }),
        invisible: /\bINVISIBLE\b/i.test(text(extra)),
      };
      const tableName = text(table);
      const sofar = columns.get(tableName);
      if (sofar === undefined) columns.set(tableName, [column]);
      else sofar.push(column);
    },
  );
  return columns;
}

/** Returns one and the same string for equal texts: most types and many names come often. */
function sharedTexts(): (value: string) => string {
  const known = new Map<string, string>();
  return (value) => {
    const first = known.get(value);
    if (first !== undefined) return first;
    known.set(value, value);
    return value;
  };
}
