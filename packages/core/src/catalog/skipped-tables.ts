/** Notices that a list of information_schema lacks a table which the server could not open. */

import type { SqlSession } from '../connect/sql-session.ts';
import { DumpError } from '../errors.ts';
import { readServerInfo } from '../snapshot/session.ts';
import { serverIsAtLeast } from '../sql/server-version.ts';
import { text } from './text.ts';

/** ER_LOCK_WAIT_TIMEOUT, ER_LOCK_DEADLOCK, ER_WARN_I_S_SKIPPED_TABLE */
const skippingWarnings = new Set(['1205', '1213', '1684']);

/**
 * To be called next on the session after the list was read. MySQL 5.7 and MariaDB open each table
 * for such a list. One that a DDL statement of somebody else holds is left out of it, with nothing
 * but a warning: where they have waited for it in vain, and where the session holds other metadata
 * locks at once.
 *
 * @throws DumpError `SCHEMA_CHANGED`
 */
export async function refuseSkippedTables(session: SqlSession, action: string): Promise<void> {
  const warnings = await session.query('SHOW WARNINGS', action);
  const skipping = warnings.find(([, code]) => skippingWarnings.has(text(code)));
  if (skipping === undefined) return;
  const server = await readServerInfo(session);
  // It is the statistics alone that are missing there.
  if (server.flavor === 'mysql' && serverIsAtLeast(server, 8)) return;
  throw new DumpError(
    'SCHEMA_CHANGED',
    `The server failed to ${action}: ${text(skipping[2])}. A statement that alters, renames or drops a ` +
      'table was under way (SHOW PROCESSLIST tells which). Run the dump again when it has ended.',
  );
}
