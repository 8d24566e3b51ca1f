/** Decompresses gzip: any number of members, checked to the last byte. */

import * as zlib from 'node:zlib';
import { engineOptions, runEngine } from './engine.ts';
import { damaged, truncated } from './reading-errors.ts';

/**
 * Members one behind the other (RFC 1952, 2.2) are read as one text. zlib checks length and CRC-32 of
 * each. Zeros behind the last one are left alone, as the program `gzip` does: tapes and some tools
 * pad files. Anything else there is an error.
 *
 * @throws DumpError `TRUNCATED_DUMP`, `DAMAGED_DUMP`; what the source throws
 */
export function gunzip(
  source: AsyncIterable<Buffer>,
  label: string,
): AsyncGenerator<Buffer, void, undefined> {
  return runEngine(
    zlib.createGunzip(engineOptions),
    async ({ write }) => {
      let ended = false;
      for await (const chunk of source) {
        // Node's gunzip ends at the first zero behind a member, and looks at nothing after it.
        const taken: number = ended ? 0 : await write(chunk);
        ended ||= taken < chunk.length;
        if (ended && !isZero(chunk.subarray(taken))) {
          throw damaged(label, 'there is something else behind the end of the compressed data');
        }
      }
    },
    (error) => explain(error, label),
  );
}

function explain(error: unknown, label: string): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'Z_BUF_ERROR') return truncated(label, 'in the middle of its gzip data', error);
  if (typeof code !== 'string' || !code.startsWith('Z_')) return error;
  return damaged(label, `its gzip data is wrong (${(error as Error).message})`, error);
}

function isZero(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0);
}
