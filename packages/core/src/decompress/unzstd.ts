/** Decompresses zstd: any number of frames, skippable ones among them, checked to the last byte. */

import * as zlib from 'node:zlib';
import { DumpError } from '../errors.ts';
import { engineOptions, runEngine } from './engine.ts';
import { damaged, truncated } from './reading-errors.ts';
import { ZstdFrames } from './zstd-frames.ts';

/**
 * Node's decompressor takes a write with bytes behind the end of a frame for the end of all, without
 * a word (nodejs/node#64741). So the frames' ends are found here, and no write goes over one: the
 * next write then begins the next frame.
 *
 * @throws DumpError `TRUNCATED_DUMP`, `DAMAGED_DUMP`, `NOT_A_DUMP`; what the source throws
 */
export function unzstd(
  source: AsyncIterable<Buffer>,
  label: string,
): AsyncGenerator<Buffer, void, undefined> {
  const frames = new ZstdFrames(label);
  return runEngine(
    zlib.createZstdDecompress(engineOptions),
    async ({ write }) => {
      for await (const chunk of source) {
        for (const bytes of frames.cut(chunk)) {
          if ((await write(bytes)) === bytes.length) continue;
          throw new DumpError('INTERNAL', `zstd did not take all bytes of a frame of ${label}.`);
        }
      }
      frames.end();
    },
    (error) => explain(error, label),
  );
}

function explain(error: unknown, label: string): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'Z_BUF_ERROR') return truncated(label, 'in the middle of a zstd frame', error);
  if (typeof code !== 'string' || !/^(Z_|ZSTD_)/.test(code)) return error;
  return damaged(label, `its zstd data is wrong (${(error as Error).message})`, error);
}
