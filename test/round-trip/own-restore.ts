/** Restores a dump with our own restore, and holds the outcome against that of the stock client. */

import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { type DumpOptions, dump, restore } from '@dumpstream/core';
import { sectionsOf } from '../manifest/sections-of.ts';
import type { DatabaseServer } from '../services/index.ts';

/** Odd, so that borders of chunks lie anywhere in the statements. */
const chunkBytes = 4099;

/** A dump that the stock client has restored. */
export interface ClientRestore {
  readonly sql: Buffer;
  /** The database that was dumped. */
  readonly source: string;
  /** The one that the client restored it into. */
  readonly target: string;
  /** What it was dumped with, but for its compression. */
  readonly options: Omit<DumpOptions, 'connection' | 'compress'>;
  /** Of both databases, where they are not those that a new one has. */
  readonly attributes?: string;
}

/**
 * Restores the dump beside the client's copy, over two connections, and dumps the outcome: that must
 * be the same dump again, or the one of the client's copy where that has become another one, too. All
 * suites that restore a dump of one database do so: what the client can restore, we can.
 *
 * @returns the database
 * @throws Error that shows where the two dumps part
 */
export async function restoreLikeTheClient(
  server: DatabaseServer,
  { sql, source, target, options, attributes }: ClientRestore,
): Promise<string> {
  const own = await server.createDatabase('own');
  if (attributes !== undefined) await server.query(`ALTER DATABASE \`${own}\` ${attributes}`);
  await restore(Readable.from(chunksOf(sql)), { connection: server.url(own), parallel: 2 });
  const dumpOf = async (database: string): Promise<string> =>
    comparable(
      await buffer(dump({ ...options, connection: server.url(database), skipDumpDate: true })),
      database,
    );
  const byUs = await dumpOf(own);
  if (byUs === comparable(sql, source)) return own;
  const byClient = await dumpOf(target);
  if (byUs !== byClient) throw new Error(firstDifference(byUs, byClient));
  return own;
}

function* chunksOf(sql: Buffer): Generator<Buffer, void, undefined> {
  for (let start = 0; start < sql.length; start += chunkBytes) {
    yield sql.subarray(start, start + chunkBytes);
  }
}

/** A character for each byte, without the database's name and what is summed over it. */
function comparable(sql: Buffer, database: string): string {
  return sectionsOf(sql).toString('latin1').replaceAll(database, 'the_database');
}

function firstDifference(byUs: string, byClient: string): string {
  let at = 0;
  while (at < byUs.length && byUs[at] === byClient[at]) at += 1;
  const near = (text: string): string =>
    JSON.stringify(text.slice(Math.max(0, at - 100), at + 100));
  return `Restored by us, byte ${at}: ${near(byUs)}; by the client: ${near(byClient)}`;
}
