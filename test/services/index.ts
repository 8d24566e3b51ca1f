/** The real servers that tests and the demo run against. */

export type {
  DatabaseOffer,
  DatabaseServer,
  DatabaseStartOptions,
} from './database-server.ts';
export { databaseOffers } from './databases.ts';
export { createTemporaryFolder, type TemporaryFolder } from './temporary-folder.ts';
