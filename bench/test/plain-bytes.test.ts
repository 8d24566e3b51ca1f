/** How the size of compressed SQL is found. */

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { createTemporaryFolder } from '../../test/services/index.ts';
import { skippedTest } from '../../test/services/vitest.ts';
import { plainBytes } from '../measure/plain-bytes.ts';
import { hasProgram } from '../programs/find-program.ts';

const text = Buffer.from('INSERT INTO t VALUES (1);\n');

async function folderWith(files: Readonly<Record<string, Buffer>>): Promise<string> {
  const folder = await createTemporaryFolder('plain-bytes');
  onTestFinished(() => folder.remove());
  for (const [name, content] of Object.entries(files)) {
    await writeFile(join(folder.path, name), content);
  }
  return folder.path;
}

test('all files of a dump count, with all members of a gzip file', async () => {
  const members = Buffer.concat([gzipSync(text), gzipSync(text)]);
  const folder = await folderWith({ 'schema.sql': text, 'rows.sql.gz': members });
  expect(await plainBytes(folder)).toBe(3 * text.length);
});

test('a truncated gzip file is an error', async () => {
  const folder = await folderWith({ 'dump.sql.gz': gzipSync(text).subarray(0, -5) });
  await expect(plainBytes(folder)).rejects.toThrow();
});

if (await hasProgram('zstd')) {
  test('all frames of a zstd file count, also those that Node.js loses', async () => {
    const frames = Buffer.concat([zstdCompressSync(text), zstdCompressSync(text)]);
    expect(await plainBytes(await folderWith({ 'dump.sql.zst': frames }))).toBe(2 * text.length);
  });

  test('a truncated zstd file is an error', async () => {
    const folder = await folderWith({ 'dump.sql.zst': zstdCompressSync(text).subarray(0, -2) });
    await expect(plainBytes(folder)).rejects.toThrow('zstd cannot read the dump');
  });
} else {
  skippedTest('zstd files are weighed', 'needs the program zstd');
}
