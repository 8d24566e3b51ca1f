/** Decompresses from the beginning of a piece on, without what is before it. */

import * as zlib from 'node:zlib';
import type { InputBytes } from '../source/input-bytes.ts';
import { type Engine, engineOptions, runEngine } from './engine.ts';
import { type FrameHeader, lastBlock, makeFrameHeader } from './frame-header.ts';
import type { TextOptions } from './opened-dump.ts';
import { damaged } from './reading-errors.ts';

/** Of what the pieces are. */
export type PieceForm =
  | { readonly compression: 'none' }
  | { readonly compression: 'gzip' }
  | { readonly compression: 'zstd'; readonly header: FrameHeader };

/**
 * What comes may be less than the pieces' text: it is counted by the reader. It may also be more, if
 * the bytes go further than the pieces.
 *
 * @param input - begins with a piece
 * @param isFirst - whether that is the first one, which begins with the header of the file
 * @throws DumpError `DAMAGED_DUMP`; what the input throws
 */
export function readPieces(
  input: InputBytes,
  form: PieceForm,
  isFirst: boolean,
  label: string,
  { passing = false }: TextOptions = {},
): AsyncGenerator<Buffer, void, undefined> {
  if (form.compression === 'none') return input[Symbol.asyncIterator]();
  return runEngine({
    input,
    engine: engineFor(form, isFirst),
    passing,
    async feed(write) {
      if (form.compression === 'zstd') await write(makeFrameHeader(form.header.window));
      let skipped = form.compression === 'zstd' && isFirst ? form.header.bytes : 0;
      for await (const chunk of input) {
        const bytes = chunk.subarray(skipped);
        skipped -= chunk.length - bytes.length;
        // Behind the last piece is the end of the member or frame.
        if (bytes.length > 0 && (await write(bytes)) < bytes.length) return;
      }
      if (form.compression === 'zstd') await write(lastBlock);
    },
    explain: (error) => damaged(label, `a piece of it is wrong (${error.message})`, error),
  });
}

/** zlib is not told that the data ends: it would miss what makes a member whole. */
function engineFor({ compression }: PieceForm, isFirst: boolean): Engine {
  if (compression === 'zstd') return zlib.createZstdDecompress(engineOptions);
  const options = { ...engineOptions, finishFlush: zlib.constants.Z_SYNC_FLUSH };
  return isFirst ? zlib.createGunzip(options) : zlib.createInflateRaw(options);
}
