/** Tables that a crash of MySQL 5.7 has left half made: CREATE TABLE of later servers is atomic. */

import { asDriverError } from '../../connect/server-errors.ts';
import type { SqlSession } from '../../connect/sql-session.ts';
import { DumpError } from '../../errors.ts';
import { qualifiedName } from '../../sql/identifier.ts';

/** The table that takes such a file away; for a moment, where no crash cuts in. */
export const removingTable = '_dumpstream_remove';

/**
 * Whether a table can't be made or read because it is half made: ER_NOT_FORM_FILE, ER_NO_SUCH_TABLE
 * (InnoDB does not know it), ER_TABLESPACE_EXISTS.
 *
 * @param error - of the driver, or a `DumpError` that has it as its cause
 */
export function isHalfMade(error: unknown): boolean {
  const errno = errorNumber(error);
  return errno === 1033 || errno === 1146 || errno === 1813;
}

/**
 * Whether CREATE TABLE failed because the table's file is there, and the table is not:
 * ER_TABLESPACE_EXISTS. DROP TABLE does not know it.
 *
 * @param error - as of {@link isHalfMade}
 */
export function saysItsFileExists(error: unknown): boolean {
  return errorNumber(error) === 1813;
}

/**
 * A table without a file takes its name over, and gives it up again: renaming removes what is in the
 * way under the name that is given up, which this server does to be done with what a crash has left
 * (`dict_table_rename_in_cache()` in storage/innobase/dict/dict0dict.cc of MySQL 5.7).
 *
 * @param session - checks no foreign keys: others may refer to the name
 * @param name - of the table, or of a partition as a table; in quotes
 */
export async function removeOrphanedFile(
  session: SqlSession,
  database: string,
  name: string,
): Promise<void> {
  const removing = qualifiedName({ database, name: removingTable });
  for (const statement of [
    `DROP TABLE IF EXISTS ${removing}`,
    `CREATE TABLE ${removing} (id INT) ENGINE=InnoDB`,
    `ALTER TABLE ${removing} DISCARD TABLESPACE`,
    `RENAME TABLE ${removing} TO ${name}`,
    `RENAME TABLE ${name} TO ${removing}`,
    `DROP TABLE ${removing}`,
  ]) {
    await session.query(statement, `remove the file of table ${name}, left by a crash`);
  }
}

function errorNumber(error: unknown): number | undefined {
  return asDriverError(error instanceof DumpError ? error.cause : error).errno;
}
