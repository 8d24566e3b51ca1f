/** How large the SQL of a dump is, whatever it is compressed with, and whether it is whole. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';

/**
 * Bytes of all files in the folder after decompression.
 *
 * @throws Error where a file is damaged, or holds zstd and there is no program `zstd`
 */
export async function plainBytes(folder: string): Promise<number> {
  let bytes = 0;
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  for (const entry of entries.filter((candidate) => candidate.isFile())) {
    bytes += await fileBytes(join(entry.parentPath, entry.name));
  }
  return bytes;
}

async function fileBytes(path: string): Promise<number> {
  let bytes = 0;
  const count = async (source: AsyncIterable<Buffer>) => {
    for await (const chunk of source) bytes += chunk.length;
  };
  if (extname(path) === '.zst') await unpackZstd(path, count);
  else if (extname(path) === '.gz') await pipeline(createReadStream(path), createGunzip(), count);
  else await pipeline(createReadStream(path), count);
  return bytes;
}

/**
 * By the program: Node.js's own decompressor loses all frames after the first one, and says nothing
 * (https://github.com/nodejs/node/issues/64741).
 */
async function unpackZstd(path: string, count: (source: Readable) => Promise<void>): Promise<void> {
  const child = spawn('zstd', ['--decompress', '--stdout', '--quiet', path], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const closed = once(child, 'close');
  const [[exitCode]] = await Promise.all([closed, count(child.stdout)]);
  if (exitCode !== 0) throw new Error('zstd cannot read the dump');
}
