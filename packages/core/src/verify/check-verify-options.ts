/** Checks the options of `verify()` at the door. */

import { checkConnectionSource } from '../connect/connection-options.ts';
import { DumpError } from '../errors.ts';
import { type DumpInput, isDumpSource } from '../source/dump-source.ts';
import type { VerifyOptions } from '../verify-options.ts';

const checks: Readonly<
  Record<keyof VerifyOptions, readonly [(value: unknown) => boolean, string]>
> = {
  connection: [
    (value) =>
      (typeof value === 'string' && value !== '') ||
      (typeof value === 'object' && value !== null) ||
      typeof value === 'function',
    'a URL, an object of mysql2 connection options or a function that opens a connection',
  ],
  waitForServer: [
    (value) => Number.isSafeInteger(value) && Number(value) >= 0,
    'a whole number of milliseconds, 0 or more',
  ],
  database: [(value) => typeof value === 'string' && value !== '', 'the name of a database'],
  onProgress: [(value) => typeof value === 'function', 'a function'],
  signal: [(value) => value instanceof AbortSignal, 'an AbortSignal'],
};

/** @throws DumpError `INVALID_OPTION` that names the option, never its value */
export function checkVerifyOptions(input: DumpInput, options: VerifyOptions): void {
  if (typeof input !== 'object' || input === null || !isDumpInput(input)) {
    throw invalid('verify() takes a stream of bytes or a DumpSource');
  }
  if (typeof options !== 'object' || options === null) {
    throw invalid('verify() takes an object of options');
  }
  for (const [name, value] of Object.entries(options)) {
    const check = checks[name as keyof VerifyOptions];
    if (check === undefined) throw invalid(`There is no option "${name}"`);
    if (value !== undefined && !check[0](value)) {
      throw invalid(`The option ${name} must be ${check[1]}`);
    }
  }
  const { connection, database, waitForServer } = options;
  if (connection === undefined) {
    if (database !== undefined) throw invalid('The option database needs the option connection');
    if (waitForServer !== undefined) {
      throw invalid('The option waitForServer needs the option connection');
    }
    return;
  }
  checkConnectionSource(connection);
  if (!isDumpSource(input)) {
    throw new DumpError(
      'INVALID_OPTION',
      'A stream can not be compared with a database, as only its end tells how the dump was made. ' +
        'Give a DumpSource: a file (openDumpSource) or an S3 object (openS3DumpSource).',
    );
  }
}

function isDumpInput(input: DumpInput): boolean {
  return isDumpSource(input) || Symbol.asyncIterator in input;
}

function invalid(message: string): DumpError {
  return new DumpError('INVALID_OPTION', `${message}.`);
}
