/** `openDumpSource()`: a file that is read by byte ranges. */

import type { BigIntStats } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { FileError } from './errors.ts';
import { printable } from './failure.ts';
import { readError, readErrorFrom } from './read-failure.ts';

/**
 * Bytes of one buffer, which is worked on while the next one is read. Larger ones save a little work of
 * the main thread, and their garbage keeps the process larger: by 40 MB with 256 KiB.
 */
const chunkBytes = 64 * 1024;

/** The same where two buffers are used in turn, and there is no garbage. */
const passingBytes = 128 * 1024;

/** A file to be read: what `DumpSource` of `@dumpstream/core` asks for. To be closed by its opener. */
export interface FileDumpSource extends AsyncDisposable {
  /** Size of the file. */
  readonly bytes: number;
  /** The path. */
  readonly label: string;
  /**
   * Reads from `start` up to and without `end`. The buffers belong to the reader, with `passing` only until
   * it asks for the next one.
   *
   * @throws {FileError} (while it is read) `FILE_CHANGED`, `READ_FAILED`; the signal's reason
   */
  read(
    start: number,
    end: number,
    signal: AbortSignal,
    options?: { readonly passing?: boolean },
  ): AsyncIterable<Uint8Array>;
}

/**
 * Opens a file for `restore()`, `verify()` and `listDump()` of `@dumpstream/core`, which can then
 * read its end first, and single tables. A symbolic link is followed.
 *
 * @param path - absolute or relative to the working directory
 * @throws {FileError} `INVALID_OPTION`, `FILE_NOT_FOUND`, `ACCESS_DENIED`, `IS_FOLDER`, `NOT_A_FILE`,
 *   `READ_FAILED`
 *
 * @example
 * ```ts
 * await using source = await openDumpSource('/mnt/backups/shop.sql.gz');
 * await restore(source, { connection: 'mysql://writer@localhost/shop' });
 * ```
 */
export async function openDumpSource(path: string): Promise<FileDumpSource> {
  if (typeof path !== 'string' || path === '' || path.includes('\0')) {
    throw new FileError(
      'INVALID_OPTION',
      'openDumpSource() needs the path of a file: a string that is not empty and holds no NUL.',
    );
  }
  let handle: FileHandle | undefined;
  try {
    // Before it is opened, as that would wait for a writer of a named pipe.
    const found = await stat(path);
    if (found.isDirectory()) throw await folderError(path);
    if (!found.isFile()) throw readError('NOT_A_FILE', path);
    handle = await open(path, 'r');
    return new OpenFileSource(path, handle, await handle.stat({ bigint: true }));
  } catch (error) {
    await handle?.close().catch(() => undefined);
    throw readErrorFrom(error, path);
  }
}

class OpenFileSource implements FileDumpSource {
  readonly bytes: number;
  readonly label: string;
  readonly #path: string;
  readonly #handle: FileHandle;
  readonly #opened: BigIntStats;

  constructor(path: string, handle: FileHandle, opened: BigIntStats) {
    this.bytes = Number(opened.size);
    this.label = printable(path);
    this.#path = path;
    this.#handle = handle;
    this.#opened = opened;
  }

  async *read(
    start: number,
    end: number,
    signal: AbortSignal,
    { passing = false }: { readonly passing?: boolean } = {},
  ): AsyncGenerator<Uint8Array, void, undefined> {
    const buffers = passing ? takeTurns() : undefined;
    let at = start;
    let next: Promise<Buffer> | undefined;
    try {
      while (at < end) {
        signal.throwIfAborted();
        const bytes = await (next ?? this.#readAt(at, end, buffers));
        at += bytes.length;
        // Read while this one is worked on.
        next = at < end ? this.#readAt(at, end, buffers) : undefined;
        next?.catch(() => {});
        yield bytes;
      }
      await this.#checkUnchanged();
    } catch (error) {
      throw signal.aborted ? error : readErrorFrom(error, this.#path);
    } finally {
      // The handle may be closed as soon as this has ended.
      await next?.catch(() => {});
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#handle.close();
  }

  async #readAt(
    position: number,
    end: number,
    buffers: Iterator<Buffer, never> | undefined,
  ): Promise<Buffer> {
    const length = Math.min(buffers === undefined ? chunkBytes : passingBytes, end - position);
    const buffer = buffers?.next().value ?? Buffer.allocUnsafeSlow(length);
    const { bytesRead } = await this.#handle.read(buffer, 0, length, position);
    if (bytesRead === 0) throw this.#changed('it is shorter than it was');
    return buffer.subarray(0, bytesRead);
  }

  /** What was read of it may be of before or after. */
  async #checkUnchanged(): Promise<void> {
    const { size, mtimeNs } = await this.#handle.stat({ bigint: true });
    if (size !== this.#opened.size) throw this.#changed('its size is another one than before');
    if (mtimeNs !== this.#opened.mtimeNs) throw this.#changed('it was modified');
  }

  #changed(reason: string): FileError {
    return readError('FILE_CHANGED', this.#path, { reason });
  }
}

/** One is read into while the other one is worked on. */
function* takeTurns(): Generator<Buffer, never> {
  const buffers = [Buffer.allocUnsafeSlow(passingBytes), Buffer.allocUnsafeSlow(passingBytes)];
  for (;;) yield* buffers;
}

/** Files by which folders that hold dumps of several files are known, and what to do with those. */
const dumpFolders = [
  ['metadata', 'It is a folder of mydumper: give its SQL files one by one, or use myloader.'],
  ['metadata.partial', 'It is a folder that mydumper has not finished: make that dump anew.'],
  ['@.json', 'It is a folder of MySQL Shell (dumpInstance, ...): load it with util.loadDump().'],
  ['xtrabackup_checkpoints', 'It is a backup of xtrabackup, which is restored by that program.'],
] as const;

async function folderError(path: string): Promise<FileError> {
  for (const [name, advice] of dumpFolders) {
    if (await exists(join(path, name))) return readError('IS_FOLDER', path, { advice });
  }
  return readError('IS_FOLDER', path);
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
