/** The task of the handler that restores. */

import { restorePurpose } from '../purpose.ts';
import type { Resources } from '../resources.ts';
import { sourceOf } from '../source/source.ts';
import type { Invocation, Job, Task } from '../task.ts';
import { explainRestore } from './explain-restore.ts';
import { restoreOptions } from './restore-options.ts';
import { RestoreWatch } from './restore-watch.ts';
import { type FinishedRestore, runRestore } from './run-restore.ts';

export const restoreTask: Task<RestoreWatch, FinishedRestore> = {
  purpose: restorePurpose,
  watch: (options) => new RestoreWatch(options),
  prepare: prepareRestore,
  title: () => 'restore',
  startOf: (configuration) => ({
    target: configuration.text('target'),
    sourceBucket: configuration.text('sourceBucket'),
    sourceFolder: configuration.text('sourceFolder'),
    sourcePrefix: configuration.text('sourcePrefix'),
    resume: configuration.flag('resume'),
  }),
  endOf: (result) => ({ ...result }),
  amountsOf: (result) => result,
  hasMetrics: () => true,
};

function prepareRestore(
  invocation: Invocation<RestoreWatch>,
  { clients }: Resources,
): Job<FinishedRestore> {
  const { configuration, signal, collector, progress, remainingMilliseconds } = invocation;
  const source = sourceOf(configuration, clients);
  return {
    attempt: async (access) => {
      const { database } = access;
      let key: string | undefined;
      try {
        const dump = await source.find(configuration.text('sourceKey'), signal);
        key = dump.key;
        const options = restoreOptions(configuration, access, remainingMilliseconds());
        progress.watch({ parallel: options.parallel ?? 1, database });
        return await runRestore({
          ...{ options, database, dump, signal, collector },
          watch: progress,
        });
      } catch (error) {
        throw explainRestore(error, { configuration, access, signal, key });
      }
    },
    mayTryAgain: () => !progress.hasWritten,
  };
}
