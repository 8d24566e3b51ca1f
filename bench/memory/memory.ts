/** Dumps of large tables inside memory limits, the smallest limit that will do, and the way back. */

import {
  createTemporaryFolder,
  type DatabaseServer,
  databaseOffer,
  type S3Service,
  startS3,
} from '../../test/services/index.ts';
import { cacheFolder } from '../../test/services/paths.ts';
import { startDataServer } from '../data/data-server.ts';
import { memoryDatabases } from '../data/recipe.ts';
import { describeMachine } from '../machine.ts';
import { parallelArguments, urlOf } from '../programs/dumpstream.ts';
import { describeServer } from '../server-name.ts';
import { measureReadings, type ReadingMeasurement } from './readings.ts';
import { type LimitedRun, runLimited } from './run-limited.ts';

/** Where the dump goes. */
export type Destination = 'nowhere' | 'S3';

/** One dump inside a limit. */
export interface MemoryMeasurement extends LimitedRun {
  /** SQL of the table before compression, in GB. */
  readonly gigabytes: 1 | 10;
  readonly destination: Destination;
  readonly limitMiB: number;
}

/** Dumps inside memory limits. */
export interface MemoryReport {
  readonly measuredAt: string;
  readonly machine: ReturnType<typeof describeMachine>;
  readonly server: string;
  /** The dumps that the targets are about: inside {@link LIMIT_MIB}. */
  readonly measurements: readonly MemoryMeasurement[];
  /** Dumps of the smaller table to S3 inside ever smaller limits, until one failed. */
  readonly steps: readonly MemoryMeasurement[];
  /** Dumps of 1 GB that are read inside {@link LIMIT_MIB}; not in reports of before. */
  readonly readings?: readonly ReadingMeasurement[];
}

/** The smallest Lambda function. */
export const LIMIT_MIB = 128;

const STEP_MIB = 8;

/** How often a dump inside {@link LIMIT_MIB} is made; the longer ones vary less. */
const RUNS = { 1: 3, 10: 1 } as const;

/** @throws Error where the server or memory limits can't be had */
export async function measureMemory(
  serverName: string,
  report: (text: string) => void,
): Promise<MemoryReport> {
  const machine = describeMachine();
  const offer = await databaseOffer(serverName);
  if (offer.unavailable !== undefined) throw new Error(`${offer.name}: ${offer.unavailable}`);
  const server = await startDataServer(
    offer,
    { name: 'memory', databases: memoryDatabases() },
    report,
  );
  const folder = await createTemporaryFolder('bench', cacheFolder);
  try {
    const measure = (
      gigabytes: 1 | 10,
      destination: Destination,
      limitMiB: number,
    ): Promise<MemoryMeasurement> => {
      report(`${gigabytes} GB to ${destination} inside ${limitMiB} MiB`);
      return dumpInside(server, { gigabytes, destination, limitMiB }, folder.path);
    };
    const measurements: MemoryMeasurement[] = [];
    for (const destination of ['nowhere', 'S3'] as const) {
      for (const gigabytes of [1, 10] as const) {
        const runs: MemoryMeasurement[] = [];
        for (let run = 0; run < RUNS[gigabytes]; run += 1) {
          runs.push(await measure(gigabytes, destination, LIMIT_MIB));
        }
        measurements.push(typicalRun(runs));
      }
    }
    const steps: MemoryMeasurement[] = [];
    for (let limit = LIMIT_MIB - STEP_MIB; limit > 0; limit -= STEP_MIB) {
      const step = await measure(1, 'S3', limit);
      steps.push(step);
      if (!step.passed) break;
    }
    const readings = await measureReadings(server, {
      database: 'bench_one_gigabyte',
      limitMiB: LIMIT_MIB,
      folder: folder.path,
      report,
    });
    return {
      measuredAt: new Date().toISOString(),
      machine,
      server: describeServer(server),
      measurements,
      steps,
      readings,
    };
  } finally {
    await server.stop();
    await folder.remove();
  }
}

/** One that failed, or else the one in the middle by its resident memory. */
export function typicalRun<Run extends LimitedRun>(runs: readonly Run[]): Run {
  const sorted = runs.toSorted((a, b) => a.residentPeakBytes - b.residentPeakBytes);
  const found = sorted.find((run) => !run.passed) ?? sorted[sorted.length >> 1];
  if (found === undefined) throw new RangeError('There was no run.');
  return found;
}

async function dumpInside(
  server: DatabaseServer,
  what: Pick<MemoryMeasurement, 'gigabytes' | 'destination' | 'limitMiB'>,
  folder: string,
): Promise<MemoryMeasurement> {
  const database = what.gigabytes === 1 ? 'bench_one_gigabyte' : 'bench_ten_gigabytes';
  const environment = { MYSQL_PWD: server.password };
  const commandArguments = [
    'dump',
    urlOf(server, database),
    '--quiet',
    '--compress=gzip',
    ...(await parallelArguments(1)),
  ];
  const limited = { limitBytes: what.limitMiB * 2 ** 20, environment, folder, commandArguments };
  if (what.destination === 'nowhere') return { ...what, ...(await runLimited(limited)) };
  const s3 = await startS3();
  try {
    const bucket = await s3.createBucket();
    const run = await runLimited({
      ...limited,
      commandArguments: [
        ...commandArguments,
        `--output=s3://${bucket}/dump.sql.gz`,
        `--endpoint-url=${s3.endpoint}`,
      ],
      environment: { ...environment, ...awsVariables(s3) },
    });
    const stored = (await s3.objects(bucket)).length;
    return { ...what, ...run, passed: run.passed && stored === 1 };
  } finally {
    await s3.stop();
  }
}

function awsVariables({ credentials, region }: S3Service): NodeJS.ProcessEnv {
  return {
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_REGION: region,
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}
