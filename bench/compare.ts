/** The comparison of all programs on all workloads. */

import { createTemporaryFolder, databaseOffer } from '../test/services/index.ts';
import { cacheFolder } from '../test/services/paths.ts';
import { startDataServer } from './data/data-server.ts';
import { RECIPE_VERSION, type Scale, testDatabases } from './data/recipe.ts';
import { describeMachine } from './machine.ts';
import { type Measurement, measureRounds } from './measure/rounds.ts';
import { findFamilies } from './programs/families.ts';
import { hasProgram } from './programs/find-program.ts';
import type { Program } from './programs/program.ts';
import type { Comparison } from './results.ts';
import { describeServer } from './server-name.ts';
import { type Workload, workloads } from './workloads.ts';

/** What of all there is gets measured. */
export interface ComparisonOptions {
  readonly scale: Scale;
  /** Name of a server of test/services. */
  readonly server: string;
  readonly rounds: number;
  /** Only programs whose name this matches. */
  readonly programs: RegExp | undefined;
  /** Only these workloads; all without it. */
  readonly workloads: readonly string[] | undefined;
  readonly report: (text: string) => void;
}

const NO_ZSTD =
  'The program zstd is not installed: no dump was made with it, nor could one be checked.';

/** In a quick run the rest is left out. */
const QUICK_PROGRAMS = [
  'dumpstream --parallel 1',
  'dumpstream --parallel 2',
  'dumpstream --parallel 1, gzip -6',
  'dumpstream --parallel 2, gzip -6',
  'mariadb-dump',
  'mariadb-dump | gzip -6',
  'mysqldump',
  'mysqldump | gzip -6',
  'mydumper -t 1',
  'mydumper -t 2',
  'npm mysqldump',
  'only reading, mysql2',
];

/** @throws Error where there is no such server */
export async function compare(options: ComparisonOptions): Promise<Comparison> {
  const machine = describeMachine();
  const { scale, rounds, report } = options;
  const offer = await databaseOffer(options.server);
  if (offer.unavailable !== undefined) throw new Error(`${offer.name}: ${offer.unavailable}`);
  const data = { name: scale, databases: testDatabases(scale) };
  const server = await startDataServer(offer, data, report);
  const folder = await createTemporaryFolder('bench', cacheFolder);
  try {
    const { present, missing } = await findFamilies(server);
    const hasZstd = await hasProgram('zstd');
    const programs = present
      .flatMap((family) => family.programs.filter(isWanted(options)))
      .filter(({ compression }) => hasZstd || compression !== 'zstd-3');
    const wanted = workloads(scale).filter(({ name }) => options.workloads?.includes(name) ?? true);
    const measurements: Measurement[] = [];
    for (const workload of wanted) {
      const suitable = programs.filter((program) => suits(program, workload));
      measurements.push(
        ...(await measureRounds({
          server,
          workload,
          programs: suitable,
          rounds,
          folder: folder.path,
          report,
        })),
      );
    }
    return {
      measuredAt: new Date().toISOString(),
      machine,
      scale,
      recipeVersion: RECIPE_VERSION,
      rounds,
      server: describeServer(server),
      families: present.map(({ name, version }) => ({ name, version })),
      missing,
      notes: [...present.flatMap(({ notes }) => notes), ...(hasZstd ? [] : [NO_ZSTD])],
      workloads: wanted.map(({ name, description }) => ({ name, description })),
      programs: programs.map(({ name, family, compression, threads }) => ({
        name,
        family,
        compression,
        threads,
      })),
      measurements,
    };
  } finally {
    await server.stop();
    await folder.remove();
  }
}

function isWanted({ scale, programs }: ComparisonOptions): (program: Program) => boolean {
  return ({ name }) =>
    (programs?.test(name) ?? true) && (scale === 'full' || QUICK_PROGRAMS.includes(name));
}

/** Compression is compared on one workload: it does not care where the bytes come from. */
function suits(program: Program, workload: Workload): boolean {
  if (workload.name === 'mixed') return true;
  return program.compression === 'none' && program.onlyMixed === undefined;
}
