/** `openDumpFile()`: a file that is known to be writable before the dump of it begins. */

import type { Stats } from 'node:fs';
import { type FileHandle, open, realpath, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Readable } from 'node:stream';
import { FileError } from './errors.ts';
import { fileError, fileErrorFrom, isSystemError, printable, reasonOf } from './failure.ts';
import { checkFileOptions, type DumpFileOptions, type WriteOptions } from './options.ts';
import { giveName, partialPathFor, syncFolder } from './partial-file.ts';
import type { WrittenFile } from './result.ts';
import { writeChunks } from './write-chunks.ts';

const privateMode = 0o600;

/** A place for one dump. Ends with either {@link write} or {@link discard}. */
export interface DumpFile {
  readonly path: string;

  /** The temporary file; `undefined` for a device or a named pipe, which is written to directly. */
  readonly partialPath: string | undefined;

  /**
   * Writes the stream, brings it to the disk and gives it its name. On any failure the temporary
   * file is gone and the stream destroyed before the promise rejects.
   *
   * @throws the stream's own error if it failed
   * @throws {FileError} in all other cases
   */
  write(source: Readable, options?: WriteOptions): Promise<WrittenFile>;

  /** Removes the temporary file, where {@link write} is never called. */
  discard(): Promise<void>;
}

/**
 * Opens the temporary file, so that a folder that can't be written to is found out at once.
 *
 * @throws {FileError} `IS_FOLDER`, `FILE_EXISTS`, `FOLDER_NOT_FOUND`, `ACCESS_DENIED`, ...
 */
export async function openDumpFile(options: DumpFileOptions): Promise<DumpFile> {
  checkFileOptions(options, 'openDumpFile()');
  const { path, overwrite = true, mode = privateMode } = options;
  try {
    const existing = await statOf(path);
    if (existing?.isDirectory()) {
      throw fileError('IS_FOLDER', path);
    }
    if (existing !== undefined && !existing.isFile()) {
      // A device or a named pipe can't be replaced, and a half-written one is its reader's business.
      return new OpenFile({ path, handle: await open(path, 'w') });
    }
    if (existing !== undefined && !overwrite) {
      throw fileError('FILE_EXISTS', path, { reason: 'there is such a file already' });
    }
    const place = existing === undefined ? path : await realpath(path);
    const partialPath = partialPathFor(place);
    const handle = await open(partialPath, 'wx', mode);
    const replaced = { place, overwrite, oldMode: existing?.mode };
    return new OpenFile({ path, handle, partialPath, replaced });
  } catch (error) {
    throw fileErrorFrom(error, path);
  }
}

interface OpenedFile {
  readonly path: string;
  readonly handle: FileHandle;
  readonly partialPath?: string;
  readonly replaced?: {
    readonly place: string;
    readonly overwrite: boolean;
    readonly oldMode: number | undefined;
  };
}

class OpenFile implements DumpFile {
  readonly #file: OpenedFile;

  constructor(file: OpenedFile) {
    this.#file = file;
  }

  get path(): string {
    return this.#file.path;
  }

  get partialPath(): string | undefined {
    return this.#file.partialPath;
  }

  async write(source: Readable, options: WriteOptions = {}): Promise<WrittenFile> {
    const { path, handle } = this.#file;
    const { signal } = options;
    source.on('error', () => {});
    const onAbort = () => source.destroy(aborted(path, signal));
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      if (source.readableEnded || (source.destroyed && source.errored === null)) {
        throw endedEarly(path);
      }
      if (signal?.aborted) onAbort();
      const bytes = await writeChunks(source, handle, path, options);
      await this.#finish(signal);
      return { path, bytes };
    } catch (error) {
      source.destroy();
      throw await this.#afterCleanup(this.#translate(error, source, signal));
    } finally {
      signal?.removeEventListener('abort', onAbort);
    }
  }

  async discard(): Promise<void> {
    const { path, handle, partialPath } = this.#file;
    await handle.close().catch(() => undefined);
    if (partialPath !== undefined) {
      await rm(partialPath, { force: true }).catch((error: unknown) => {
        throw fileErrorFrom(error, path);
      });
    }
  }

  async #finish(signal: AbortSignal | undefined): Promise<void> {
    const { path, handle, partialPath, replaced } = this.#file;
    try {
      if (partialPath === undefined || replaced === undefined) {
        await handle.close();
        return;
      }
      const { place, overwrite, oldMode } = replaced;
      if (oldMode !== undefined) await handle.chmod(oldMode & 0o7777);
      // Network file systems tell of failed writes as late as here, and some only when closing.
      await handle.sync();
      await handle.close();
      signal?.throwIfAborted();
      await giveName(partialPath, place, { overwrite });
      await syncFolder(dirname(place));
    } catch (error) {
      throw isSystemError(error) ? fileErrorFrom(error, path) : error;
    }
  }

  #translate(error: unknown, source: Readable, signal: AbortSignal | undefined): unknown {
    const { path } = this.#file;
    if (signal?.aborted && !(error instanceof FileError)) return aborted(path, signal);
    const silent = isPrematureClose(error) && source.errored !== error;
    return silent ? endedEarly(path, error) : error;
  }

  async #afterCleanup(failure: unknown): Promise<unknown> {
    const { partialPath } = this.#file;
    try {
      await this.discard();
      return failure;
    } catch (error) {
      const { code, cause } =
        failure instanceof FileError
          ? failure
          : ({ code: 'CLEANUP_FAILED', cause: failure } as const);
      const message = failure instanceof Error ? failure.message : String(failure);
      return new FileError(
        code,
        `${message} The temporary file ${printable(partialPath ?? '')} could not be removed ` +
          `either (${reasonOf(error instanceof FileError ? error.cause : error)}): remove it.`,
        { cause, ...(partialPath !== undefined && { leftPath: partialPath }) },
      );
    }
  }
}

async function statOf(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    if (isSystemError(error) && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function isPrematureClose(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';
}

function endedEarly(path: string, cause?: unknown): FileError {
  return new FileError(
    'SOURCE_ENDED_EARLY',
    `Could not write ${printable(path)}: the stream was closed before its end, or read before, ` +
      'so no file was made. Look for what destroyed the stream, or read it first.',
    { cause },
  );
}

function aborted(path: string, signal: AbortSignal | undefined): FileError {
  return new FileError(
    'ABORTED',
    `The writing of ${printable(path)} was aborted by its caller; no file was made.`,
    { cause: signal?.reason },
  );
}
