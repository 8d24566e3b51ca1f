/** The property: what is restored from a dump is what was dumped. */

import { buffer } from 'node:stream/consumers';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { dump } from '@dumpstream/core';
import { restoreLikeTheClient } from '../round-trip/own-restore.ts';
import { compareDatabases } from '../sample/compare.ts';
import { identifier } from '../sample/quote.ts';
import type { DatabaseServer } from '../services/index.ts';
import type { DatabaseCase } from './database-case.ts';
import { exactRows } from './exact-rows.ts';
import { attempt, Refused, type Session } from './session.ts';
import type { GeneratedTable } from './table.ts';

/** What was really compared. */
export interface Compared {
  readonly tables: number;
  readonly rows: number;
}

/** How a session is set in which schemas and rows are made: values are taken as they are meant. */
export const makingSettings =
  "SET NAMES utf8mb4, time_zone = '+00:00', sql_mode = 'ALLOW_INVALID_DATES,NO_AUTO_VALUE_ON_ZERO'";

/**
 * Makes the database, dumps it, restores the dump with the stock client and compares the two; then
 * restores it with ours, to the same dump. All are dropped whatever happens.
 *
 * @throws Refused where the server doesn't take the generated schema
 * @throws Error that tells the differences
 */
export async function checkCase(
  server: DatabaseServer,
  session: Session,
  generated: DatabaseCase,
): Promise<Compared> {
  const source = await server.createDatabase('source');
  let target: string | undefined;
  let own: string | undefined;
  try {
    const { set, collation } = generated.collation;
    const schemaDefault = `CHARACTER SET ${set.name} COLLATE ${collation}`;
    await session.execute(`ALTER DATABASE ${identifier(source)} ${schemaDefault}`);
    const counts = await make(session, source, generated);
    const sql = await dumpOf(server, source, generated);
    target = await server.createDatabase('target');
    await session.execute(`ALTER DATABASE ${identifier(target)} ${schemaDefault}`);
    await server.restore(target, sql);
    const differences = [
      ...(await compareRows(session, source, target, counts)),
      ...(await compareDatabases({ flavor: server.flavor, query: session.query }, source, target)),
    ];
    if (differences.length === 0) {
      const { compress: _, compressionLevel: __, ...options } = generated.options;
      const restored = { sql, source, target, options, attributes: schemaDefault };
      own = await restoreLikeTheClient(server, restored);
    }
    // Last, as it changes both.
    if (differences.length === 0) {
      differences.push(...(await compareDefaults(session, source, target, [...counts.keys()])));
    }
    if (differences.length > 0) throw new Error(differences.join('\n'));
    const rows = [...counts.values()].reduce((sum, count) => sum + count, 0);
    return { tables: counts.size, rows };
  } finally {
    for (const database of [source, target ?? '', own ?? '']) {
      if (database !== '') await session.execute(`DROP DATABASE ${identifier(database)}`);
    }
  }
}

/** Returns how many rows each table got, by what the server said. */
async function make(
  session: Session,
  database: string,
  { tables, programs }: DatabaseCase,
): Promise<ReadonlyMap<string, number>> {
  await session.execute(`USE ${identifier(database)}`);
  const counts = new Map<string, number>();
  for (const table of tables) {
    await attempt(session, table.create);
    counts.set(table.name, await insertRows(session, table));
  }
  try {
    for (const program of programs) await attempt(session, program);
  } finally {
    await session.execute(makingSettings);
    // Views are shown without the name of the current database.
    await session.execute('USE information_schema');
  }
  return counts;
}

async function insertRows(session: Session, table: GeneratedTable): Promise<number> {
  const { insert, tuples, repeat } = table;
  if (tuples.length === 0) return 0;
  let inserted = 0;
  for (let time = 0; time < repeat; time++) {
    try {
      inserted += await attempt(session, insert + tuples.join(',\n'));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      for (const tuple of tuples) inserted += await insertRow(session, insert + tuple);
    }
  }
  return inserted;
}

/** A row that is refused is one row less: too long for the page, or a value out of range. */
async function insertRow(session: Session, sql: string): Promise<number> {
  return attempt(session, sql).catch((error) => {
    if (error instanceof Refused) return 0;
    throw error;
  });
}

async function dumpOf(
  server: DatabaseServer,
  database: string,
  { options }: DatabaseCase,
): Promise<Buffer> {
  const bytes = await buffer(dump({ connection: server.url(database), ...options }));
  if (options.compress === 'gzip') return gunzipSync(bytes);
  return options.compress === 'zstd' ? zstdDecompressSync(bytes) : bytes;
}

async function compareRows(
  session: Session,
  source: string,
  target: string,
  counts: ReadonlyMap<string, number>,
): Promise<readonly string[]> {
  const differences: string[] = [];
  for (const [table, count] of counts) {
    const before = await exactRows(session, source, table);
    // Against what the server said when they were put in, so that nothing is not equal to nothing.
    if (before.length !== count) {
      differences.push(`${table}: ${before.length} rows are there, ${count} were put in`);
    }
    const after = await exactRows(session, target, table);
    const index = before.findIndex((row, position) => row !== after[position]);
    if (index >= 0 || before.length !== after.length) {
      differences.push(
        `${table}: ${before.length} rows became ${after.length}; the first other one is\n` +
          `  first:  ${before[index] ?? '(none)'}\n  second: ${after[index] ?? '(none)'}`,
      );
    }
  }
  return differences;
}

/**
 * Puts a row of defaults into each table: what a server shows of a default is not all of it. A row
 * that the one table refuses, for a CHECK say, the other one must refuse too.
 */
async function compareDefaults(
  session: Session,
  source: string,
  target: string,
  tables: readonly string[],
): Promise<readonly string[]> {
  // One moment for CURRENT_TIMESTAMP.
  await session.execute('SET timestamp = 1700000000.123456');
  const differences: string[] = [];
  for (const table of tables) {
    const rows: string[] = [];
    for (const database of [source, target]) {
      const name = `${identifier(database)}.${identifier(table)}`;
      const inserted = await insertRow(session, `INSERT IGNORE INTO ${name} () VALUES ()`);
      rows.push(JSON.stringify([inserted, await exactRows(session, database, table)]));
    }
    if (rows[0] !== rows[1]) {
      differences.push(
        `${table}: another row of defaults\n  first:  ${rows[0]}\n  second: ${rows[1]}`,
      );
    }
  }
  await session.execute('SET timestamp = DEFAULT');
  return differences;
}
