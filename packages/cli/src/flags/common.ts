/** The flags that several commands have, and how flags become options of core. */

import { type Command, Option } from 'commander';

/** What every command that takes long, or may fail in the dark, has. */
export interface CommonFlags {
  readonly quiet?: true;
  readonly debug?: true;
}

/** Adds flags under a heading of `--help`. */
export function addGroup(command: Command, heading: string, ...options: readonly Option[]): void {
  for (const option of options) command.addOption(option.helpGroup(heading));
}

export function endpointOption(): Option {
  return new Option('--endpoint-url <url>', 'endpoint of an S3-compatible service');
}

export function quietOption(): Option {
  return new Option('-q, --quiet', 'no progress bar');
}

export function debugOption(): Option {
  return new Option(
    '--debug',
    'show the whole error, with its cause and stack (or DUMPSTREAM_DEBUG=1)',
  );
}

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Leaves out what is `undefined`: flags that were not given leave core its defaults. */
export function given<T extends object>(values: T): Given<T> {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined),
  ) as Given<T>;
}

/** Core counts in milliseconds. */
export function milliseconds(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : seconds * 1000;
}
