/** Measures the programs in turn, round after round. */

import { join } from 'node:path';
import type { DatabaseServer } from '../../test/services/index.ts';
import type { Program } from '../programs/program.ts';
import type { Workload } from '../workloads.ts';
import { plainBytes } from './plain-bytes.ts';
import { ProgramFailedError, removeOutput, runMeasured, type Sample } from './run-measured.ts';

/** What a program did with a workload. */
export interface Measurement {
  readonly workload: string;
  readonly program: string;
  /** One for each round, in order. */
  readonly samples: readonly Sample[];
  /** Size of its SQL before compression; 0 where it writes none. */
  readonly sqlBytes: number;
  /** Why it failed. Then its samples say nothing. */
  readonly failed: string | undefined;
}

/** What is measured, and how. */
export interface RoundsPlan {
  readonly server: DatabaseServer;
  readonly workload: Workload;
  readonly programs: readonly Program[];
  readonly rounds: number;
  /** For output; what is in it is removed after each run. */
  readonly folder: string;
  /** Told before each run. */
  readonly report: (text: string) => void;
}

/**
 * A dump with less SQL than this share of the median of all programs lacks rows. What they write
 * around the rows differs, which makes 25% where tables are tiny.
 */
const SMALLEST_SHARE = 0.65;

/** Between two runs of one program the output may differ by this share. */
const OUTPUT_TOLERANCE = 0.1;

/**
 * First each program runs once without being counted, which also warms the server up, and its
 * output is decompressed and weighed. Then all of them run in each round, every time beginning with
 * another one. A program that fails once is out.
 */
export async function measureRounds(plan: RoundsPlan): Promise<Measurement[]> {
  const runs = plan.programs.map((program) => ({
    program,
    samples: [] as Sample[],
    outputBytes: 0,
    sqlBytes: 0,
    failed: undefined as string | undefined,
  }));
  for (const run of runs) {
    await attempt(run, plan, 'trial', async (sample, folder) => {
      run.outputBytes = sample.outputBytes;
      if (run.program.writes) run.sqlBytes = await plainBytes(folder);
    });
  }
  const writers = runs.filter((run) => run.program.writes && run.failed === undefined);
  const usual = middle(writers.map((run) => run.sqlBytes));
  for (const run of writers) {
    if (run.sqlBytes >= usual * SMALLEST_SHARE) continue;
    run.failed = `its dump has ${run.sqlBytes} bytes of SQL where others have ${usual}`;
  }
  for (let round = 0; round < plan.rounds; round += 1) {
    for (let index = 0; index < runs.length; index += 1) {
      const run = runs[(index + round) % runs.length];
      if (run === undefined || run.failed !== undefined) continue;
      await attempt(run, plan, `round ${round + 1} of ${plan.rounds}`, async (sample) => {
        const difference = Math.abs(sample.outputBytes - run.outputBytes);
        if (difference > run.outputBytes * OUTPUT_TOLERANCE) {
          throw new ProgramFailedError(
            `its output has ${sample.outputBytes} bytes and had ${run.outputBytes} before`,
          );
        }
        run.samples.push(sample);
      });
    }
  }
  return runs.map(({ program, samples, sqlBytes, failed }) => ({
    workload: plan.workload.name,
    program: program.name,
    samples,
    sqlBytes,
    failed,
  }));
}

async function attempt(
  run: { readonly program: Program; failed: string | undefined },
  { server, workload, folder, report }: RoundsPlan,
  what: string,
  check: (sample: Sample, outputFolder: string) => Promise<void>,
): Promise<void> {
  report(`${workload.name}, ${what}: ${run.program.name}`);
  const runFolder = join(folder, 'run');
  try {
    const sample = await runMeasured(
      (output) => run.program.invocation(server, workload, output),
      runFolder,
    );
    await check(sample, join(runFolder, 'output'));
  } catch (error) {
    run.failed = error instanceof Error ? error.message.replaceAll(server.password, '***') : '?';
  } finally {
    await removeOutput(runFolder);
  }
}

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}
