/** The flags of `dumpstream mask init`, and what they mean to the package of masks. */

import type { DraftMaskPolicyOptions } from '@dumpstream/mask';
import { type Command, Option } from 'commander';
import {
  type ConnectionFlags,
  connectionOptions,
  waitForServerOption,
} from '../../connection/flags.ts';
import { addGroup, debugOption, given, milliseconds } from '../../flags/common.ts';
import { wholeNumber } from '../../flags/flag-values.ts';
import {
  type TableFlags,
  tableFlagsTitle,
  tableOptions,
  tablesOf,
} from '../../mask/table-flags.ts';

/** The values of the flags, as commander names them; a flag that was not given is absent. */
export interface MaskInitFlags extends ConnectionFlags, TableFlags {
  readonly output: string;
  readonly force?: true;
  readonly sampleRows?: number;
  /** commander takes `--no-sample` as the opposite of `sample`. */
  readonly sample: boolean;
  readonly locale?: 'en' | 'ja';
  /** Seconds. */
  readonly waitForServer?: number;
  readonly debug?: true;
}

/** Adds the flags to a command, in the order in which `--help` lists them. */
export function addMaskInitFlags(command: Command): Command {
  addGroup(
    command,
    'Where to:',
    new Option('-o, --output <file>', 'a new file, or - for standard output').default('-'),
    new Option('--force', 'replace the file where it is there already'),
  );
  addGroup(command, tableFlagsTitle, ...tableOptions());
  addGroup(
    command,
    'How it is judged:',
    new Option(
      '--sample-rows <number>',
      'rows of each table that are looked at: 200 by default, up to 10000',
    ).argParser(wholeNumber(1, 10_000)),
    new Option('--no-sample', 'look at no rows: names, comments and types alone'),
    new Option(
      '--locale <language>',
      'of masked names and addresses: en or ja; by default that of each value',
    ).choices(['en', 'ja']),
  );
  addGroup(command, 'Connection:', ...connectionOptions(), waitForServerOption());
  addGroup(command, 'Other:', debugOption());
  return command;
}

/** What the flags mean to the package of masks; flags that were not given leave it its defaults. */
export function draftOptionsOf(flags: MaskInitFlags): Omit<DraftMaskPolicyOptions, 'connection'> {
  return given({
    ...tablesOf(flags),
    sampleRows: flags.sample ? flags.sampleRows : 0,
    locale: flags.locale,
    waitForServer: milliseconds(flags.waitForServer),
  });
}
