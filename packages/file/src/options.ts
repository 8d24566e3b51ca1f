/** The options of `writeDumpFile()` and `openDumpFile()`, and their check at the door. */

import { FileError } from './errors.ts';

/** Where a file goes, and how. */
export interface DumpFileOptions {
  /** Path of the file, absolute or relative to the working directory. A symbolic link is followed. */
  readonly path: string;

  /**
   * Whether a file of this name is replaced. Default `true`. With `false` the writing ends with
   * `FILE_EXISTS`, also where the file came into being meanwhile.
   */
  readonly overwrite?: boolean;

  /**
   * Permission bits of a new file, from which the umask takes some away. Default `0o600`, as a dump
   * holds everything that its account may read. A file that is replaced passes its own on.
   */
  readonly mode?: number;
}

/** How a stream is written. */
export interface WriteOptions {
  /** Ends the writing with a `FileError` of code `ABORTED` when triggered. */
  readonly signal?: AbortSignal;

  /**
   * `true` gives the memory of each chunk back as soon as it is written, which keeps the memory of
   * the process lower and spares garbage collections. Only for streams whose chunks nobody else
   * holds, like those of `dump()`: a buffer is empty afterwards. Default `false`.
   */
  readonly releaseChunks?: boolean;
}

/** Options of `writeDumpFile()`. */
export interface WriteDumpFileOptions extends DumpFileOptions, WriteOptions {}

type Check = (value: unknown) => string | undefined;

const flag: Check = (value) => (typeof value === 'boolean' ? undefined : 'must be true or false');

/** Every option with its check, which returns what is wrong. `satisfies` keeps the list complete. */
const checks = {
  path: (value) =>
    typeof value === 'string' && value !== '' && !value.includes('\0')
      ? undefined
      : 'must be a string that is not empty and holds no NUL',
  overwrite: flag,
  mode: (value) =>
    Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 0o777
      ? undefined
      : 'must be permission bits from 0 to 0o777',
  signal: (value) => (value instanceof AbortSignal ? undefined : 'must be an AbortSignal'),
  releaseChunks: flag,
} satisfies Record<keyof WriteDumpFileOptions, Check>;

/**
 * Refuses unknown names, missing options and values of the wrong type, all of them at once.
 *
 * @throws {FileError} `INVALID_OPTION`
 */
export function checkFileOptions(options: unknown, caller: string): void {
  if (typeof options !== 'object' || options === null) {
    throw new FileError('INVALID_OPTION', `${caller} needs options: at least path.`);
  }
  const names = Object.keys(checks);
  const problems = Object.keys(options)
    .filter((name) => !names.includes(name))
    .map((name) => `there is no option "${name}", only ${names.join(', ')}.`);
  for (const [name, check] of Object.entries<Check>(checks)) {
    const value: unknown = Reflect.get(options, name);
    const problem =
      value === undefined ? (name === 'path' ? 'is missing' : undefined) : check(value);
    if (problem !== undefined) {
      problems.push(`"${name}" ${problem}.`);
    }
  }
  if (problems.length > 0) {
    throw new FileError('INVALID_OPTION', `${caller} can't start: ${problems.join(' ')}`);
  }
}
