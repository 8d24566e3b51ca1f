/** The flags of `dumpstream mask check`, and what they mean to core. */

import type { DumpOptions } from '@dumpstream/core';
import { type Command, Option } from 'commander';
import {
  type ConnectionFlags,
  connectionOptions,
  waitForServerOption,
} from '../../connection/flags.ts';
import { addGroup, debugOption, given, milliseconds } from '../../flags/common.ts';
import {
  type TableFlags,
  tableFlagsTitle,
  tableOptions,
  tablesOf,
} from '../../mask/table-flags.ts';

/** The values of the flags, as commander names them; a flag that was not given is absent. */
export interface MaskCheckFlags extends ConnectionFlags, TableFlags {
  /** Seconds. */
  readonly waitForServer?: number;
  readonly json?: true;
  readonly debug?: true;
}

/** Adds the flags to a command, in the order in which `--help` lists them. */
export function addMaskCheckFlags(command: Command): Command {
  addGroup(command, tableFlagsTitle, ...tableOptions());
  addGroup(command, 'Connection:', ...connectionOptions(), waitForServerOption());
  addGroup(command, 'Other:', new Option('--json', 'the result as JSON'), debugOption());
  return command;
}

/** What the flags mean to core; flags that were not given leave core its defaults. */
export function dumpOptionsOf(flags: MaskCheckFlags): Omit<DumpOptions, 'connection'> {
  return given({
    ...tablesOf(flags),
    waitForServer: milliseconds(flags.waitForServer),
  });
}
