/** Dumps that are files below a folder: one that is named, or the newest. */

import type { Dirent } from 'node:fs';
import { lstat, readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { openDumpSource } from '@dumpstream/file';
import { InvocationError } from '../errors.ts';
import { printable } from '../printable.ts';
import { looksLikeDump, type Source } from './found-dump.ts';

/**
 * No link is followed below the configured folder: a key that an event chose could lead out of it by
 * one.
 *
 * @param folder - absolute
 * @param prefix - what the path below it begins with
 */
export function folderSource(folder: string, prefix: string): Source {
  return {
    find: async (named, signal) => {
      try {
        const root = await realpath(folder);
        const key = named ?? (await newestFile(root, prefix, signal));
        if (key === undefined) throw noDump(folder, prefix);
        const path = join(root, key);
        await checkPath(root, key);
        return { place: { path: join(folder, key) }, key, open: () => openDumpSource(path) };
      } catch (error) {
        if (error instanceof InvocationError) throw error;
        signal.throwIfAborted();
        throw unreadable(join(folder, named ?? prefix), error);
      }
    },
  };
}

async function checkPath(root: string, key: string): Promise<void> {
  const parts = key.split('/').filter((part) => part !== '');
  let path = root;
  for (const [index, part] of parts.entries()) {
    path = join(path, part);
    const stats = await lstat(path);
    const isRight = index === parts.length - 1 ? stats.isFile() : stats.isDirectory();
    if (!isRight) throw unreadable(path, new Error('it is a link, or no ordinary file or folder'));
  }
}

/** @returns the path below the folder */
async function newestFile(
  root: string,
  prefix: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  let newest: { readonly key: string; readonly time: number } | undefined;
  const below = prefix.slice(0, prefix.lastIndexOf('/') + 1);
  for await (const key of filesBelow(root, below)) {
    signal.throwIfAborted();
    if (!key.startsWith(prefix) || !looksLikeDump(key)) continue;
    const { mtimeMs: time } = await lstat(join(root, key));
    if (newest === undefined || time > newest.time || (time === newest.time && key > newest.key)) {
      newest = { key, time };
    }
  }
  return newest?.key;
}

/** @param below - a path that is empty or ends with `/` */
async function* filesBelow(root: string, below: string): AsyncGenerator<string> {
  for (const entry of await entriesOf(join(root, below))) {
    if (entry.isDirectory()) yield* filesBelow(root, `${below}${entry.name}/`);
    else if (entry.isFile()) yield `${below}${entry.name}`;
  }
}

async function entriesOf(path: string): Promise<Dirent[]> {
  try {
    return await readdir(path, { withFileTypes: true });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

function noDump(folder: string, prefix: string): InvocationError {
  return new InvocationError(
    'SourceError',
    'NO_DUMP',
    `There is no dump below ${printable(join(folder, prefix))}: no file whose name ends with .sql, ` +
      '.sql.gz or .sql.zst. Look at DUMPSTREAM_SOURCE_FOLDER and DUMPSTREAM_SOURCE_PREFIX, and at when ' +
      'the last dump was made.',
  );
}

function unreadable(path: string, error: unknown): InvocationError {
  const origin = error instanceof Error ? error : new Error(String(error));
  const code = 'code' in origin ? String(origin.code) : '';
  const codes: Readonly<Record<string, string>> = { ENOENT: 'NO_DUMP', EACCES: 'ACCESS_DENIED' };
  return new InvocationError(
    'SourceError',
    codes[code] ?? 'READ_FAILED',
    `${printable(path)} can't be read (${code || printable(origin.message)}). Mount the file system ` +
      'at DUMPSTREAM_SOURCE_FOLDER, and look at the key and at what the access point may read.',
    origin,
  );
}
