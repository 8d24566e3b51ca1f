/** The flags of `dumpstream verify`, and what they mean to core. */

import type { ConnectionSettings, VerifyOptions } from '@dumpstream/core';
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

/** The values of the flags, as commander names them; a flag that was not given is absent. */
export interface VerifyFlags extends ConnectionFlags, CommonFlags {
  readonly database?: string;
  /** Seconds. */
  readonly waitForServer?: number;
  readonly endpointUrl?: string;
  readonly json?: true;
  readonly verbose?: true;
}

/** Adds the flags to a command, in the order in which `--help` lists them. */
export function addVerifyFlags(command: Command): Command {
  addGroup(
    command,
    'The database to compare with:',
    new Option(
      '-D, --database <name>',
      'its name, where the URL has none and the dump calls it otherwise',
    ),
    ...connectionOptions(),
    waitForServerOption(),
  );
  addGroup(
    command,
    'Other:',
    endpointOption(),
    new Option('--json', 'the result as JSON'),
    new Option('-v, --verbose', 'a line for each table').conflicts('json'),
    quietOption(),
    debugOption(),
  );
  return command;
}

/**
 * What the flags mean to core; flags that were not given leave core its defaults.
 *
 * @param connection - what the URL says; `undefined` where there is none
 * @throws UsageError where URL and flags contradict each other, or a flag needs a URL
 */
export function verifyOptionsOf(
  flags: VerifyFlags,
  connection: ConnectionSettings | undefined,
): Omit<VerifyOptions, 'signal' | 'onProgress'> {
  const { database } = flags;
  if (connection === undefined) {
    refuseWithoutUrl(flags);
    return {};
  }
  const ofUrl = connection.database;
  if (database !== undefined && ofUrl !== undefined && database !== ofUrl) {
    throw new UsageError(
      `the URL names the database ${ofUrl}, and --database another one, ${database}: leave one of both out`,
    );
  }
  return {
    connection,
    ...given({ database, waitForServer: milliseconds(flags.waitForServer) }),
  };
}

function refuseWithoutUrl(flags: VerifyFlags): void {
  const needing = [
    ['--database', flags.database],
    ['--ssl-mode', flags.sslMode],
    ['--ssl-ca', flags.sslCa],
    ['--socket', flags.socket],
    ['--wait-for-server', flags.waitForServer],
  ] as const;
  const found = needing.find(([, value]) => value !== undefined);
  if (found === undefined) return;
  throw new UsageError(
    `${found[0]} is about a database to compare with, and there is none: write it as <dump> <mysql-url>`,
  );
}
