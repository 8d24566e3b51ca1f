/** A file without a name: it is gone with the process, however that ends. */

import { randomUUID } from 'node:crypto';
import { closeSync, ftruncateSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DumpError } from '../../errors.ts';

/**
 * Read and written at once: a whole lookup takes microseconds in the page cache, less than a turn of
 * the event loop for each would.
 */
export class TemporaryFile {
  readonly #descriptor: number;
  /** Where it could not be removed while it is open (Windows). */
  readonly #leftPath: string | undefined;
  #closed = false;

  /** @throws DumpError `TEMPORARY_FILE_FAILED` */
  constructor() {
    const path = join(tmpdir(), `dumpstream-${randomUUID()}`);
    // It holds keys of rows: nobody else may open it.
    this.#descriptor = attempt('make', () => openSync(path, 'wx+', 0o600));
    this.#leftPath = removed(path) ? undefined : path;
  }

  /** Reads as many bytes as there are, from a position on. */
  read(into: Buffer, position: number): number {
    let length = 0;
    while (length < into.length) {
      const read = attempt('read', () =>
        readSync(this.#descriptor, into, length, into.length - length, position + length),
      );
      if (read === 0) break;
      length += read;
    }
    return length;
  }

  write(bytes: Buffer, position: number): void {
    for (let written = 0; written < bytes.length; ) {
      written += attempt('write', () =>
        writeSync(this.#descriptor, bytes, written, bytes.length - written, position + written),
      );
    }
  }

  /** Makes it longer, by zeros that take no room until something is written over them. */
  extend(length: number): void {
    attempt('write', () => ftruncateSync(this.#descriptor, length));
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    closeSync(this.#descriptor);
    if (this.#leftPath !== undefined) removed(this.#leftPath);
  }
}

function removed(path: string): boolean {
  try {
    unlinkSync(path);
    return true;
  } catch {
    return false;
  }
}

function attempt<Result>(what: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw new DumpError(
      'TEMPORARY_FILE_FAILED',
      `The system refused to ${what} a temporary file for the keys of a subset (${reason}). It takes about ` +
        '70 bytes for each row: give it room, or set TMPDIR to a folder that has some.',
      { cause: error },
    );
  }
}
