/** Texts, and what programs make of them, for the tests of reading. */

import { buffer } from 'node:stream/consumers';
import * as zlib from 'node:zlib';
import { openDump } from '../../src/decompress/open-dump.ts';

/** A signal that is never triggered. */
export const never = new AbortController().signal;

export const sample = Buffer.from(
  Array.from({ length: 3000 }, (_, row) => `INSERT INTO t VALUES (${row},'${row * row}');\n`).join(
    '',
  ),
);

export const twice = Buffer.concat([sample, sample]);

export function gzip(text: Buffer | string): Buffer {
  return zlib.gzipSync(text);
}

export function zstd(text: Buffer | string, checksum = true): Buffer {
  const params = { [zlib.constants.ZSTD_c_checksumFlag]: checksum ? 1 : 0 };
  return zlib.zstdCompressSync(Buffer.from(text), { params });
}

/** A frame that readers pass over (RFC 8878, 3.1.2). */
export function skippable(content: string): Buffer {
  const header = Buffer.from([0x5a, 0x2a, 0x4d, 0x18, 0, 0, 0, 0]);
  header.writeUInt32LE(content.length, 4);
  return Buffer.concat([header, Buffer.from(content)]);
}

/** The bytes in chunks whose sizes repeat. */
export async function* cutInto(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

/** All of the text in what is stored. */
export async function textOf(stored: Buffer, sizes: readonly number[] = [65_536]): Promise<Buffer> {
  const dump = await openDump(cutInto(stored, sizes), never);
  return buffer(dump.text());
}
