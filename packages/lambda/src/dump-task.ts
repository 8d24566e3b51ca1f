/** The task of the handler that dumps. */

import type { DumpStream } from '@dumpstream/core';
import type { DatabaseAccess } from './database/database-access.ts';
import { destinationOf } from './destination/destination.ts';
import { objectKey } from './destination/object-key.ts';
import { type FinishedDryRun, runDryRun } from './dry-run.ts';
import { compressionOf, dumpOptions } from './dump-options.ts';
import { explain } from './explain.ts';
import { type Mask, readMask } from './mask/read-mask.ts';
import { ProgressWatch } from './progress-watch.ts';
import { dumpPurpose } from './purpose.ts';
import type { Resources } from './resources.ts';
import { type FinishedDump, runDump } from './run-dump.ts';
import type { Invocation, Job, LogFields, Task } from './task.ts';
import { readBackShare } from './verify/read-back-time.ts';

type Finished = FinishedDump | FinishedDryRun;

export const dumpTask: Task<ProgressWatch, Finished> = {
  purpose: dumpPurpose,
  watch: (options) => new ProgressWatch(options),
  prepare: prepareDump,
  title: (configuration) => (configuration.flag('dryRun') ? 'dry run' : 'dump'),
  startOf: (configuration) => ({
    target: configuration.text('target'),
    bucket: configuration.text('bucket'),
    fileFolder: configuration.text('fileFolder'),
    keyPrefix: configuration.text('keyPrefix'),
    maskPolicy: configuration.text('maskPolicy'),
  }),
  endOf: (result) => ('dryRun' in result ? summaryOf(result) : { ...result }),
  // No metrics of a dry run: an alarm that misses dumps must not take it for one.
  amountsOf: (result) => ('dryRun' in result ? undefined : result),
  hasMetrics: (configuration) => configuration.flag('dryRun') !== true,
};

function prepareDump(invocation: Invocation<ProgressWatch>, resources: Resources): Job<Finished> {
  const { configuration, signal, requestId, collector, progress, remainingMilliseconds } =
    invocation;
  const compress = compressionOf(configuration);
  const now = new Date();
  const keyFor = (database: string) =>
    objectKey(configuration, { compress, database, requestId, now });
  // A template that can't be used is told before anything is asked of anybody.
  keyFor('database');
  const destination = destinationOf(configuration, resources.clients, now);

  const dumpFrom = async (access: DatabaseAccess, mask: Mask | undefined): Promise<Finished> => {
    const key = keyFor(access.database);
    const options = {
      ...dumpOptions(configuration, access, remainingMilliseconds()),
      ...mask?.options,
    };
    const verify = configuration.flag('verify') === true;
    if (configuration.flag('dryRun')) {
      return await runDryRun(options, destination.placeOf(key), { ...invocation, verify, mask });
    }
    const { parallel = 1, maxRate } = options;
    const facts = {
      parallel,
      hasMaxRate: maxRate !== undefined,
      database: access.database,
      readBackShare: verify ? readBackShare(compress) : 0,
    };
    return await runDump({
      options,
      mask,
      deliver: destination.deliverTo(key),
      watch: (stream: DumpStream) => progress.watch(stream, facts),
      readBack: verify ? (read) => progress.readBack(read) : undefined,
      signal,
      collector,
    });
  };

  return {
    attempt: async (access) => {
      const mask = await readMask(configuration, resources, signal);
      try {
        return await dumpFrom(access, mask);
      } catch (error) {
        throw explain(error, { configuration, access, signal, mask });
      }
    },
    mayTryAgain: () => true,
  };
}

/** Thousands of tables are for the answer alone. */
function summaryOf(result: FinishedDryRun & { readonly durationMs: number }): LogFields {
  const { destination, tables, estimate, missingGrants, problems, mask, durationMs } = result;
  return {
    ...destination,
    tables: tables.length,
    estimate,
    missingGrants: missingGrants.length,
    problems: problems.length,
    mask,
    durationMs,
  };
}
