/** Files that are read by ranges: what they hold, and each thing that stands in the way. */

import { execFile } from 'node:child_process';
import { createReadStream } from 'node:fs';
import {
  appendFile,
  chmod,
  mkdir,
  open,
  rename,
  symlink,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { type DumpSource, verify } from '@dumpstream/core';
import { FileError, openDumpSource } from '@dumpstream/file';
import { beforeEach, describe, expect, expectTypeOf, onTestFinished, test } from 'vitest';
import { createTemporaryFolder } from '../services/index.ts';
import { asUser } from './places.ts';

const never = new AbortController().signal;
const content = Buffer.from(Array.from({ length: 200_000 }, (_, row) => `${row};\n`).join(''));

let folder: string;
let path: string;

beforeEach(async () => {
  const temporary = await createTemporaryFolder('source');
  onTestFinished(() => temporary.remove());
  folder = temporary.path;
  path = join(folder, 'shop.sql');
  await writeFile(path, content);
});

async function openOne() {
  const source = await openDumpSource(path);
  onTestFinished(() => source[Symbol.asyncDispose]());
  return source;
}

const failureOf = (opening: Promise<unknown>): Promise<unknown> =>
  opening.then(
    () => expect.fail('it should have failed'),
    (error: unknown) => error,
  );

describe('a file', () => {
  test('is read into the same memory again, where its reader allows that', async () => {
    const source = await openOne();
    const pieces: Buffer[] = [];
    const memories = new Set<ArrayBufferLike>();
    for await (const bytes of source.read(1, content.length, never, { passing: true })) {
      pieces.push(Buffer.from(bytes));
      memories.add(bytes.buffer);
      // What its reader does with it is of no consequence.
      bytes.fill(0);
    }
    expect(Buffer.concat(pieces).equals(content.subarray(1))).toBe(true);
    expect(pieces.length).toBeGreaterThan(8);
    expect(memories.size).toBe(2);
  });

  test('is read by ranges, several at the same time', async () => {
    const source = await openOne();
    expectTypeOf(source).toExtend<DumpSource & AsyncDisposable>();
    expect(source).toMatchObject({ bytes: content.length, label: path });
    const ranges = [
      [0, content.length],
      [0, 0],
      [content.length, content.length],
      [1000, 1001],
      [262_143, 262_145],
      [300_000, 900_000],
    ] as const;
    const read = await Promise.all(
      ranges.map(([start, end]) => buffer(source.read(start, end, never))),
    );
    for (const [index, [start, end]] of ranges.entries()) {
      expect(read[index]?.equals(content.subarray(start, end))).toBe(true);
    }
  });

  test('gives buffers that are the reader’s own', async () => {
    const source = await openOne();
    for await (const bytes of source.read(0, content.length, never)) bytes.fill(0);
    expect((await buffer(source.read(0, content.length, never))).equals(content)).toBe(true);
  });

  test('is found behind a symbolic link', async () => {
    const link = join(folder, 'latest.sql');
    await symlink(path, link);
    await using source = await openDumpSource(link);
    expect(source.bytes).toBe(content.length);
  });

  test('can be empty', async () => {
    await writeFile(path, '');
    const source = await openOne();
    expect(await buffer(source.read(0, 0, never))).toHaveLength(0);
    await expect(verify(source)).rejects.toMatchObject({ code: 'NOT_A_DUMP' });
  });

  test('that another one replaces by its name is still read to its end', async () => {
    const source = await openOne();
    await writeFile(join(folder, 'new'), 'new');
    await rename(join(folder, 'new'), path);
    expect((await buffer(source.read(0, content.length, never))).equals(content)).toBe(true);
  });

  test('ends its read by an abort, with the reason', async () => {
    const source = await openOne();
    const controller = new AbortController();
    const reading = source.read(0, content.length, controller.signal)[Symbol.asyncIterator]();
    await reading.next();
    controller.abort(new Error('enough'));
    await expect(reading.next()).rejects.toBe(controller.signal.reason);
  });

  test('can be closed as soon as a read is given up', async () => {
    const source = await openDumpSource(path);
    for await (const _ of source.read(0, content.length, never)) break;
    await source[Symbol.asyncDispose]();
    await expect(buffer(source.read(0, 10, never))).rejects.toMatchObject({ code: 'READ_FAILED' });
  });

  test('is decompressed on the way to its check', async () => {
    await writeFile(path, gzipSync('{"not": "a dump"}'));
    await expect(verify(await openOne())).rejects.toMatchObject({
      code: 'NOT_A_DUMP',
      message: expect.stringContaining(path),
    });
  });
});

describe('a file that changes while it is read', () => {
  test.for([
    ['by bytes behind its end', () => appendFile(path, 'more')],
    ['by its last bytes', () => truncate(path, content.length - 1)],
    ['in its middle', () => overwrite(path)],
    ['by what is told of its time', () => utimes(path, 1, 1)],
  ] as const)('%s is an error', async ([, change]) => {
    const source = await openOne();
    await change();
    const error = await failureOf(buffer(source.read(0, source.bytes, never)));
    expect(error).toBeInstanceOf(FileError);
    expect(error).toMatchObject({
      code: 'FILE_CHANGED',
      message: expect.stringContaining('begin anew'),
    });
  });

  async function overwrite(file: string): Promise<void> {
    const handle = await open(file, 'r+');
    await handle.write('x', 5);
    await handle.close();
  }
});

describe('what can not be opened', () => {
  test.for([
    ['a file that is not there', 'nothing.sql', 'FILE_NOT_FOUND', 'Correct the path'],
    ['a path through a file', 'shop.sql/dump.sql', 'FILE_NOT_FOUND', 'Correct the path'],
    ['a folder', '.', 'IS_FOLDER', 'It is a folder'],
  ] as const)('%s: %s', async ([, name, code, advice]) => {
    const error = await failureOf(openDumpSource(join(folder, name)));
    expect(error).toBeInstanceOf(FileError);
    expect(error).toMatchObject({ code, message: expect.stringContaining(advice) });
  });

  test.for([
    ['metadata', 'mydumper'],
    ['metadata.partial', 'not finished'],
    ['@.json', 'util.loadDump()'],
    ['xtrabackup_checkpoints', 'xtrabackup'],
  ])('a folder with a file %s says whose it is', async ([name = '', told]) => {
    const place = join(folder, 'dump');
    await mkdir(place);
    await writeFile(join(place, name), '');
    expect(await failureOf(openDumpSource(place))).toMatchObject({
      code: 'IS_FOLDER',
      message: expect.stringContaining(told ?? ''),
    });
  });

  test('a file of another user', async (context) => {
    await chmod(folder, 0o755);
    await chmod(path, 0o600);
    await asUser(context, 65534, async () => {
      expect(await failureOf(openDumpSource(path))).toMatchObject({
        code: 'ACCESS_DENIED',
        message: expect.stringContaining('the right to read'),
      });
    });
  });

  test('a named pipe is refused at once, with advice to give it as a stream', async ({ skip }) => {
    const pipe = join(folder, 'pipe');
    try {
      await promisify(execFile)('mkfifo', [pipe]);
    } catch {
      return skip('named pipes can not be made here');
    }
    for (const device of [pipe, '/dev/null']) {
      expect(await failureOf(openDumpSource(device))).toMatchObject({
        code: 'NOT_A_FILE',
        message: expect.stringContaining('as a stream'),
      });
    }
  });

  test.for([undefined, '', 'a\0b', 7])('%j, which is no path', async (value) => {
    await expect(Reflect.apply(openDumpSource, undefined, [value])).rejects.toMatchObject({
      code: 'INVALID_OPTION',
    });
  });

  test('a path that would give a terminal orders is shown as text', async () => {
    const error = await failureOf(openDumpSource(join(folder, 'a\u001b[31m\nb')));
    expect(String(error)).toContain('a\\u001b[31m\\u000ab');
  });
});

test('a stream of a file needs no source', async () => {
  await expect(verify(createReadStream(join(folder, 'nothing.sql')))).rejects.toMatchObject({
    code: 'ENOENT',
  });
});
