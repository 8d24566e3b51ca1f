/** Holds a dump up in the middle of its rows for as long as a test needs. */

import { randomBytes } from 'node:crypto';
import { createConnection } from 'mysql2/promise';
import { onTestFinished } from 'vitest';
import type { DatabaseServer } from '../services/index.ts';

/**
 * Takes a lock for the running test. A dump with the returned `--where` reads some 20,000 rows and
 * then waits for the lock; the first tables of the sample shop have as many.
 */
export async function holdUp(
  server: Pick<DatabaseServer, 'host' | 'port' | 'user' | 'password'>,
): Promise<string> {
  const { host, port, user, password } = server;
  const name = `hold_up_${randomBytes(4).toString('hex')}`;
  const connection = await createConnection({ host, port, user, password });
  // A server that a test kills.
  connection.on('error', () => {});
  await connection.query('SELECT GET_LOCK(?, 0)', [name]);
  onTestFinished(() => connection.destroy());
  return `IF((@rows_seen := IFNULL(@rows_seen, 0) + 1) > 20000, GET_LOCK('${name}', 1000), 1)`;
}
