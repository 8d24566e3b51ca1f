/** A file, read by byte ranges; or a named pipe or a device, read once. */

import { constants, createReadStream, openSync, type Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { openDumpSource } from '@dumpstream/file';
import { InputError, UsageError } from '../errors.ts';
import { systemReason } from '../system-reason.ts';
import type { Input } from './input.ts';
import { inWordsWhileRead } from './reading.ts';

/**
 * @throws UsageError where the path is a folder
 * @throws InputError where nothing is there, or it can't be read
 */
export async function openFileInput(path: string): Promise<Input> {
  const kind = await inWords(path, stat(path));
  if (kind.isDirectory()) {
    throw new UsageError(`<dump>: ${path} is a folder: name the file of the dump`);
  }
  if (!kind.isFile()) {
    const stream = await inWords(path, openStream(path, kind));
    return {
      kind: 'stream',
      label: path,
      dump: inWordsWhileRead(`<dump>: ${path}`, stream),
      async close() {
        stream.destroy();
      },
    };
  }
  const dump = await inWords(path, openDumpSource(path));
  return {
    kind: 'source',
    label: path,
    dump,
    close: async () => await dump[Symbol.asyncDispose](),
  };
}

/**
 * A named pipe without a writer is opened at once and waited for in the event loop. A thread that
 * waits inside open(2) could be ended by no signal, and the process would not end without it. On
 * other systems than Linux such an open pipe looks as if it had ended.
 */
async function openStream(path: string, kind: Stats): Promise<Readable> {
  if (!kind.isFIFO() || process.platform !== 'linux') return createReadStream(path);
  const { O_RDONLY, O_NONBLOCK } = constants;
  return new Socket({ fd: openSync(path, O_RDONLY | O_NONBLOCK), readable: true, writable: false });
}

async function inWords<Result>(path: string, work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    // Those of the packages have said it already.
    if (!(error instanceof Error) || !('syscall' in error)) throw error;
    throw new InputError(`<dump>: ${path} can't be read: ${systemReason(error)}`, { cause: error });
  }
}
