/** Decompresses zstd: any number of frames, skippable ones among them, checked to the last byte. */

import * as zlib from 'node:zlib';
import type { InputBytes } from '../source/input-bytes.ts';
import { engineOptions, runEngine } from './engine.ts';
import { lastBlock, makeFrameHeader } from './frame-header.ts';
import type { TextOptions } from './opened-dump.ts';
import { damaged, truncated } from './reading-errors.ts';
import { ZstdFrames } from './zstd-frames.ts';

const emptyFrame = Buffer.concat([makeFrameHeader(0), lastBlock]);

/**
 * Node's decompressor takes a write with bytes behind the end of a frame for the end of all, without
 * a word (nodejs/node#64741). So the frames' ends are found here, and no write goes over one: the
 * next write then begins the next frame.
 *
 * @throws DumpError `TRUNCATED_DUMP`, `DAMAGED_DUMP`, `NOT_A_DUMP`; what the input throws
 */
export function unzstd(
  input: InputBytes,
  label: string,
  { passing = false }: TextOptions = {},
): AsyncGenerator<Buffer, void, undefined> {
  const frames = new ZstdFrames(label);
  const engine = zlib.createZstdDecompress(engineOptions);
  return runEngine({
    input,
    engine,
    passing,
    async feed(write) {
      for await (const chunk of input) {
        for (const bytes of frames.cut(chunk)) {
          if ((await write(bytes)) === bytes.length) continue;
          throw damaged(label, 'zstd did not take all bytes of a frame');
        }
      }
      frames.end();
      // Frames that are passed over, and nothing else: Node takes no bytes at all for the half of a frame.
      if (engine.bytesWritten === 0) await write(emptyFrame);
    },
    explain: (error) =>
      error.code === 'Z_BUF_ERROR'
        ? truncated(label, 'in the middle of a zstd frame', error)
        : damaged(label, `its zstd data is wrong (${error.message})`, error),
  });
}
