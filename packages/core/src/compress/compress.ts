/** Compresses the output with Node's own zlib. */

import { pipeline, type Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import type { CompressionName } from '../options.ts';

/** Levels that each format takes, and the one it gets when the caller names none. */
export const compressionLevels = {
  gzip: { lowest: 1, highest: 9, default: 6 },
  zstd: { lowest: 1, highest: 22, default: 3 },
} as const;

/**
 * Compresses a stream of chunks. Nothing is taken from the source before the result is read. An
 * error of the source passes through as it is.
 */
export async function* compress(
  source: AsyncIterable<Buffer>,
  format: Exclude<CompressionName, 'none'>,
  level: number = compressionLevels[format].default,
): AsyncGenerator<Buffer, void, undefined> {
  const compressor = createCompressor(format, level);
  // The iteration below reports the error; the callback only keeps it from being unhandled.
  pipeline(source, compressor, () => {});
  yield* compressor;
}

function createCompressor(format: 'gzip' | 'zstd', level: number): Transform {
  const chunkSize = 64 * 1024;
  if (format === 'gzip') return zlib.createGzip({ level, chunkSize });
  return zlib.createZstdCompress({
    chunkSize,
    params: { [zlib.constants.ZSTD_c_compressionLevel]: level },
  });
}
