/** `writeDumpFile()`: a stream becomes a file, whole or not at all. */

import { Readable } from 'node:stream';
import { openDumpFile } from './dump-file.ts';
import { FileError } from './errors.ts';
import { checkFileOptions, type WriteDumpFileOptions } from './options.ts';
import type { WrittenFile } from './result.ts';

/**
 * Writes a stream into a file. The file appears, or replaces the one of that name, once the stream
 * has ended and its bytes are on the disk, or not at all: on any error the temporary file is
 * removed, and the stream destroyed, before the promise rejects.
 *
 * @param source - a stream of bytes or text, not read from yet; it is always consumed or destroyed
 * @throws the stream's own error if it failed
 * @throws {FileError} in all other cases
 *
 * @example
 * ```ts
 * const stream = dump({ connection: 'mysql://reader@localhost/shop', compress: 'gzip' });
 * await writeDumpFile(stream, { path: '/mnt/backups/shop.sql.gz', releaseChunks: true });
 * ```
 */
export async function writeDumpFile(
  source: Readable,
  options: WriteDumpFileOptions,
): Promise<WrittenFile> {
  if (!(source instanceof Readable)) {
    throw new FileError(
      'INVALID_OPTION',
      'writeDumpFile() needs a Readable of node:stream as its first argument; ' +
        'Readable.from() and Readable.fromWeb() make one of other sources.',
    );
  }
  // Heard from here on: it may fail while the file is being opened.
  source.on('error', () => {});
  try {
    checkFileOptions(options, 'writeDumpFile()');
    const { signal, releaseChunks, ...place } = options;
    const file = await openDumpFile(place);
    return await file.write(source, {
      ...(signal !== undefined && { signal }),
      ...(releaseChunks !== undefined && { releaseChunks }),
    });
  } finally {
    source.destroy();
  }
}
