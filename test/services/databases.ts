/** All database servers that the tests know of. */

import { containerDatabaseOffers } from './container-database.ts';
import type { DatabaseOffer } from './database-server.ts';
import { installedDatabaseOffer } from './installed-database.ts';
import { mysql57Offer } from './mysql57.ts';

/**
 * Finds out which database servers can be started here: the installed one, MySQL 5.7 from its
 * tarball, and the ones from Docker images. Those that can't are in the list with the reason.
 */
export async function databaseOffers(): Promise<readonly DatabaseOffer[]> {
  const [installed, mysql57, containers] = await Promise.all([
    installedDatabaseOffer(),
    mysql57Offer(),
    containerDatabaseOffers(),
  ]);
  const local = [installed, mysql57];
  const isLocal = (name: string) =>
    local.some((offer) => offer.name === name && offer.unavailable === undefined);
  return [...local, ...containers.filter((offer) => !isLocal(offer.name))];
}
