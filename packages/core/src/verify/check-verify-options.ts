/** Checks the options of `verify()` at the door. */

import { checkConnectionSource } from '../connect/connection-options.ts';
import {
  type Checks,
  checkEach,
  connectionCheck,
  invalidOption,
  signalCheck,
  waitCheck,
} from '../option-checks.ts';
import { type DumpInput, isDumpSource } from '../source/dump-source.ts';
import type { VerifyOptions } from '../verify-options.ts';

const checks: Checks<VerifyOptions> = {
  connection: connectionCheck,
  waitForServer: waitCheck,
  database: [(value) => typeof value === 'string' && value !== '', 'the name of a database'],
  onProgress: [(value) => typeof value === 'function', 'a function'],
  signal: signalCheck,
};

/** @throws DumpError `INVALID_OPTION` that names the option, never its value */
export function checkVerifyOptions(input: DumpInput, options: VerifyOptions): void {
  if (typeof input !== 'object' || input === null || !isDumpInput(input)) {
    throw invalidOption('verify() takes a stream of bytes or a DumpSource');
  }
  checkEach(options, checks, 'verify()');
  const { connection, database, waitForServer } = options;
  if (connection === undefined) {
    if (database !== undefined) {
      throw invalidOption('The option database needs the option connection');
    }
    if (waitForServer !== undefined) {
      throw invalidOption('The option waitForServer needs the option connection');
    }
    return;
  }
  checkConnectionSource(connection);
  if (isDumpSource(input)) return;
  throw invalidOption(
    'A stream can not be compared with a database, as only its end tells how the dump was made',
    ' Give a DumpSource: a file (openDumpSource) or an S3 object (openS3DumpSource).',
  );
}

function isDumpInput(input: DumpInput): boolean {
  return isDumpSource(input) || Symbol.asyncIterator in input;
}
