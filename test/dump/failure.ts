/** The error that a dump ends with, and what had left the stream by then. */

import { DumpError, type DumpOptions, dump } from '@dumpstream/core';

/** @throws Error for a dump that does not fail, or not with a `DumpError` */
export async function failureOf(options: DumpOptions): Promise<DumpError> {
  return (await failureAndBytes(options)).error;
}

/** As {@link failureOf}, with the number of bytes that came before the error. */
export async function failureAndBytes(
  options: DumpOptions,
): Promise<{ readonly error: DumpError; readonly bytes: number }> {
  let bytes = 0;
  try {
    for await (const chunk of dump(options)) bytes += (chunk as Buffer).length;
  } catch (error) {
    if (error instanceof DumpError) return { error, bytes };
    throw error;
  }
  throw new Error('The dump did not fail.');
}
