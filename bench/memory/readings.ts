/** The way back inside a memory limit: a dump is verified, and restored into an empty database. */

import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatabaseServer } from '../../test/services/index.ts';
import { runProgramSuccessfully } from '../../test/services/process.ts';
import { dumpstreamCommand, urlOf } from '../programs/dumpstream.ts';
import { type LimitedRun, runLimited } from './run-limited.ts';

/** A dump in a file that was read inside a limit. */
export interface ReadingMeasurement extends LimitedRun {
  readonly command: 'verify' | 'restore';
  readonly compression: 'gzip' | 'zstd';
  /** Of the file. */
  readonly bytes: number;
  readonly limitMiB: number;
}

export interface ReadingOptions {
  /** With one table. */
  readonly database: string;
  readonly limitMiB: number;
  /** For the files. */
  readonly folder: string;
  readonly report: (text: string) => void;
}

const TARGET = 'bench_read_back';

/** Verifies and restores a dump of the database, on one connection. */
export async function measureReadings(
  server: DatabaseServer,
  { database, limitMiB, folder, report }: ReadingOptions,
): Promise<ReadingMeasurement[]> {
  const [node, program] = dumpstreamCommand;
  const environment = { MYSQL_PWD: server.password };
  const expected = await rowsOf(server, database);
  const measurements: ReadingMeasurement[] = [];
  for (const compression of ['gzip', 'zstd'] as const) {
    const file = join(folder, compression === 'gzip' ? 'dump.sql.gz' : 'dump.sql.zst');
    report(`making the dump with ${compression}`);
    await runProgramSuccessfully(
      node,
      [program, 'dump', urlOf(server, database), '--quiet', `--output=${file}`],
      { env: { ...process.env, ...environment } },
    );
    const { size: bytes } = await stat(file);
    for (const command of ['verify', 'restore'] as const) {
      report(`${command} with ${compression} inside ${limitMiB} MiB`);
      const isRestore = command === 'restore';
      if (isRestore) await makeEmpty(server);
      const run = await runLimited({
        limitBytes: limitMiB * 2 ** 20,
        commandArguments: [
          command,
          file,
          ...(isRestore ? [urlOf(server, TARGET), '--parallel=1'] : []),
          '--quiet',
        ],
        environment,
        folder,
      });
      const isWhole = !(isRestore && run.passed) || (await rowsOf(server, TARGET)) === expected;
      const passed = run.passed && isWhole;
      measurements.push({ command, compression, bytes, limitMiB, ...run, passed });
    }
  }
  await server.query(`DROP DATABASE IF EXISTS ${TARGET}`);
  return measurements;
}

async function makeEmpty(server: DatabaseServer): Promise<void> {
  await server.query(`DROP DATABASE IF EXISTS ${TARGET}; CREATE DATABASE ${TARGET}`);
}

/** Rows of its one table, as text. */
async function rowsOf(server: DatabaseServer, database: string): Promise<string> {
  const [table] = await server.query(
    `SELECT TABLE_NAME AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = '${database}'`,
  );
  const [row] = await server.query(
    `SELECT COUNT(*) AS count FROM \`${database}\`.\`${table?.['name']}\``,
  );
  return String(row?.['count']);
}
