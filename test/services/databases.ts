/** All database servers that the tests know of. */

import { containerDatabaseOffers } from './container-database.ts';
import { type DatabaseOffer, unavailable } from './database-server.ts';
import { installedDatabaseOffer } from './installed-database.ts';
import { mysql57Offer } from './mysql57.ts';
import { packageArchiveOffers } from './package-archive-database.ts';

/**
 * Finds out which database servers can be started here: the installed one, MySQL 5.7 from its
 * tarball, and the others from the distributions' package archives or else from Docker images.
 * Those that can't are in the list with the reason. Of each kind there is one.
 */
export function databaseOffers(): Promise<readonly DatabaseOffer[]> {
  return findOffers(() => true);
}

/**
 * One of them; nothing is fetched for the others.
 *
 * @param name - the offer's name; unavailable where there is none
 */
export async function databaseOffer(name: string): Promise<DatabaseOffer> {
  const offers = await findOffers((candidate) => candidate === name);
  const found = offers.find((offer) => offer.name === name);
  return found ?? unavailable(name, 'there is no such kind of database server');
}

async function findOffers(isWanted: (name: string) => boolean): Promise<readonly DatabaseOffer[]> {
  const local = await Promise.all([installedDatabaseOffer(), mysql57Offer()]);
  const isLocal = isAvailableIn(local);
  const [unpacked, containers] = await Promise.all([
    packageArchiveOffers(
      ({ name, sameAs }) => isWanted(name) && !isLocal(name) && !isLocal(sameAs),
    ),
    containerDatabaseOffers(),
  ]);
  const isUnpacked = isAvailableIn(unpacked);
  const others = containers
    .filter(({ name }) => !isLocal(name) && !isUnpacked(name))
    .map((offer) => withBothReasons(offer, unpacked));
  return [...local, ...unpacked.filter(({ name }) => isUnpacked(name)), ...others];
}

function isAvailableIn(offers: readonly DatabaseOffer[]): (name: string) => boolean {
  const names = offers.filter((offer) => offer.unavailable === undefined).map(({ name }) => name);
  return (name) => names.includes(name);
}

/** Where a server can be had neither way, both reasons are told. */
function withBothReasons(container: DatabaseOffer, unpacked: readonly DatabaseOffer[]) {
  const other = unpacked.find(({ name }) => name === container.name)?.unavailable;
  if (container.unavailable === undefined || other === undefined) return container;
  return unavailable(container.name, `${other}; ${container.unavailable}`);
}
