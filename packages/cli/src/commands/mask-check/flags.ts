/** The flags of `dumpstream mask check`, and what they mean to core. */

import type { DumpOptions } from '@dumpstream/core';
import { type Command, Option } from 'commander';
import {
  type ConnectionFlags,
  connectionOptions,
  waitForServerOption,
} from '../../connection/flags.ts';
import { addGroup, debugOption, given, milliseconds } from '../../flags/common.ts';
import { append } from '../../flags/flag-values.ts';

/** The values of the flags, as commander names them; a flag that was not given is absent. */
export interface MaskCheckFlags extends ConnectionFlags {
  readonly databases?: readonly string[];
  readonly allDatabases?: true;
  readonly tables?: readonly string[];
  readonly ignoreTable?: readonly string[];
  /** Seconds. */
  readonly waitForServer?: number;
  readonly json?: true;
  readonly debug?: true;
}

/** Adds the flags to a command, in the order in which `--help` lists them. */
export function addMaskCheckFlags(command: Command): Command {
  addGroup(
    command,
    'What of it, as with "dumpstream dump":',
    new Option('-B, --databases <names...>', 'these databases in place of the one of the URL'),
    new Option('-A, --all-databases', 'all but those of the server itself').conflicts('databases'),
    new Option('--tables <names...>', 'only these tables'),
    new Option('--ignore-table <name>', 'leave out a table (repeatable)').argParser(append),
  );
  addGroup(command, 'Connection:', ...connectionOptions(), waitForServerOption());
  addGroup(command, 'Other:', new Option('--json', 'the result as JSON'), debugOption());
  return command;
}

/** What the flags mean to core; flags that were not given leave core its defaults. */
export function dumpOptionsOf(flags: MaskCheckFlags): Omit<DumpOptions, 'connection'> {
  return given({
    databases: flags.databases,
    allDatabases: flags.allDatabases,
    tables: flags.tables,
    ignoreTables: flags.ignoreTable,
    waitForServer: milliseconds(flags.waitForServer),
  });
}
