/** What the suites of verify have in common: dumps in memory, copies of databases, and their comparison. */

import { buffer } from 'node:stream/consumers';
import {
  type DumpOptions,
  type DumpSource,
  dump,
  restore,
  type VerifyOptions,
  type VerifyReport,
  verify,
} from '@dumpstream/core';
import type { DatabaseServer } from '../services/index.ts';

/** Odd, so that borders of chunks lie anywhere. */
const chunkBytes = 64 * 1024 - 1;

/** A dump in memory that is read by byte ranges. */
export function sourceOf(bytes: Buffer): DumpSource {
  return {
    bytes: bytes.length,
    label: 'the dump in memory',
    async *read(start, end) {
      for (let at = start; at < end; at += chunkBytes) {
        yield bytes.subarray(at, Math.min(end, at + chunkBytes));
      }
    },
  };
}

export async function dumpOf(
  server: DatabaseServer,
  database: string,
  options: Partial<DumpOptions> = {},
): Promise<Buffer> {
  return buffer(dump({ connection: server.url(database), ...options }));
}

/** A new database with what a dump of one database holds. */
export async function copyOf(server: DatabaseServer, bytes: Buffer): Promise<string> {
  const copy = await server.createDatabase('copy');
  await restore(sourceOf(bytes), { connection: server.url(copy) });
  return copy;
}

export async function compare(
  server: DatabaseServer,
  bytes: Buffer,
  database: string,
  options: Partial<VerifyOptions> = {},
): Promise<VerifyReport> {
  return verify(sourceOf(bytes), { connection: server.url(database), ...options });
}
