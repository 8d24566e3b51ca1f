/** Compresses the output with Node's own zlib, several buffers at a time. */

import { promisify } from 'node:util';
import * as zlib from 'node:zlib';
import type { CompressionName } from '../options.ts';
import { cutMembers } from './members.ts';
import { workInOrder } from './ordered-work.ts';

/** Levels that each format takes, and the one it gets when the caller names none. */
export const compressionLevels = {
  gzip: { lowest: 1, highest: 9, default: 6 },
  zstd: { lowest: 1, highest: 22, default: 3 },
} as const;

type Format = Exclude<CompressionName, 'none'>;

/** How to compress. */
export interface CompressOptions {
  readonly format: Format;
  /** See {@link compressionLevels}. */
  readonly level?: number | undefined;
  /** How many members or frames are made at a time, each on a thread of libuv's pool. */
  readonly concurrency: number;
  /** Called once for each buffer of the source, when it is no longer read. */
  giveBack(buffer: Buffer): void;
}

/**
 * Compresses filled buffers into gzip members or zstd frames one behind the other, which read as
 * one file. Buffers of about 1 MiB are best: each is a member; smaller ones are gathered, larger
 * ones cut.
 *
 * Nothing is taken from the source before the result is read, and at most `concurrency + 1`
 * buffers are held. An error of the source passes through as it is, behind what was compressed
 * before it. When the result is no longer wanted, all buffers are given back before the source is
 * returned.
 */
export async function* compress(
  source: AsyncIterable<Buffer>,
  { format, level = compressionLevels[format].default, concurrency, giveBack }: CompressOptions,
): AsyncGenerator<Buffer, void, undefined> {
  const makeMember = memberMaker(format, level);
  yield* workInOrder(cutMembers(source, giveBack), {
    concurrency,
    async work(member) {
      try {
        return await makeMember(member.bytes);
      } finally {
        member.release();
      }
    },
    drop: (member) => member.release(),
  });
}

function memberMaker(format: Format, level: number): (bytes: Buffer) => Promise<Buffer> {
  if (format === 'gzip') {
    const gzip = promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.gzip);
    return (bytes) => gzip(bytes, { level });
  }
  const zstd = promisify<Buffer, zlib.ZstdOptions, Buffer>(zlib.zstdCompress);
  const { ZSTD_c_compressionLevel, ZSTD_c_checksumFlag } = zlib.constants;
  const params = { [ZSTD_c_compressionLevel]: level, [ZSTD_c_checksumFlag]: 1 };
  return (bytes) => zstd(bytes, { params });
}
