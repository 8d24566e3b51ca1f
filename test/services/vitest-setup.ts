/** Vitest's global set-up: starts each available database server once for all suites. */

import type { TestProject } from 'vitest/node';
import type { DatabaseAddress, DatabaseServer } from './database-server.ts';
import { databaseOffers } from './databases.ts';

/** What suites are told about one kind of server. */
export type ProvidedDatabase =
  | { readonly name: string; readonly address: DatabaseAddress }
  | { readonly name: string; readonly unavailable: string };

declare module 'vitest' {
  interface ProvidedContext {
    readonly databases: readonly ProvidedDatabase[];
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const offers = await databaseOffers();
  const started: DatabaseServer[] = [];
  const stop = async () => {
    await Promise.all(started.map((server) => server.stop()));
  };
  const results = await Promise.allSettled(
    offers.map(async (offer): Promise<ProvidedDatabase> => {
      if (offer.unavailable !== undefined)
        return { name: offer.name, unavailable: offer.unavailable };
      const server = await offer.start();
      started.push(server);
      return { name: offer.name, address: server.address };
    }),
  );
  const failures = results.filter((result) => result.status === 'rejected');
  if (failures.length > 0) {
    await stop();
    throw new AggregateError(
      failures.map((failure) => failure.reason),
      `Database servers that should be available did not start:\n${failures
        .map((failure) => String(failure.reason))
        .join('\n')}`,
    );
  }
  project.provide(
    'databases',
    results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : [])),
  );
  return stop;
}
