/** Which file is the newest dump, and that no key leads out of the folder. */

import { mkdir, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { folderSource } from '../src/source/folder-source.ts';

/** Paths below a folder, with the second of their last change; `->` is a link to the folder itself. */
async function folderWith(files: Readonly<Record<string, number | '->'>>) {
  const folder = await mkdtemp(join(tmpdir(), 'dumpstream-source-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const [name, second] of Object.entries(files)) {
    const path = join(folder, name);
    await mkdir(join(path, '..'), { recursive: true });
    if (second === '->') await symlink(folder, path);
    else {
      await writeFile(path, '');
      await utimes(path, second, second);
    }
  }
  return folder;
}

const find = async (folder: string, prefix: string, key?: string) =>
  (await folderSource(folder, prefix).find(key, new AbortController().signal)).key;

test('the newest dump is the one that was changed last, in whichever folder below the prefix', async () => {
  const folder = await folderWith({
    'dump/z.sql.gz': 1,
    'dump/2026/11/a.sql': 3,
    'dump/b.sql.zst': 2,
    'dump/.c.sql.1.partial': 9,
    'dump/readme.txt': 9,
    'other/a.sql': 9,
    'dump/link': '->',
  });
  expect(await find(folder, 'dump/')).toBe('dump/2026/11/a.sql');
  expect(await find(folder, 'dump/b')).toBe('dump/b.sql.zst');
  expect(await find(folder, '')).toBe('other/a.sql');
});

test('a key that leads over a link, to a folder or to nothing is an error', async () => {
  const folder = await folderWith({ 'dump/a.sql': 1, 'private.sql': 1, 'dump/link': '->' });
  expect(await find(folder, 'dump/', 'dump/a.sql')).toBe('dump/a.sql');
  for (const [key, code] of [
    ['dump/link/private.sql', 'READ_FAILED'],
    ['dump/link', 'READ_FAILED'],
    ['dump', 'READ_FAILED'],
    ['dump/none.sql', 'NO_DUMP'],
  ] as const) {
    await expect(find(folder, 'dump/', key)).rejects.toMatchObject({ name: 'SourceError', code });
  }
});

test('no dump, and no folder, are errors that name what to look at', async () => {
  const folder = await folderWith({ 'dump/readme.txt': 1 });
  await expect(find(folder, 'dump/')).rejects.toThrow('DUMPSTREAM_SOURCE_PREFIX');
  await expect(find(folder, 'nowhere/')).rejects.toThrow('There is no dump below');
  await expect(find(join(folder, 'missing'), 'dump/')).rejects.toThrow('Mount the file system');
});
