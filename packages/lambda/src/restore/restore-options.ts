/** The settings as the options of `restore()`. */

import type { RestoreOptions } from '@dumpstream/core';
import type { Configuration } from '../configuration/configuration.ts';
import type { DatabaseAccess } from '../database/database-access.ts';
import { given } from '../given.ts';
import { waitForServer } from '../wait-for-server.ts';

/**
 * The database is that of the connection: a dump that names another one goes into it all the same.
 */
export function restoreOptions(
  configuration: Configuration,
  access: DatabaseAccess,
  remaining: number,
): Omit<RestoreOptions, 'signal' | 'onProgress'> {
  return {
    connection: access.connection,
    database: access.database,
    waitForServer: waitForServer(configuration, remaining),
    ...given({
      tables: configuration.list('tables'),
      force: configuration.flag('force'),
      resume: configuration.flag('resume'),
      skipDefiner: configuration.flag('skipDefiner'),
      parallel: configuration.integer('parallel'),
    }),
  };
}
