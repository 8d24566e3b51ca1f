/** The flags of `dumpstream list`. */

import { type Command, Option } from 'commander';
import { debugOption, endpointOption } from '../../flags/common.ts';

/** The values of the flags, as commander names them; a flag that was not given is absent. */
export interface ListFlags {
  readonly json?: true;
  readonly endpointUrl?: string;
  readonly debug?: true;
}

/** Adds the flags to a command, in the order in which `--help` lists them. */
export function addListFlags(command: Command): Command {
  return command
    .addOption(new Option('--json', 'the list as JSON'))
    .addOption(endpointOption())
    .addOption(debugOption());
}
