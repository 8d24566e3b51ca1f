/** Dumps a database and restores it beside itself: with the server's stock client, and with ours. */

import { buffer } from 'node:stream/consumers';
import { type DumpOptions, type DumpSummary, dump } from '@dumpstream/core';
import { expect } from 'vitest';
import type { DatabaseServer } from '../services/index.ts';
import { restoreLikeTheClient } from './own-restore.ts';

export interface RoundTrip {
  readonly source: string;
  readonly target: string;
  readonly sql: Buffer;
  readonly summary: DumpSummary;
}

/** `threads`: those of the dump in small chunks, by default none. */
type RoundTripOptions = Omit<DumpOptions, 'connection'>;

/** Makes a database from SQL, dumps it, and restores the dump into a second one. */
export async function roundTrip(
  server: DatabaseServer,
  schema: string | Buffer,
  options: RoundTripOptions = {},
): Promise<RoundTrip> {
  const source = await server.createDatabase('source');
  await server.restore(source, schema);
  return restoreCopy(server, source, options);
}

/** Dumps a database that is there, and restores the dump into a new one. */
export async function restoreCopy(
  server: DatabaseServer,
  source: string,
  { threads = 0, ...options }: RoundTripOptions = {},
): Promise<RoundTrip> {
  const fixed = { connection: server.url(source), skipDumpDate: true, ...options };
  const stream = dump(fixed);
  const sql = await buffer(stream);
  const summary = await stream.summary;
  await expectSameInSmallChunks(sql, { ...fixed, threads });
  const target = await server.createDatabase('target');
  await server.restore(target, sql);
  await restoreLikeTheClient(server, { sql, source, target, options });
  return { source, target, sql, summary };
}

/** Whatever is restored was also read over several connections, and in chunks of a few rows. */
async function expectSameInSmallChunks(sql: Buffer, options: DumpOptions): Promise<void> {
  // Of a large database more would only cost time.
  const chunkBytes = Math.max(400, Math.ceil(sql.length / 500));
  const stream = dump({ ...options, parallel: 2, parallelFallback: 'error', chunkBytes });
  const inChunks = await buffer(stream);
  // Of buffers as long as some are, a comparison by expect() would never end.
  if (!inChunks.equals(sql)) expect(inChunks.toString('latin1')).toBe(sql.toString('latin1'));
}

/**
 * Every value of a table in a form that nothing is lost in: bytes in hexadecimal, FLOAT and DOUBLE
 * by their exact value and sign. Rows are in the order of the first column.
 */
export async function exactRows(
  server: DatabaseServer,
  database: string,
  table: string,
): Promise<readonly Record<string, unknown>[]> {
  const columns = await server.query(
    `SELECT COLUMN_NAME AS name, DATA_TYPE AS type FROM information_schema.COLUMNS
      WHERE TABLE_SCHEMA = '${database}' AND TABLE_NAME = '${table}' ORDER BY ORDINAL_POSITION`,
  );
  const expressions = columns.map(({ name, type }) => {
    const column = `\`${String(name).replaceAll('`', '``')}\``;
    if (type === 'float' || type === 'double') return `CONCAT(${column} * 1e0)`;
    if (type === 'enum' || type === 'set') return `CONCAT(${column} + 0, ':', HEX(${column}))`;
    if (type === 'json') return `CONCAT(JSON_TYPE(${column}), HEX(CAST(${column} AS CHAR)))`;
    return `HEX(${column})`;
  });
  const aliases = expressions.map((expression, index) => `${expression} AS c${index}`);
  return server.query(`SELECT ${aliases.join(', ')} FROM \`${database}\`.\`${table}\` ORDER BY 1`);
}
