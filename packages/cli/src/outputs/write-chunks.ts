/** Writes the chunks of a dump one after another, and gives their memory back at once. */

import type { Readable } from 'node:stream';

/**
 * Without it V8, which sees little of a chunk, lets tens of megabytes wait, and then looks through
 * its whole heap for them every 17 MB: a fifth of the time that a dump takes.
 *
 * @param stream - of buffers that nobody else holds
 * @param write - resolves when a chunk is no longer read
 */
export async function writeChunks(
  stream: Readable,
  write: (chunk: Buffer) => Promise<void>,
): Promise<void> {
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    await write(chunk);
    free(chunk);
  }
}

/** One that shares its memory with another one is left to the garbage collector. */
function free({ buffer, length }: Buffer): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === length) buffer.transfer(0);
}
