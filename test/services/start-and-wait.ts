/** For tests of the cleaning up: starts the named database server, tells where it is, and waits. */

import { databaseOffers } from './index.ts';

const name = process.argv[2];
const offer = (await databaseOffers()).find((candidate) => candidate.name === name);
if (offer === undefined) throw new Error(`There is no database server called ${name}.`);
const server = await offer.start();
const [row] = await server.query('SELECT @@datadir AS folder');
console.log(JSON.stringify({ port: server.port, folder: row?.['folder'] }));
setInterval(() => {}, 60_000);
