/** Notices that a list of information_schema lacks a table which the server could not open. */

import { setTimeout as delay } from 'node:timers/promises';
import { readServerInfo } from '../connect/server-info.ts';
import type { SqlSession } from '../connect/sql-session.ts';
import { DumpError } from '../errors.ts';
import { serverIsAtLeast } from '../sql/server-version.ts';
import { text } from './text.ts';

/** ER_LOCK_WAIT_TIMEOUT, ER_LOCK_DEADLOCK, ER_WARN_I_S_SKIPPED_TABLE */
const skippingWarnings = new Set(['1205', '1213', '1684']);

/** Milliseconds in which a list is made again: most statements that change a table are done by then. */
const patience = 3_000;
const pause = 100;

/**
 * MySQL 5.7 and MariaDB open each table for such a list. One that a DDL statement of somebody else
 * holds is left out of it, with nothing but a warning: where they have waited for it in vain, and
 * where the session holds other metadata locks at once. The list is then made again.
 *
 * @param list - makes the list, all of it anew; its statement is the last one on the session
 * @throws DumpError `SCHEMA_CHANGED`
 */
export async function listEveryTable<Result>(
  session: SqlSession,
  action: string,
  list: () => Promise<Result>,
): Promise<Result> {
  const started = performance.now();
  for (;;) {
    const listed = await list();
    const skipping = await skippingWarning(session, action);
    if (skipping === undefined) return listed;
    if (performance.now() - started > patience) {
      throw new DumpError(
        'SCHEMA_CHANGED',
        `The server failed to ${action}: ${skipping}. A statement that alters, renames or drops a ` +
          'table was under way (SHOW PROCESSLIST tells which). Run the dump again when it has ended.',
      );
    }
    await delay(pause);
  }
}

async function skippingWarning(session: SqlSession, action: string): Promise<string | undefined> {
  const warnings = await session.query('SHOW WARNINGS', action);
  const skipping = warnings.find(([, code]) => skippingWarnings.has(text(code)));
  if (skipping === undefined) return undefined;
  const server = await readServerInfo(session);
  // It is the statistics alone that are missing there.
  return server.flavor === 'mysql' && serverIsAtLeast(server, 8) ? undefined : text(skipping[2]);
}
