/** How large the SQL of a dump is, whatever it is compressed with, and whether it is whole. */

import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { PassThrough, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createZstdDecompress } from 'node:zlib';

/**
 * Bytes of all files in the folder after decompression.
 *
 * @throws the decompressor's error where a file is damaged
 */
export async function plainBytes(folder: string): Promise<number> {
  let bytes = 0;
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  for (const entry of entries.filter((candidate) => candidate.isFile())) {
    await pipeline(
      createReadStream(join(entry.parentPath, entry.name)),
      decompressor(entry.name),
      async (source: AsyncIterable<Buffer>) => {
        for await (const chunk of source) bytes += chunk.length;
      },
    );
  }
  return bytes;
}

function decompressor(fileName: string): Transform {
  switch (extname(fileName)) {
    case '.gz':
      return createGunzip();
    case '.zst':
      return createZstdDecompress();
    default:
      return new PassThrough();
  }
}
