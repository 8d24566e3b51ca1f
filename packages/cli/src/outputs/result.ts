/** Results that people or programs read, in contrast to dumps: text on standard output. */

import { Readable } from 'node:stream';
import { writeStandardOutput } from './standard-output.ts';

/**
 * @param text - without a line end
 * @throws BrokenPipeError, OutputError
 */
export async function writeResult(text: string, signal: AbortSignal): Promise<void> {
  await writeStandardOutput(Readable.from([`${text}\n`]), signal);
}
