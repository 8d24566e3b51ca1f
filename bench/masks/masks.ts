/** Measures what masks cost: the same dump with none, and with one or several columns masked. */

import { fileURLToPath } from 'node:url';
import {
  createTemporaryFolder,
  type DatabaseServer,
  databaseOffer,
} from '../../test/services/index.ts';
import { cacheFolder } from '../../test/services/paths.ts';
import { startDataServer } from '../data/data-server.ts';
import { type Scale, testDatabases } from '../data/recipe.ts';
import { describeMachine } from '../machine.ts';
import { runMeasured, type Sample } from '../measure/run-measured.ts';
import type { Invocation } from '../programs/program.ts';
import { describeServer } from '../server-name.ts';
import {
  type MaskCase,
  maskCases,
  maskedCount,
  maskedDatabase,
  maskedTable,
} from './masked-columns.ts';

/** What one case took. */
export interface MaskMeasurement {
  readonly name: string;
  readonly maskedColumns: number;
  /** One for each round, in order. */
  readonly samples: readonly Pick<Sample, 'wallSeconds' | 'cpuSeconds'>[];
}

export interface MaskReport {
  readonly measuredAt: string;
  readonly machine: ReturnType<typeof describeMachine>;
  readonly server: string;
  readonly scale: Scale;
  readonly rounds: number;
  readonly rows: number;
  /** The first one masks nothing. */
  readonly measurements: readonly MaskMeasurement[];
}

export interface MaskBenchOptions {
  readonly scale: Scale;
  readonly server: string;
  readonly rounds: number;
  readonly report: (text: string) => void;
}

/** In turn, round after round, and each round from another one on: a change of the machine hits all. */
export async function measureMasks({
  scale,
  rounds,
  report,
  ...options
}: MaskBenchOptions): Promise<MaskReport> {
  const machine = describeMachine();
  const offer = await databaseOffer(options.server);
  if (offer.unavailable !== undefined) throw new Error(`${offer.name}: ${offer.unavailable}`);
  const data = { name: scale, databases: testDatabases(scale) };
  const server = await startDataServer(offer, data, report);
  const folder = await createTemporaryFolder('bench', cacheFolder);
  try {
    const runs = maskCases.map((one) => ({ one, samples: [] as Sample[] }));
    // The first round warms the server up, and does not count.
    for (let round = 0; round <= rounds; round += 1) {
      for (let index = 0; index < runs.length; index += 1) {
        const run = runs[(index + round) % runs.length];
        if (run === undefined) continue;
        report(`masks, ${round === 0 ? 'trial' : `round ${round} of ${rounds}`}: ${run.one.name}`);
        const sample = await runMeasured(() => invocation(server, run.one), folder.path);
        if (round > 0) run.samples.push(sample);
      }
    }
    const [counted] = await server.query(
      `SELECT COUNT(*) AS n FROM ${maskedDatabase}.${maskedTable}`,
    );
    return {
      measuredAt: new Date().toISOString(),
      machine,
      server: describeServer(server),
      scale,
      rounds,
      rows: Number(counted?.['n']),
      measurements: runs.map(({ one, samples }) => ({
        name: one.name,
        maskedColumns: maskedCount(one),
        samples: samples.map(({ wallSeconds, cpuSeconds }) => ({ wallSeconds, cpuSeconds })),
      })),
    };
  } finally {
    await server.stop();
    await folder.remove();
  }
}

function invocation(
  { host, port, user, password }: DatabaseServer,
  { name }: MaskCase,
): Invocation {
  const program = fileURLToPath(new URL('./run-masked-dump.ts', import.meta.url));
  const given = [host, String(port), user, maskedDatabase, name];
  return {
    commands: [{ command: process.execPath, arguments: ['--no-warnings', program, ...given] }],
    standardOutput: undefined,
    env: { MYSQL_PWD: password },
  };
}
