/** Decompresses gzip: any number of members, checked to the last byte. */

import * as zlib from 'node:zlib';
import type { InputBytes } from '../source/input-bytes.ts';
import { engineOptions, runEngine } from './engine.ts';
import type { TextOptions } from './opened-dump.ts';
import { damaged, truncated } from './reading-errors.ts';

/**
 * Members one behind the other (RFC 1952, 2.2) are read as one text. zlib checks length and CRC-32 of
 * each. Zeros behind the last one are left alone, as the program `gzip` does: tapes and some tools
 * pad files. Anything else there is an error.
 *
 * @throws DumpError `TRUNCATED_DUMP`, `DAMAGED_DUMP`; what the input throws
 */
export function gunzip(
  input: InputBytes,
  label: string,
  { passing = false }: TextOptions = {},
): AsyncGenerator<Buffer, void, undefined> {
  return runEngine({
    input,
    engine: zlib.createGunzip(engineOptions),
    passing,
    async feed(write) {
      let ended = false;
      for await (const chunk of input) {
        // Node's gunzip ends at the first zero behind a member, and looks at nothing after it.
        const taken: number = ended ? 0 : await write(chunk);
        ended ||= taken < chunk.length;
        if (ended && !isZero(chunk.subarray(taken))) {
          throw damaged(label, 'there is something else behind the end of the compressed data');
        }
      }
    },
    explain: (error) =>
      error.code === 'Z_BUF_ERROR'
        ? truncated(label, 'in the middle of its gzip data', error)
        : damaged(label, `its gzip data is wrong (${error.message})`, error),
  });
}

function isZero(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0);
}
