/** For tests of the cleaning up: starts the named database server, tells where it is, and waits. */

import { databaseOffer } from './index.ts';

const offer = await databaseOffer(process.argv[2] ?? '');
const server = await offer.start();
const [row] = await server.query('SELECT @@datadir AS folder');
console.log(JSON.stringify({ port: server.port, folder: row?.['folder'] }));
setInterval(() => {}, 60_000);
