/** Restores a dump with our own restore, and holds the outcome against that of the stock client. */

import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { dump, restore } from '@dumpstream/core';
import type { DatabaseServer } from '../services/index.ts';

/** Odd, so that borders of chunks lie anywhere in the statements. */
const chunkBytes = 4099;

/**
 * Restores the dump beside a copy that the stock client made of it, over two connections, and dumps
 * both. All suites that restore a dump of one database do so: what the client can restore, we can.
 *
 * @throws Error that shows where the two dumps part
 */
export async function restoreLikeTheClient(
  server: DatabaseServer,
  sql: Buffer,
  client: { readonly database: string; readonly attributes?: string },
): Promise<void> {
  const own = await server.createDatabase('own');
  const { attributes } = client;
  try {
    if (attributes !== undefined) await server.query(`ALTER DATABASE \`${own}\` ${attributes}`);
    await restore(Readable.from(chunksOf(sql)), { connection: server.url(own), parallel: 2 });
    const byUs = await comparableDump(server, own);
    const byClient = await comparableDump(server, client.database);
    if (byUs !== byClient) throw new Error(firstDifference(byUs, byClient));
  } finally {
    await server.query(`DROP DATABASE \`${own}\``);
  }
}

function* chunksOf(sql: Buffer): Generator<Buffer, void, undefined> {
  for (let start = 0; start < sql.length; start += chunkBytes) {
    yield sql.subarray(start, start + chunkBytes);
  }
}

/** A byte for each character, without the database's name and what is summed over it. */
async function comparableDump(server: DatabaseServer, database: string): Promise<string> {
  const options = { connection: server.url(database), skipDumpDate: true } as const;
  const text = (await buffer(dump(options))).toString('latin1');
  const manifest = text.lastIndexOf('\n-- dumpstream manifest ');
  return text.slice(0, manifest < 0 ? undefined : manifest).replaceAll(database, 'the_database');
}

function firstDifference(byUs: string, byClient: string): string {
  let at = 0;
  while (at < byUs.length && byUs[at] === byClient[at]) at += 1;
  const near = (text: string): string =>
    JSON.stringify(text.slice(Math.max(0, at - 100), at + 100));
  return `Restored by us, byte ${at}: ${near(byUs)}; by the client: ${near(byClient)}`;
}
