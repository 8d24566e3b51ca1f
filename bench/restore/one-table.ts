/** What it takes to restore one small table out of a large object in S3. */

import { performance } from 'node:perf_hooks';
import { type DumpOptions, dump, restore } from '@dumpstream/core';
import { openS3DumpSource, uploadDump } from '@dumpstream/s3';
import { type DatabaseServer, startS3 } from '../../test/services/index.ts';

/** One table out of many bytes. */
export interface OneTable {
  readonly rows: number;
  /** Of the object, compressed. */
  readonly objectBytes: number;
  /** That were read of it. */
  readonly readBytes: number;
  readonly seconds: number;
}

const TABLE = 'one_small_table';
const ROWS = 1000;

/** Puts a small table beside the large ones, dumps all into S3, and restores it alone. */
export async function measureOneTable(
  server: DatabaseServer,
  database: string,
  target: string,
): Promise<OneTable> {
  const s3 = await startS3();
  try {
    await server.query(
      `CREATE OR REPLACE TABLE ${database}.${TABLE} (id INT PRIMARY KEY, text VARCHAR(100));
       INSERT INTO ${database}.${TABLE} SELECT n, REPEAT('a', n % 100) FROM bench_source.numbers
       WHERE n < ${ROWS}`,
    );
    const bucket = await s3.createBucket();
    const options: DumpOptions = { connection: server.url(database), compress: 'gzip' };
    await uploadDump(dump(options), { client: s3.client, bucket, key: 'dump.sql.gz' });
    await server.query(`CREATE DATABASE ${target} CHARACTER SET utf8mb4`);
    const start = performance.now();
    const source = await openS3DumpSource({ client: s3.client, bucket, key: 'dump.sql.gz' });
    const { rows, inputBytes } = await restore(source, {
      connection: server.url(target),
      tables: [TABLE],
    });
    const seconds = (performance.now() - start) / 1000;
    return { rows, objectBytes: source.bytes, readBytes: inputBytes, seconds };
  } finally {
    await server.query(`DROP TABLE IF EXISTS ${database}.${TABLE}`);
    await s3.stop();
  }
}
