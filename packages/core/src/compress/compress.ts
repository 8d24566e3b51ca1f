/** Compresses the output with Node's own zlib, on several threads. */

import type { CompressionName } from '../options.ts';
import type { Compressor } from './compressor.ts';
import { GzipCompressor } from './gzip.ts';
import { workInOrder } from './ordered-work.ts';
import { cutPieces } from './pieces.ts';
import { ZstdCompressor } from './zstd.ts';

/**
 * Levels that each format takes, and the one it gets when the caller names none: what users of the
 * programs `gzip` and `zstd` expect. How they compare is in this package's README.
 */
export const compressionLevels = {
  gzip: { lowest: 1, highest: 9, default: 6 },
  zstd: { lowest: 1, highest: 22, default: 3 },
} as const;

/** How to compress. */
export interface CompressOptions {
  readonly format: Exclude<CompressionName, 'none'>;
  /** See {@link compressionLevels}. */
  readonly level?: number | undefined;
  /** How many threads compress: for gzip those of libuv's pool, for zstd its own. */
  readonly concurrency: number;
  /** Called once for each buffer of the source, when all of it has been copied. */
  giveBack(buffer: Buffer): void;
}

/**
 * Compresses buffers of any size into one gzip member or one zstd frame. The same bytes at the same
 * level become the same file, however they are cut into buffers; for zstd also with the same
 * concurrency.
 *
 * Nothing is taken from the source before the result is read, and then at most one buffer and
 * `concurrency + 1` copied pieces of 1 MiB (zstd: two of up to 2 MiB for each thread) are held. An error of
 * the source passes through as it is, behind what was compressed before it. When the result is no
 * longer wanted, all buffers are given back before the source is returned.
 */
export async function* compress(
  source: AsyncIterable<Buffer>,
  options: CompressOptions,
): AsyncGenerator<Buffer, void, undefined> {
  const compressor = createCompressor(options);
  const pieces = cutPieces(source, compressor.pieceBytes, (buffer) => options.giveBack(buffer));
  try {
    const results = workInOrder(pieces, {
      concurrency: compressor.concurrency,
      async work(piece) {
        try {
          return await compressor.compress(piece.bytes);
        } finally {
          piece.release();
        }
      },
      drop: (piece) => piece.release(),
    });
    for await (const result of results) yield* result;
    yield* await compressor.end();
  } finally {
    compressor.close();
  }
}

function createCompressor({ format, level, concurrency }: CompressOptions): Compressor {
  const chosen = level ?? compressionLevels[format].default;
  return format === 'gzip'
    ? new GzipCompressor(chosen, concurrency)
    : new ZstdCompressor(chosen, concurrency);
}
