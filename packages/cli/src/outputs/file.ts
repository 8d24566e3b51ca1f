/** A file that appears whole or not at all: written beside its place, then renamed. */

import { randomBytes } from 'node:crypto';
import { rmSync, type Stats } from 'node:fs';
import { type FileHandle, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { OutputError, UsageError } from '../errors.ts';
import { systemReason } from '../system-reason.ts';
import type { Output } from './output.ts';
import { writeChunks } from './write-chunks.ts';

/**
 * Opens the temporary file at once, so that a folder that can't be written to is found out before
 * the server is asked for anything.
 *
 * @throws UsageError where the path is a folder
 * @throws OutputError where the folder is missing or can't be written to
 */
export async function openFile(path: string): Promise<Output> {
  const existing = await statOf(path);
  if (existing?.isDirectory()) {
    throw new UsageError(`--output: ${path} is a folder: add the name of the file`);
  }
  // A device or a named pipe can't be replaced, and a half-written one is its reader's business.
  if (existing !== undefined && !existing.isFile()) return await openDevice(path);

  const place = existing === undefined ? path : await realpath(path);
  const temporary = join(
    dirname(place),
    `.${basename(place)}.${randomBytes(6).toString('hex')}.partial`,
  );
  const handle = await open(temporary, 'wx').catch((error: unknown) => {
    throw cannotWrite(path, error);
  });
  const removeAtExit = () => rmSync(temporary, { force: true });
  process.once('exit', removeAtExit);
  const discard = async () => {
    await handle.close().catch(() => undefined);
    await rm(temporary, { force: true });
    process.removeListener('exit', removeAtExit);
  };

  return {
    label: path,
    async write({ stream, signal }) {
      try {
        if (existing !== undefined) await handle.chmod(existing.mode);
        await writeTo(handle, stream, signal);
        await handle.sync();
        await handle.close();
        signal.throwIfAborted();
        await rename(temporary, place);
        process.removeListener('exit', removeAtExit);
        await syncFolder(dirname(place));
      } catch (error) {
        await discard();
        throw isSystemError(error) ? cannotWrite(path, error) : error;
      }
    },
    close: discard,
  };
}

async function openDevice(path: string): Promise<Output> {
  const handle = await open(path, 'w').catch((error: unknown) => {
    throw cannotWrite(path, error);
  });
  return {
    label: path,
    async write({ stream, signal }) {
      try {
        await writeTo(handle, stream, signal);
        await handle.close();
      } catch (error) {
        throw isSystemError(error) ? cannotWrite(path, error) : error;
      }
    },
    close: () => handle.close(),
  };
}

async function writeTo(handle: FileHandle, stream: Readable, signal: AbortSignal): Promise<void> {
  await writeChunks(stream, async (chunk) => {
    for (let written = 0; written < chunk.length; ) {
      signal.throwIfAborted();
      const { bytesWritten } = await handle.write(chunk, written);
      written += bytesWritten;
    }
  });
}

async function statOf(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    if (isSystemError(error) && error.code === 'ENOENT') return undefined;
    throw cannotWrite(path, error);
  }
}

/** The rename itself survives a power cut only once the folder is on the disk, too. */
async function syncFolder(folder: string): Promise<void> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(folder, 'r');
    await handle.sync();
  } catch {
    // Windows opens no folders, and some network file systems don't sync them: the file is whole.
  } finally {
    await handle?.close();
  }
}

function cannotWrite(path: string, error: unknown): OutputError {
  return new OutputError(`--output: ${path} can't be written: ${systemReason(error)}`, {
    cause: error,
  });
}

/** An error of the file system; those of the dump itself carry no `syscall`. */
function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return (
    error instanceof Error &&
    error.name !== 'DumpError' &&
    'syscall' in error &&
    typeof error.syscall === 'string'
  );
}
