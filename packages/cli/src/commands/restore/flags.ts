/** The flags of `dumpstream restore`, and what they mean to core. */

import type { ConnectionSettings, RestoreOptions } from '@dumpstream/core';
import { type Command, Option } from 'commander';
import {
  type ConnectionFlags,
  connectionOptions,
  waitForServerOption,
} from '../../connection/flags.ts';
import { UsageError } from '../../errors.ts';
import {
  addGroup,
  type CommonFlags,
  debugOption,
  endpointOption,
  given,
  milliseconds,
  quietOption,
} from '../../flags/common.ts';
import { policyDigest, wholeNumber } from '../../flags/flag-values.ts';

/** The values of the flags, as commander names them; a flag that was not given is absent. */
export interface RestoreFlags extends ConnectionFlags, CommonFlags {
  readonly database?: string;
  readonly databases?: readonly string[];
  readonly allDatabases?: true;
  readonly tables?: readonly string[];
  readonly force?: true;
  readonly resume?: true;
  readonly skipDefiner?: true;
  readonly requireMask?: true | readonly string[];
  readonly parallel?: number;
  /** Seconds. */
  readonly waitForServer?: number;
  readonly endpointUrl?: string;
  readonly verbose?: true;
}

/** Adds the flags to a command, in the order in which `--help` lists them. */
export function addRestoreFlags(command: Command): Command {
  addGroup(
    command,
    'Where to:',
    new Option(
      '-D, --database <name>',
      'into this database, which must exist, whatever the dump calls it',
    ),
    new Option(
      '-B, --databases <names...>',
      "under the dump's own names: only these of its databases",
    ).conflicts('database'),
    new Option('-A, --all-databases', "under the dump's own names: all of them").conflicts([
      'database',
      'databases',
    ]),
    new Option(
      '--force',
      'also into a database that is not empty: what the dump drops and makes anew is lost there',
    ),
    new Option(
      '--resume',
      'go on with a restore of the same dump that failed or was interrupted',
    ).conflicts('force'),
  );
  addGroup(
    command,
    'What of it:',
    new Option('--tables <names...>', 'only these tables, with their rows and triggers'),
    new Option('--skip-definer', 'views and programs belong to the account that restores them'),
    new Option(
      '--require-mask [sha256]',
      'only a dump that is masked; with a digest (as "list" tells it): by that policy (repeatable)',
    ).argParser(policyDigest),
  );
  addGroup(
    command,
    'Connection:',
    ...connectionOptions(),
    new Option(
      '--parallel <number>',
      'connections that rows are written over: 1 (default) to 64',
    ).argParser(wholeNumber(1, 64)),
    waitForServerOption(),
    endpointOption(),
  );
  addGroup(
    command,
    'Other:',
    new Option(
      '-v, --verbose',
      'a line for each table and one for all on standard error, also where it is no terminal',
    ),
    quietOption(),
    debugOption(),
  );
  return command;
}

/**
 * What the flags mean to core; flags that were not given leave core its defaults.
 *
 * @param connection - what the URL says
 * @throws UsageError where URL and flags contradict each other, or name no target
 */
export function restoreOptionsOf(
  flags: RestoreFlags,
  connection: ConnectionSettings,
): Omit<RestoreOptions, 'signal' | 'onProgress'> {
  checkTarget(flags, connection.database);
  return {
    connection,
    ...given({
      database: flags.database,
      databases: flags.allDatabases ? ('all' as const) : flags.databases,
      tables: flags.tables,
      force: flags.force,
      resume: flags.resume,
      skipDefiner: flags.skipDefiner,
      requireMask: flags.requireMask,
      parallel: flags.parallel,
      waitForServer: milliseconds(flags.waitForServer),
    }),
  };
}

/** A restore writes: where to must not be a matter of which of two names wins. */
function checkTarget(flags: RestoreFlags, ofUrl: string | undefined): void {
  const { database, databases, allDatabases } = flags;
  if (databases !== undefined || allDatabases) {
    if (ofUrl === undefined) return;
    const flag = allDatabases ? '--all-databases' : '--databases';
    throw new UsageError(
      `the URL names the database ${ofUrl}, and ${flag} restores under the dump's own names: leave one of both out`,
    );
  }
  if (database === undefined && ofUrl === undefined) {
    throw new UsageError(
      'no database to restore into: name one in the URL or with --database, ' +
        "or restore under the dump's own names with --databases or --all-databases",
    );
  }
  if (database !== undefined && ofUrl !== undefined && database !== ofUrl) {
    throw new UsageError(
      `the URL names the database ${ofUrl}, and --database another one, ${database}: leave one of both out`,
    );
  }
}
