/** Measures restores of one dump, and what one table out of a large object takes. */

import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  createTemporaryFolder,
  type DatabaseServer,
  databaseOffer,
} from '../../test/services/index.ts';
import { cacheFolder } from '../../test/services/paths.ts';
import { runProgramSuccessfully } from '../../test/services/process.ts';
import { startDataServer } from '../data/data-server.ts';
import { type Scale, testDatabases } from '../data/recipe.ts';
import { describeMachine } from '../machine.ts';
import { removeOutput, runMeasured, type Sample } from '../measure/run-measured.ts';
import { dumpstreamCommand } from '../programs/dumpstream.ts';
import { describeServer } from '../server-name.ts';
import { measureOneTable, type OneTable } from './one-table.ts';
import { type DumpFiles, type RestoreProgram, restoreProgramsFor } from './restore-programs.ts';

/** What one program did. */
export interface RestoreMeasurement
  extends Pick<RestoreProgram, 'name' | 'kind' | 'compression' | 'connections'> {
  /** One for each round, in order. */
  readonly samples: readonly Sample[];
  /** Why it failed. Then its samples say nothing. */
  readonly failed: string | undefined;
}

export interface RestoreReport {
  readonly measuredAt: string;
  readonly machine: ReturnType<typeof describeMachine>;
  readonly server: string;
  readonly scale: Scale;
  readonly rounds: number;
  readonly sqlBytes: number;
  readonly measurements: readonly RestoreMeasurement[];
  readonly oneTable: OneTable;
}

export interface RestoreBenchOptions {
  readonly scale: Scale;
  readonly server: string;
  readonly rounds: number;
  readonly programs: RegExp | undefined;
  readonly report: (text: string) => void;
}

const SOURCE = 'bench_mixed';
const TARGET = 'bench_restored';

/**
 * One dump, by dumpstream, is what all of them restore, into an empty database each time. The server
 * keeps its defaults for safety: it writes each commit to disk.
 */
export async function measureRestores(options: RestoreBenchOptions): Promise<RestoreReport> {
  const { scale, rounds, report } = options;
  const machine = describeMachine();
  const offer = await databaseOffer(options.server);
  if (offer.unavailable !== undefined) throw new Error(`${offer.name}: ${offer.unavailable}`);
  const server = await startDataServer(
    offer,
    { name: scale, databases: testDatabases(scale) },
    report,
  );
  const folder = await createTemporaryFolder('bench', cacheFolder);
  try {
    report('making the dump');
    const files = await makeDump(server, folder.path);
    const expected = await rowCounts(server, SOURCE);
    const runs = restoreProgramsFor(server)
      .filter(({ name }) => options.programs?.test(name) ?? true)
      .map((program) => ({
        program,
        samples: [] as Sample[],
        failed: undefined as string | undefined,
      }));
    for (let round = 0; round < rounds; round += 1) {
      for (let index = 0; index < runs.length; index += 1) {
        const run = runs[(index + round) % runs.length];
        if (run === undefined || run.failed !== undefined) continue;
        report(`restore, round ${round + 1} of ${rounds}: ${run.program.name}`);
        try {
          run.samples.push(await measureOnce(server, run.program, files, folder.path, expected));
        } catch (error) {
          run.failed = String(error).replaceAll(server.password, '***');
        }
      }
    }
    await server.query(`DROP DATABASE IF EXISTS ${TARGET}`);
    report('one small table out of a large object');
    const oneTable = await measureOneTable(server, SOURCE, TARGET);
    return {
      measuredAt: new Date().toISOString(),
      machine,
      server: describeServer(server),
      scale,
      rounds,
      sqlBytes: files.bytes,
      measurements: runs.map(({ program, samples, failed }) => ({
        name: program.name,
        kind: program.kind,
        compression: program.compression,
        connections: program.connections,
        samples,
        failed,
      })),
      oneTable,
    };
  } finally {
    await server.query(`DROP DATABASE IF EXISTS ${TARGET}`).catch(() => {});
    await server.stop();
    await folder.remove();
  }
}

async function makeDump(
  server: DatabaseServer,
  folder: string,
): Promise<DumpFiles & { readonly bytes: number }> {
  const [node, program] = dumpstreamCommand;
  const plain = join(folder, 'dump.sql');
  const gzip = join(folder, 'dump.sql.gz');
  const url = `mysql://${server.user}@${server.host}:${server.port}/${SOURCE}`;
  const env = { ...process.env, MYSQL_PWD: server.password };
  for (const file of [plain, gzip]) {
    await runProgramSuccessfully(node, [program, 'dump', url, '--quiet', `--output=${file}`], {
      env,
    });
  }
  return { plain, gzip, bytes: (await stat(plain)).size };
}

async function measureOnce(
  server: DatabaseServer,
  program: RestoreProgram,
  files: DumpFiles,
  folder: string,
  expected: string,
): Promise<Sample> {
  await server.query(
    `DROP DATABASE IF EXISTS ${TARGET}; CREATE DATABASE ${TARGET} CHARACTER SET utf8mb4`,
  );
  const runFolder = join(folder, 'run');
  try {
    const sample = await runMeasured(() => program.invocation(server, TARGET, files), runFolder);
    const restored = await rowCounts(server, TARGET);
    if (restored !== expected) throw new Error(`it restored ${restored} in place of ${expected}`);
    return sample;
  } finally {
    await removeOutput(runFolder);
  }
}

/** Rows of each table, as text. */
async function rowCounts(server: DatabaseServer, database: string): Promise<string> {
  const tables = await server.query(
    `SELECT TABLE_NAME AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = '${database}' ORDER BY 1`,
  );
  const counts: string[] = [];
  for (const { name } of tables) {
    const [row] = await server.query(`SELECT COUNT(*) AS count FROM \`${database}\`.\`${name}\``);
    counts.push(`${name}: ${row?.['count']}`);
  }
  return counts.join(', ');
}
