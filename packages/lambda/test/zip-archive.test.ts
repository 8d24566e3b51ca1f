/** A zip holds the files that are packed into it, byte by byte, and can be read by others. */

import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { zipArchive } from '../build/zip-archive.ts';

const files: Readonly<Record<string, Uint8Array>> = {
  'z.txt': Buffer.from('the last one\n'),
  'empty.txt': new Uint8Array(),
  '名前.bin': Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * 7919) % 256)),
  'folder/long.txt': Buffer.from('again and again\n'.repeat(50_000)),
};

test('a zip holds its files, sorted by name', () => {
  const unpacked = unzipSync(zipArchive(files));
  expect(Object.keys(unpacked)).toEqual(Object.keys(files).sort());
  for (const [name, content] of Object.entries(files)) {
    expect(Buffer.from(unpacked[name] ?? []).equals(content), name).toBe(true);
  }
});

test('a zip of the same files is the same, in whatever order they come', () => {
  const reversed = Object.fromEntries(Object.entries(files).reverse());
  expect(zipArchive(reversed).equals(zipArchive(files))).toBe(true);
});

test('another program finds no fault with a zip', async ({ skip }) => {
  const run = promisify(execFile);
  const program = await run('python3', ['--version']).then(
    () => 'python3',
    () => undefined,
  );
  skip(program === undefined, 'python3 is not installed');
  const folder = await mkdtemp(join(tmpdir(), 'zip-archive-'));
  try {
    const path = join(folder, 'a.zip');
    await writeFile(path, zipArchive(files));
    const script = `import sys, zipfile
archive = zipfile.ZipFile(sys.argv[1])
assert archive.testzip() is None
print([(i.filename, i.file_size, oct(i.external_attr >> 16)) for i in archive.infolist()])`;
    const { stdout } = await run('python3', ['-c', script, path], {
      env: { ...process.env, PYTHONIOENCODING: 'utf-8' },
    });
    for (const [name, content] of Object.entries(files)) {
      expect(stdout).toContain(`('${name}', ${content.length}, '0o100644')`);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
});
