/** The settings as the options of `restore()`. */

import type { RestoreOptions } from '@dumpstream/core';
import type { Configuration } from '../configuration/configuration.ts';
import type { DatabaseAccess } from '../database/database-access.ts';
import { given } from '../given.ts';
import { waitForServer } from '../wait-for-server.ts';

/**
 * The database is that of the connection: a dump that names another one goes into it all the same.
 * A restore that goes on does what the first one was allowed to, and no more.
 */
export function restoreOptions(
  configuration: Configuration,
  access: DatabaseAccess,
  remaining: number,
): Omit<RestoreOptions, 'signal' | 'onProgress'> {
  const resume = configuration.flag('resume') === true;
  return {
    connection: access.connection,
    database: access.database,
    waitForServer: waitForServer(configuration, remaining),
    ...given({
      tables: configuration.list('tables'),
      force: resume ? undefined : configuration.flag('force'),
      resume: resume || undefined,
      skipDefiner: configuration.flag('skipDefiner'),
      requireMask: requiredMask(configuration.list('requireMask')),
      parallel: configuration.integer('parallel'),
    }),
  };
}

/** @returns for `any` whichever policy */
function requiredMask(list: readonly string[] | undefined): true | readonly string[] | undefined {
  return list?.includes('any') ? true : list;
}
