/** Keys in a file, one line each, in the order in which they were written. */

import { TemporaryFile } from './temporary-file.ts';

/** Ends a key; no key has one. */
const end = '\n';

/** Bytes that are read at a time, at the most; and for each key that is asked for. */
const pieceBytes = 1 << 16;
const usualKeyBytes = 16;

/** What a key takes in the file. */
export function logBytes(key: string): number {
  return key.length + end.length;
}

/** A place in the file, behind some of its keys. */
export interface LogPlace {
  readonly keys: readonly string[];
  /** Bytes before what comes next. */
  readonly offset: number;
}

export class KeyLog {
  readonly #file = new TemporaryFile();
  #length = 0;

  /** Bytes that have been written. */
  get length(): number {
    return this.#length;
  }

  append(keys: readonly string[]): void {
    if (keys.length === 0) return;
    const bytes = Buffer.from(keys.join(end) + end, 'latin1');
    this.#file.write(bytes, this.#length);
    this.#length += bytes.length;
  }

  /**
   * Reads keys from an offset on, which is that of a key.
   *
   * @param limit - keys at the most
   * @param until - bytes behind the last that is read; by default all
   * @param bytes - after so many no further one is read
   */
  read(
    offset: number,
    limit: number,
    until = this.#length,
    bytes = Number.POSITIVE_INFINITY,
  ): LogPlace {
    const keys: string[] = [];
    let next = offset;
    let rest = '';
    const wanted = Math.min(pieceBytes, limit * usualKeyBytes);
    for (let at = offset; keys.length < limit && at < until && next - offset < bytes; ) {
      const piece = Buffer.alloc(Math.min(wanted, until - at));
      at += this.#file.read(piece, at);
      const lines = (rest + piece.toString('latin1')).split(end);
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (keys.length >= limit) break;
        keys.push(line);
        next += logBytes(line);
      }
    }
    return { keys, offset: next };
  }

  close(): void {
    this.#file.close();
  }
}
