/** Accounts of a test's own, and the connections that are open under them. */

import { randomBytes } from 'node:crypto';
import { onTestFinished } from 'vitest';
import type { DatabaseServer } from '../services/index.ts';
import { listProcesses } from '../services/processes.ts';

export interface Account {
  readonly user: string;
  readonly password: string;
  url(database?: string): string;
  /** Connections of this account that the server knows of. */
  connections(): Promise<number>;
}

/**
 * Makes an account that is dropped when the test has finished.
 *
 * @param grants - for example `SELECT ON shop.*`
 */
export async function createAccount(
  server: DatabaseServer,
  grants: readonly string[],
): Promise<Account> {
  const user = `u${randomBytes(6).toString('hex')}`;
  const password = `s3cret-${randomBytes(6).toString('hex')}`;
  await server.query(`CREATE USER '${user}'@'%' IDENTIFIED BY '${password}'`);
  onTestFinished(async () => {
    await server.query(`DROP USER '${user}'@'%'`);
  });
  for (const grant of grants) await server.query(`GRANT ${grant} TO '${user}'@'%'`);
  return {
    user,
    password,
    url: (database = '') => `mysql://${user}:${password}@${server.host}:${server.port}/${database}`,
    async connections() {
      return (await listProcesses(server)).filter((process) => process.user === user).length;
    },
  };
}

/** What an account needs to dump everything in one database, but for routines made by others. */
export function dumpGrants(database: string): readonly string[] {
  return [`SELECT, SHOW VIEW, TRIGGER, EVENT, EXECUTE ON \`${database}\`.*`];
}
