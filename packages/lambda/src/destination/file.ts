/** Writes a dump into a file below the configured folder. */

import { lstat, mkdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import type { DumpStream } from '@dumpstream/core';
import { FileError, writeDumpFile } from '@dumpstream/file';
import { printable } from '../printable.ts';
import type { Delivery, DeliveryLimits } from './delivery.ts';
import { storedFile } from './stored-file.ts';

interface FileDelivery extends DeliveryLimits {
  /** Absolute. It is never made: where it is missing, the file system is not mounted. */
  readonly folder: string;
  /** The path below it, which neither begins with `/` nor has a part that is `.` or `..`. */
  readonly key: string;
  readonly overwrite: boolean;
}

/** @throws `FileError`, or the stream's own error, once nothing is left of the file */
export async function writeToFolder(
  stream: DumpStream,
  { folder, key, overwrite, signal }: FileDelivery,
): Promise<Delivery> {
  try {
    const path = await preparePath(folder, key);
    const file = await writeDumpFile(stream, { path, overwrite, signal, releaseChunks: true });
    return { delivered: file, stored: await storedFile(file) };
  } catch (error) {
    stream.on('error', () => {}).destroy();
    throw error;
  }
}

/**
 * Makes the folders of the file. No link is followed below the configured folder, as a key that an
 * event chose could lead out of it by one.
 */
async function preparePath(folder: string, key: string): Promise<string> {
  let path = await rootOf(folder);
  const parts = key.split('/').filter((part) => part !== '');
  const name = parts.pop() ?? '';
  for (const part of parts) {
    path = join(path, part);
    await mkdirUnlessThere(path);
    if (!(await lstat(path)).isDirectory()) throw unusable(path, 'is no folder, or a link to one');
  }
  path = join(path, name);
  const existing = await lstat(path).catch(ignoreMissing);
  if (existing !== undefined && !existing.isFile() && !existing.isDirectory()) {
    throw unusable(path, 'is there, and no ordinary file');
  }
  return path;
}

async function rootOf(folder: string): Promise<string> {
  try {
    return await realpath(folder);
  } catch (error) {
    throw new FileError(
      'FOLDER_NOT_FOUND',
      `The folder ${printable(folder)} can't be opened. Mount a file system there: the function ` +
        'makes folders below it, and never the folder itself.',
      { cause: error },
    );
  }
}

async function mkdirUnlessThere(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return;
    const denied = ['EACCES', 'EPERM', 'EROFS'].includes(codeOf(error));
    throw new FileError(
      denied ? 'ACCESS_DENIED' : 'WRITE_FAILED',
      `The folder ${printable(path)} can't be made (${codeOf(error)}). Look at the access point's ` +
        'user, and at what it may write to.',
      { cause: error },
    );
  }
}

function unusable(path: string, problem: string): FileError {
  return new FileError(
    'WRITE_FAILED',
    `${printable(path)} ${problem}, so nothing is written there. Choose another key.`,
  );
}

function ignoreMissing(error: unknown): undefined {
  if (codeOf(error) !== 'ENOENT') throw error;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
