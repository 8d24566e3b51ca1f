/** Checks the options of `restore()` at the door. */

import { databaseOf } from '../connect/connection-options.ts';
import {
  booleanCheck,
  type Checks,
  checkEach,
  connectionCheck,
  invalidOption as invalid,
  isNames,
  parallelCheck,
  signalCheck,
  waitCheck,
} from '../option-checks.ts';
import type { RestoreOptions } from '../restore-options.ts';
import { isMaskDemand } from './required-mask.ts';

const checks: Checks<RestoreOptions> = {
  connection: connectionCheck,
  waitForServer: waitCheck,
  database: [(value) => typeof value === 'string' && value !== '', 'the name of a database'],
  databases: [
    (value) =>
      value === 'all' ||
      (isNames(value) &&
        (value as []).length > 0 &&
        new Set(value as string[]).size === (value as []).length),
    "'all' or a list of database names, each once",
  ],
  tables: [
    (value) => isNames(value) && (value as []).length > 0,
    'a list of at least one table name',
  ],
  force: booleanCheck,
  resume: booleanCheck,
  skipDefiner: booleanCheck,
  requireMask: [
    isMaskDemand,
    'true, or the SHA-256 of policies of masks: 64 hexadecimal digits each',
  ],
  parallel: parallelCheck,
  onProgress: [(value) => typeof value === 'function', 'a function'],
  signal: signalCheck,
};

/** @throws DumpError `INVALID_OPTION` that names the option; never its value, which may be a secret */
export function checkRestoreOptions(options: RestoreOptions): void {
  checkEach(options, checks, 'restore()');
  if (options.connection === undefined) throw invalid('The option connection is missing');
  if (options.database !== undefined && options.databases !== undefined) {
    throw invalid('The options database and databases exclude each other');
  }
  if (options.force && options.resume) {
    throw invalid(
      'The options force and resume exclude each other',
      ' One begins anew, the other goes on.',
    );
  }
  // Also checks the connection, where that can be done without connecting.
  const named = databaseOf(options.connection);
  const unnamed = options.database === undefined && options.databases === undefined;
  if (unnamed && named === undefined && typeof options.connection !== 'function') {
    throw invalid(
      'Nothing says which database to restore into',
      ' Name it in the connection or in the option database, or use databases for those that the ' +
        'dump names.',
    );
  }
}
