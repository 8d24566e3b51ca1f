/** MariaDB's system-versioned tables: every version of a row, with the time it was valid in. */

import type { DatabaseConnection } from '../connect/database-connection.ts';
import { DumpError } from '../errors.ts';
import type { DumpOptions } from '../options.ts';
import { qualifiedName } from '../sql/identifier.ts';
import type { Column, TableEntry, UniqueKey } from './model.ts';
import type { Problems } from './problems.ts';

/** `TABLE_TYPE` of information_schema. */
export const versionedType = 'SYSTEM VERSIONED';

/**
 * Adds the row's start and end to the columns of versioned tables that have them without naming
 * them: https://mariadb.com/kb/en/system-versioned-tables/
 *
 * @param problems - told `UNSUPPORTED` where the server can't restore history
 */
export async function addRowTimes(
  problems: Problems,
  connection: DatabaseConnection,
  database: string,
  entries: readonly TableEntry[],
  columns: Map<string, Column[]>,
  options: Pick<DumpOptions, 'noData'>,
): Promise<void> {
  const [insertable] = await connection.query(
    "SHOW VARIABLES LIKE 'system_versioning_insert_history'",
    'show its variables',
  );
  for (const { name, type } of entries) {
    if (type !== versionedType) continue;
    const own = columns.get(name) ?? [];
    if (!own.some(({ rowTime }) => rowTime !== undefined)) own.push(...impliedRowTimes);
    if (options.noData) continue;
    const byTransaction = own.some((column) => column.rowTime && column.dataType === 'bigint');
    if (!byTransaction && insertable !== undefined) continue;
    const reason = byTransaction
      ? 'it is kept by transaction numbers, which no other server knows'
      : 'the server can not insert rows of the past (MariaDB can from 10.11 on)';
    problems.report(
      new DumpError(
        'UNSUPPORTED',
        `The history of the system-versioned table ${qualifiedName({ database, name })} can't be ` +
          `dumped exactly: ${reason}. Leave the table out with ignoreTables, or dump definitions ` +
          'alone with noData.',
      ),
    );
  }
}

/**
 * Whether a key names each row that is read. In a versioned table only one that holds the row's end
 * does: the server adds it to every unique key.
 */
export function namesEachRow(key: UniqueKey | undefined, versioned: boolean): boolean {
  return !versioned || (key?.columns.some(({ rowTime }) => rowTime === 'end') ?? false);
}

const impliedRowTimes: readonly Column[] = (['start', 'end'] as const).map((rowTime) => ({
  name: `row_${rowTime}`,
  dataType: 'timestamp',
  columnType: 'timestamp(6)',
  characterSet: undefined,
  collation: undefined,
  nullable: false,
  generated: false,
  invisible: true,
  rowTime,
}));
