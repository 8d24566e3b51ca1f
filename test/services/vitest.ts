/** How suites get at the servers: one line each. */

import { describe, inject, onTestFinished, test } from 'vitest';
import { connectedServer } from './connected-server.ts';
import type { DatabaseServer, DatabaseStartOptions } from './database-server.ts';
import { databaseOffer } from './databases.ts';
import type { ProvidedDatabase } from './vitest-setup.ts';
import './vitest-setup.ts';

/**
 * Defines a suite once for each database server. Where a server is not available, the suite is one
 * skipped test with the reason.
 *
 * ```ts
 * describeEachServer('a dump', (server) => {
 *   test('restores what it dumped', async () => {
 *     const database = await server.createDatabase('shop');
 *   });
 * });
 * ```
 *
 * The server is shared with the other suites, which run at the same time: make databases of your
 * own, leave global variables alone, and use {@link startPrivateServer} for anything else.
 */
export function describeEachServer(title: string, body: (server: DatabaseServer) => void): void {
  describeServers(inject('databases'), title, body);
}

/**
 * The same once for MySQL and once for MariaDB, each in the newest version that is available: for
 * what stands around the dump (command, function), which is alike on all versions.
 */
export function describeEachFlavor(title: string, body: (server: DatabaseServer) => void): void {
  const databases = inject('databases');
  const newest = (['mysql', 'mariadb'] as const).flatMap((flavor) => {
    const ofFlavor = databases.filter(({ name }) => name.startsWith(`${flavor}-`));
    return ofFlavor.filter((database) => 'address' in database).at(-1) ?? ofFlavor.slice(-1);
  });
  describeServers(newest, title, body);
}

function describeServers(
  databases: readonly ProvidedDatabase[],
  title: string,
  body: (server: DatabaseServer) => void,
): void {
  for (const database of databases) {
    describe(`${title} (${database.name})`, () => {
      if ('address' in database) body(connectedServer(database.address));
      else skippedTest(`needs ${database.name}`, database.unavailable);
    });
  }
}

/** A test that is reported as skipped, with the reason. */
export function skippedTest(name: string, reason: string): void {
  test(name, (context) => context.skip(reason));
}

/**
 * Starts a server for the running test alone, of the same kind as a shared one, for example to
 * kill it. It is stopped when the test has finished.
 */
export async function startPrivateServer(
  kind: Pick<DatabaseServer, 'name'>,
  options?: DatabaseStartOptions,
): Promise<DatabaseServer> {
  const offer = await databaseOffer(kind.name);
  const server = await offer.start(options);
  onTestFinished(() => server.stop());
  return server;
}
