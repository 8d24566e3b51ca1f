/** Files on real file systems, with every failure on the way: whole or absent. */

import { chmod, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import {
  FileError,
  openDumpFile,
  type WriteDumpFileOptions,
  writeDumpFile,
} from '@dumpstream/file';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { createTemporaryFolder } from '../services/index.ts';
import { asUser, smallDisk } from './places.ts';

const lost = Object.assign(new Error('server has gone away'), { code: 'CONNECTION_LOST' });

let folder: string;
let path: string;

beforeEach(async () => {
  const temporary = await createTemporaryFolder('file');
  onTestFinished(() => temporary.remove());
  folder = temporary.path;
  path = join(folder, 'shop.sql');
});

function* blocks(count: number): Generator<Buffer> {
  for (let index = 0; index < count; index += 1) yield Buffer.alloc(100_000, `block ${index};`);
}

/** The error a write ends with, once it is certain that nothing is left of it. */
async function failureOf(
  source: Readable,
  options: Partial<WriteDumpFileOptions> = {},
  left: readonly string[] = [],
): Promise<unknown> {
  const error = await writeDumpFile(source, { path, ...options }).then(
    () => expect.fail('the write should have failed'),
    (failure: unknown) => failure,
  );
  expect(await readdir(folder)).toEqual(left);
  expect(source.destroyed).toBe(true);
  return error;
}

describe('a file', () => {
  test('holds the stream byte for byte, and can be read by its owner alone', async () => {
    const result = await writeDumpFile(Readable.from(blocks(30)), { path });
    expect(result).toEqual({ path, bytes: 3_000_000 });
    expect((await readFile(path)).equals(Buffer.concat([...blocks(30)]))).toBe(true);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['shop.sql']);
  });

  test('takes text and bytes, and may be empty', async () => {
    await writeDumpFile(Readable.from(['héllo', Buffer.from(' world')]), { path });
    expect(await readFile(path, 'utf8')).toBe('héllo world');
    await writeDumpFile(Readable.from([]), { path });
    expect(await readFile(path, 'utf8')).toBe('');
  });

  test('is not to be seen under its name before its last byte is written', async () => {
    const source = new PassThrough();
    const writing = writeDumpFile(source, { path });
    source.write('a beginning');
    await expect
      .poll(async () => (await readdir(folder)).length, { interval: 5 })
      .toBeGreaterThan(0);
    expect((await readdir(folder))[0]).toMatch(/^\.shop\.sql\.[0-9a-f]{12}\.partial$/);
    source.end();
    await writing;
    expect(await readdir(folder)).toEqual(['shop.sql']);
  });

  test('that replaces another passes its permissions on', async () => {
    await writeFile(path, 'the dump of yesterday');
    await chmod(path, 0o640);
    await writeDumpFile(Readable.from(['new']), { path });
    expect(await readFile(path, 'utf8')).toBe('new');
    expect((await stat(path)).mode & 0o777).toBe(0o640);
  });

  test('is put where a symbolic link points to', async () => {
    await writeFile(path, 'old');
    await symlink(path, join(folder, 'latest'));
    await writeDumpFile(Readable.from(['new']), { path: join(folder, 'latest') });
    expect(await readFile(path, 'utf8')).toBe('new');
  });

  test('of the longest name that file systems take is written too', async () => {
    const name = `${'ü'.repeat(125)}.sql`;
    await writeDumpFile(Readable.from(['x']), { path: join(folder, name) });
    expect(await readdir(folder)).toEqual([name]);
  });

  test('written by two at once is that of the last one, whole', async () => {
    const contents = ['a', 'b'].map((letter) => Buffer.alloc(1_000_000, letter));
    await Promise.all(contents.map((content) => writeDumpFile(Readable.from([content]), { path })));
    const written = await readFile(path);
    expect(contents.some((content) => content.equals(written))).toBe(true);
    expect(await readdir(folder)).toEqual(['shop.sql']);
  });

  test('leaves the chunks alone, unless they were given to it', async () => {
    const kept = Buffer.alloc(100_000, 'k');
    await writeDumpFile(Readable.from([kept]), { path });
    expect(kept).toHaveLength(100_000);
    const given = Buffer.alloc(100_000, 'g');
    const part = Buffer.from(new ArrayBuffer(10), 2, 5);
    await writeDumpFile(Readable.from([given, part]), { path, releaseChunks: true });
    expect(given).toHaveLength(0);
    expect(part).toHaveLength(5);
  });

  test('that is a device is written to directly', async () => {
    await expect(writeDumpFile(Readable.from(['x']), { path: '/dev/null' })).resolves.toEqual({
      path: '/dev/null',
      bytes: 1,
    });
    expect((await stat('/dev/null')).isCharacterDevice()).toBe(true);
  });
});

describe('with overwrite: false', () => {
  test('a new file is written', async () => {
    await writeDumpFile(Readable.from(['new']), { path, overwrite: false });
    expect(await readFile(path, 'utf8')).toBe('new');
    expect(await readdir(folder)).toEqual(['shop.sql']);
  });

  test('a file that is there stays as it is', async () => {
    await writeFile(path, 'old');
    const error = await failureOf(Readable.from(['new']), { overwrite: false }, ['shop.sql']);
    expect(error).toMatchObject({ name: 'FileError', code: 'FILE_EXISTS' });
    expect(await readFile(path, 'utf8')).toBe('old');
  });

  test('a file that came into being during the dump stays as it is', async () => {
    const source = Readable.from(
      (async function* () {
        yield 'new';
        await writeFile(path, 'of another process');
      })(),
    );
    const error = await failureOf(source, { overwrite: false }, ['shop.sql']);
    expect(error).toMatchObject({ code: 'FILE_EXISTS' });
    expect(await readFile(path, 'utf8')).toBe('of another process');
  });
});

describe('a stream that fails', () => {
  test.for([0, 1, 30])('after %i chunks surfaces its own error', async (count) => {
    const source = Readable.from(
      (async function* () {
        yield* blocks(count);
        throw lost;
      })(),
    );
    expect(await failureOf(source)).toBe(lost);
  });

  test('with an error of the operating system keeps that, too', async () => {
    const reset = Object.assign(new Error('read ECONNRESET'), {
      code: 'ECONNRESET',
      syscall: 'read',
    });
    const source = new PassThrough();
    const failure = failureOf(source);
    source.destroy(reset);
    expect(await failure).toBe(reset);
  });

  test('leaves the old file as it was', async () => {
    await writeFile(path, 'the dump of yesterday');
    const source = new PassThrough();
    const failure = failureOf(source, {}, ['shop.sql']);
    source.write('half');
    source.destroy(lost);
    expect(await failure).toBe(lost);
    expect(await readFile(path, 'utf8')).toBe('the dump of yesterday');
  });

  test('that is closed before its end makes no file', async () => {
    const source = new PassThrough();
    const failure = failureOf(source);
    source.write('half');
    source.destroy();
    expect(await failure).toMatchObject({ name: 'FileError', code: 'SOURCE_ENDED_EARLY' });
  });

  test('that was read to its end before makes no empty file', async () => {
    const source = Readable.from(['everything']);
    await source.toArray();
    expect(await failureOf(source)).toMatchObject({ code: 'SOURCE_ENDED_EARLY' });
  });

  test('that had failed before surfaces its own error', async () => {
    const source = new PassThrough();
    source.on('error', () => {}).destroy(lost);
    await new Promise((resolve) => source.once('close', resolve));
    expect(await failureOf(source)).toBe(lost);
  });

  test('because it holds anything but bytes is refused', async () => {
    expect(await failureOf(Readable.from([{ row: 1 }]))).toMatchObject({ code: 'INVALID_OPTION' });
  });
});

describe('an aborted write', () => {
  test('before it began leaves nothing', async () => {
    const reason = new Error('changed my mind');
    const error = await failureOf(Readable.from(['x']), { signal: AbortSignal.abort(reason) });
    expect(error).toMatchObject({ code: 'ABORTED', cause: reason });
  });

  test('of a stream that stalls does not wait for it', async () => {
    const controller = new AbortController();
    const source = new PassThrough();
    const failure = failureOf(source, { signal: controller.signal });
    source.write('a beginning');
    await expect.poll(async () => (await readdir(folder)).length, { interval: 5 }).toBe(1);
    controller.abort();
    expect(await failure).toMatchObject({ code: 'ABORTED' });
  });
});

describe('a place that can not be written to', () => {
  const refused = async (options: Partial<WriteDumpFileOptions>) => {
    const source = Readable.from(blocks(100));
    const error = await writeDumpFile(source, { path, ...options }).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(FileError);
    expect(source.destroyed).toBe(true);
    return error as FileError;
  };

  test('for it is a folder', async () => {
    await mkdir(path);
    expect(await refused({})).toMatchObject({
      code: 'IS_FOLDER',
      message: expect.stringContaining('add the name of the file'),
    });
    expect(await readdir(path)).toEqual([]);
  });

  test('for its folder is missing', async () => {
    expect(await refused({ path: join(folder, 'no', 'shop.sql') })).toMatchObject({
      code: 'FOLDER_NOT_FOUND',
      message: expect.stringContaining('Create the folder'),
    });
  });

  test('for its folder is a file', async () => {
    await writeFile(path, 'old');
    expect(await refused({ path: join(path, 'shop.sql') })).toMatchObject({
      code: 'FOLDER_NOT_FOUND',
    });
  });

  test('for the folder belongs to another user', async (context) => {
    await asUser(context, 65_534, async () => {
      expect(await refused({})).toMatchObject({
        code: 'ACCESS_DENIED',
        message: expect.stringContaining('Give the user of this process'),
      });
    });
    expect(await readdir(folder)).toEqual([]);
  });

  test('for the file system is mounted read-only', async (context) => {
    const disk = await smallDisk(context, folder, 'ro');
    expect(await refused({ path: join(disk, 'shop.sql') })).toMatchObject({ code: 'READ_ONLY' });
  });

  test('for the disk is full in the middle, where the old file stays', async (context) => {
    const disk = await smallDisk(context, folder, 'size=1m');
    const file = join(disk, 'shop.sql');
    await writeFile(file, 'the dump of yesterday');
    const error = await refused({ path: file });
    expect(error).toMatchObject({ code: 'DISK_FULL', cause: { code: 'ENOSPC' } });
    expect(error.message).toContain('Free some space');
    expect(await readdir(disk)).toEqual(['shop.sql']);
    expect(await readFile(file, 'utf8')).toBe('the dump of yesterday');
    // All that the failed one took is free again.
    await writeDumpFile(Readable.from(blocks(8)), { path: file });
  });

  test('for no further file fits on the disk', async (context) => {
    const disk = await smallDisk(context, folder, 'nr_inodes=1');
    expect(await refused({ path: join(disk, 'shop.sql') })).toMatchObject({ code: 'DISK_FULL' });
  });

  test('never carries a line break into a message', async () => {
    const error = await refused({ path: join(folder, 'no\nERROR forged', 'shop.sql') });
    expect(error.message).toMatch(/^[^\n]*$/);
  });
});

describe('an opened file', () => {
  test('that is discarded leaves nothing, and neither does one that is discarded twice', async () => {
    const file = await openDumpFile({ path });
    expect(await readdir(folder)).toHaveLength(1);
    await file.discard();
    await file.discard();
    expect(await readdir(folder)).toEqual([]);
  });

  test('whose temporary file can not be removed after a failure names it', async (context) => {
    const file = await openDumpFile({ path });
    await asUser(context, 65_534, async () => {
      const source = new PassThrough();
      const failure = file.write(source).catch((error: unknown) => error);
      source.destroy(lost);
      const error = await failure;
      expect(error).toMatchObject({
        name: 'FileError',
        code: 'CLEANUP_FAILED',
        cause: lost,
        leftPath: file.partialPath,
      });
      expect(String(error)).toMatch(/server has gone away.*EACCES.*remove it/);
    });
    await file.discard();
    expect(await readdir(folder)).toEqual([]);
  });

  test('whose temporary file is taken away fails', async () => {
    const file = await openDumpFile({ path });
    const source = Readable.from(
      (async function* () {
        yield 'x';
        await file.discard();
      })(),
    );
    await expect(file.write(source)).rejects.toBeInstanceOf(FileError);
    expect(await readdir(folder)).toEqual([]);
  });
});

test('wrong options are told all at once, and end the stream', async () => {
  const source = new PassThrough();
  const options = { path: '', overwrite: 'no', replace: true } as unknown as WriteDumpFileOptions;
  await expect(writeDumpFile(source, options)).rejects.toMatchObject({
    code: 'INVALID_OPTION',
    message: expect.stringMatching(/no option "replace".*"path" must.*"overwrite" must/),
  });
  expect(source.destroyed).toBe(true);
});
