/** What the suites of the restore have in common: a dump, a target, and whether they are equal. */

import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import {
  type DumpError,
  type DumpInput,
  type DumpOptions,
  type DumpSource,
  dump,
  type RestoreOptions,
  type RestoreSummary,
  restore,
} from '@dumpstream/core';
import { expect } from 'vitest';
import type { DatabaseServer } from '../services/database-server.ts';

/** The table that tells how far a restore has got. */
export const progress = '_dumpstream_restore';

/** A dump as bytes, without what differs between two dumps of the same data. */
export async function dumpOf(
  server: Pick<DatabaseServer, 'url'>,
  database: string,
  options: Partial<DumpOptions> = {},
): Promise<Buffer> {
  return buffer(dump({ connection: server.url(database), skipDumpDate: true, ...options }));
}

/** A stream of bytes, in chunks of a size. */
export function streamOf(bytes: Buffer | string, chunkBytes = 64 * 1024): Readable {
  const all = Buffer.from(bytes);
  return Readable.from(
    (function* chunks() {
      for (let at = 0; at < all.length; at += chunkBytes) yield all.subarray(at, at + chunkBytes);
    })(),
  );
}

/** A dump in memory that is read by byte ranges. */
export function sourceOf(given: Buffer | string): DumpSource {
  const bytes = Buffer.from(given);
  return {
    bytes: bytes.length,
    label: 'the dump in memory',
    async *read(start, end) {
      for (let at = start; at < end; at += 64 * 1024) {
        yield bytes.subarray(at, Math.min(end, at + 64 * 1024));
      }
    },
  };
}

export async function restoreInto(
  server: DatabaseServer,
  input: DumpInput | Buffer | string,
  database: string,
  options: Partial<RestoreOptions> = {},
): Promise<RestoreSummary> {
  const given = typeof input === 'string' || Buffer.isBuffer(input) ? streamOf(input) : input;
  return restore(given, { connection: server.url(database), ...options });
}

/** What a restore fails with. */
export async function failureOf(restoring: Promise<unknown>): Promise<DumpError> {
  const error: unknown = await restoring.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toMatchObject({ name: 'DumpError' });
  return error as DumpError;
}

/** Names of all tables and views, sorted. */
export async function tablesIn(server: DatabaseServer, database: string): Promise<string[]> {
  const rows = await server.query(
    `SELECT TABLE_NAME AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = '${database}'`,
  );
  return rows.map(({ name }) => String(name)).sort();
}

/** The SQL of a dump without the comments in which names of databases stand. */
export async function contentOf(server: DatabaseServer, database: string): Promise<string> {
  const text = (await dumpOf(server, database)).toString('latin1');
  // MySQL 8 says which character set a collation is of only where that was said before.
  return text.replace(/^--.*$/gm, '').replace(/ CHARACTER SET \w+(?= COLLATE )/g, '');
}

/** A second dump is the same bytes. */
export async function expectEqual(
  server: DatabaseServer,
  first: string,
  second: string,
): Promise<void> {
  const [a, b] = [await contentOf(server, first), await contentOf(server, second)];
  if (a === b) return;
  // Shown in full, a difference would be megabytes.
  let at = 0;
  while (a[at] === b[at]) at += 1;
  const part = (text: string): string => text.slice(Math.max(0, at - 200), at + 200);
  expect(part(b)).toBe(part(a));
}
