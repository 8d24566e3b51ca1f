/** Standard output, the default: ends quietly when its reader goes away. */

import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { BrokenPipeError, OutputError, UsageError } from '../errors.ts';
import { systemReason } from '../system-reason.ts';
import type { Output } from './output.ts';

/** @throws UsageError where compressed bytes would garble a terminal */
export function openStandardOutput(compressed: boolean): Output {
  if (compressed && process.stdout.isTTY) {
    throw new UsageError(
      'compressed bytes are not written to a terminal: name a file with --output, or redirect',
    );
  }
  return {
    label: 'standard output',
    write: ({ stream, signal }) => writeStandardOutput(stream, signal),
    async close() {},
  };
}

/**
 * Resolves when the last byte has left the process.
 *
 * @throws BrokenPipeError, OutputError, and the error of the stream
 */
export async function writeStandardOutput(stream: Readable, signal: AbortSignal): Promise<void> {
  try {
    await pipeline(stream, process.stdout, { end: false, signal });
    await flushed();
  } catch (error) {
    if (isBrokenPipe(error)) {
      throw new BrokenPipeError('the reader of standard output went away', { cause: error });
    }
    throw isWriteError(error)
      ? new OutputError(`standard output can't be written to: ${systemReason(error)}`, {
          cause: error,
        })
      : error;
  }
}

/** Waits until the last byte has left the process: `end: false` only waits for the source. */
function flushed(): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write('', (error) => (error ? reject(error) : resolve()));
  });
}

function isWriteError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && error.syscall === 'write';
}

function isBrokenPipe(error: unknown): boolean {
  return isWriteError(error) && error instanceof Error && 'code' in error && error.code === 'EPIPE';
}
