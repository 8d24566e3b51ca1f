/** Ends a SELECT on the server whose connection was cut: by itself it goes on until it sends a row. */

import { randomBytes } from 'node:crypto';
import type { Connection } from 'mysql2';
import type { ConnectionSource } from '../connection-source.ts';
import { destroyConnection } from './mysql2-internals.ts';
import { openConnection } from './open-connection.ts';

/** Milliseconds for all of it. The dump has ended by then; nobody should wait long. */
const timeLimit = 3_000;

/**
 * A comment to begin a statement with, so that it is found again. It belongs to no other statement
 * anywhere: connection ids are not enough, as behind a proxy or a load balancer the second
 * connection may reach another server, where the same id is somebody else's.
 */
export function statementMark(): string {
  return `/* dumpstream ${randomBytes(12).toString('hex')} */ `;
}

/**
 * KILL QUERY for the account's own statement that begins with the mark, on a second connection.
 * Best effort: resolves in any case, soon.
 */
export async function stopStatement(source: ConnectionSource, mark: string): Promise<void> {
  const signal = AbortSignal.timeout(timeLimit);
  let connection: Connection | undefined;
  try {
    ({ connection } = await openConnection(source, signal));
    const ended = new Promise<never>((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      connection?.on('error', reject);
    });
    ended.catch(() => {});
    await Promise.race([ended, killMarked(connection, mark)]);
  } catch {
    // The server notices in its own time.
  } finally {
    if (connection !== undefined) destroyConnection(connection);
  }
}

async function killMarked(connection: Connection, mark: string): Promise<void> {
  // Not information_schema.PROCESSLIST, which MySQL 9 can't read while anybody's statement holds a
  // character of four bytes.
  for (const row of await query(connection, 'SHOW PROCESSLIST')) {
    const { Id: id, Info: statement } = row;
    if (Number.isSafeInteger(id) && String(statement).startsWith(mark)) {
      await query(connection, `KILL QUERY ${id}`);
    }
  }
}

function query(connection: Connection, sql: string): Promise<readonly Record<string, unknown>[]> {
  return new Promise((resolve, reject) => {
    connection.query(sql, (error: Error | null, rows: unknown) =>
      error === null ? resolve(Array.isArray(rows) ? rows : []) : reject(error),
    );
  });
}
