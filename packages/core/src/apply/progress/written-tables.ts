/** Whether tables without transactions still hold what was written to them: after a crash they may not. */

import type { ResultRow } from '../../connect/database-connection.ts';
import type { SqlSession } from '../../connect/sql-session.ts';
import { DumpError } from '../../errors.ts';
import { type QualifiedName, qualifiedName } from '../../sql/identifier.ts';

/**
 * The server neither syncs them to the disk with the progress of the restore nor takes back what was
 * half written; and MEMORY tables are empty when it has been started again.
 *
 * @param rows - that were written
 */
export async function isIntact(
  session: SqlSession,
  table: QualifiedName,
  rows: number,
): Promise<boolean> {
  const name = qualifiedName(table);
  const action = `check table ${name}`;
  try {
    const messages = await session.query(`CHECK TABLE ${name}`, action);
    if (!messages.every(isHarmless)) return false;
    // Of those without transactions the server knows it.
    const [row] = await session.query(`SELECT COUNT(*) FROM ${name}`, action);
    return Number(row?.[0]) === rows;
  } catch (error) {
    if (isRefusal(error)) return false;
    throw error;
  }
}

/** Not every engine can check; that a table was not closed is a warning alone. */
function isHarmless([, , type, text]: ResultRow): boolean {
  const kind = type?.toString().toLowerCase();
  if (kind !== 'status') return kind !== 'error';
  return /^(OK|Table is already up to date)$/i.test(text?.toString() ?? '');
}

/** Whether a table holds a row, as far as it can be read. */
export async function mayHoldRows(session: SqlSession, table: QualifiedName): Promise<boolean> {
  const name = qualifiedName(table);
  try {
    const rows = await session.query(`SELECT 1 FROM ${name} LIMIT 1`, `look into table ${name}`);
    return rows.length > 0;
  } catch (error) {
    if (isRefusal(error)) return true;
    throw error;
  }
}

/** The server works on, but not so. */
export function isRefusal(error: unknown): boolean {
  return (
    error instanceof DumpError &&
    (error.code === 'QUERY_FAILED' || error.code === 'MISSING_PRIVILEGE')
  );
}
