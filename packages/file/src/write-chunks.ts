/** Writes the chunks of a stream one after another, and gives their memory back at once. */

import type { FileHandle } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { FileError } from './errors.ts';
import { fileErrorFrom, printable } from './failure.ts';
import type { WriteOptions } from './options.ts';

/**
 * Without `releaseChunks` V8, which sees little of a chunk, lets tens of megabytes wait, and then
 * looks through its whole heap for them every 17 MB: a fifth of the time that a dump takes.
 *
 * @param path - for messages
 * @returns bytes written
 * @throws the stream's own error if it failed, the reason of the signal, or a {@link FileError}
 */
export async function writeChunks(
  source: Readable,
  handle: FileHandle,
  path: string,
  { signal, releaseChunks = false }: WriteOptions,
): Promise<number> {
  let bytes = 0;
  for await (const chunk of source as AsyncIterable<unknown>) {
    const buffer = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    if (!(buffer instanceof Uint8Array)) {
      throw new FileError(
        'INVALID_OPTION',
        `Could not write ${printable(path)}: the stream holds a value of type ${typeof chunk} ` +
          'where bytes or text are needed.',
      );
    }
    const { length } = buffer;
    for (let written = 0; written < length; ) {
      signal?.throwIfAborted();
      // Wrapped here, where it is certain to be the file's: a stream can fail with such errors, too.
      written += await handle.write(buffer, written).then(
        ({ bytesWritten }) => bytesWritten,
        (error: unknown) => {
          throw fileErrorFrom(error, path);
        },
      );
    }
    bytes += length;
    if (releaseChunks) release(buffer);
  }
  return bytes;
}

/** One that shares its memory with another one is left to the garbage collector. */
function release({ buffer, length }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === length) buffer.transfer(0);
}
