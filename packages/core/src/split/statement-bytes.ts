/** Puts a statement together whose bytes come in several chunks. */

import { freeOwn } from '../source/passed-memory.ts';
import { shownBytes } from './split-errors.ts';

/** Memory that is kept between statements, and where they are lent only. */
const keptRoom = 64 * 1024;
const lendingRoom = 4 * 1024 * 1024;
const leastRoom = 4 * 1024;
const noRoom = Buffer.alloc(0);

export class StatementBytes {
  #room: Buffer = noRoom;
  #filled = 0;
  /** Bytes that were counted and not kept. */
  #dropped = 0;
  #dropping = false;
  /** Of the last statement that came in several chunks: the next one is often as long. */
  #usual = 0;
  /** Of a long statement that its receiver may still be looking at. */
  #lent: Buffer = noRoom;
  readonly #lends: boolean;
  readonly #keptRoom: number;

  /** @param lends - whether what is taken is its receiver's only until more is appended */
  constructor(lends: boolean) {
    this.#lends = lends;
    this.#keptRoom = lends ? lendingRoom : keptRoom;
  }

  get length(): number {
    return this.#filled + this.#dropped;
  }

  get keptBytes(): number {
    return this.#filled;
  }

  clear(): void {
    this.#filled = 0;
    this.#dropped = 0;
    this.#dropping = false;
    if (this.#room.length <= this.#keptRoom) return;
    if (this.#lends) this.#lent = this.#room;
    this.#room = noRoom;
  }

  append(data: Buffer, from: number, to: number): void {
    // Whoever it was lent to has asked for more.
    if (this.#lent.length > 0) freeOwn(this.#lent);
    this.#lent = noRoom;
    const length = to - from;
    if (this.#dropping) {
      this.#dropped += length;
      return;
    }
    const needed = this.#filled + length;
    if (needed > this.#room.length) this.#enlarge(needed);
    data.copy(this.#room, this.#filled, from, to);
    this.#filled = needed;
  }

  /** From now on bytes are only counted: the statement is too long to be given to anybody. */
  drop(): void {
    if (this.#dropping) return;
    this.#dropping = true;
    const kept = Buffer.from(this.#room.subarray(0, Math.min(this.#filled, shownBytes)));
    this.#dropped += this.#filled - kept.length;
    this.#filled = kept.length;
    this.#room = kept;
  }

  /** Takes the bytes behind a position away. */
  truncate(length: number): void {
    this.#filled = Math.min(this.#filled, length);
  }

  /** The first bytes, for an error. */
  start(): Buffer {
    return this.#room.subarray(0, Math.min(this.#filled, shownBytes));
  }

  /** A copy of the first bytes, and others behind them. */
  copy(length: number, behind: Buffer = noRoom): Buffer {
    return Buffer.concat([this.#room.subarray(0, length), behind]);
  }

  /** Takes out what stands between two positions. */
  remove(from: number, to: number): void {
    this.#room.copyWithin(from, to, this.#filled);
    this.#filled -= to - from;
  }

  /** All bytes, which are the receiver's, or lent. */
  take(): Buffer {
    const bytes = this.#room.subarray(0, this.#filled);
    this.#usual = this.#filled + (this.#filled >>> 4);
    if (this.#lends) return bytes;
    // Much of a large room would be kept alive by a short statement.
    if (bytes.length < keptRoom || bytes.length < this.#room.length / 2) return Buffer.from(bytes);
    this.#room = noRoom;
    return bytes;
  }

  #enlarge(needed: number): void {
    const usual = needed > keptRoom ? this.#usual : 0;
    const bytes = Math.max(leastRoom, needed, 2 * this.#room.length, usual);
    const larger = Buffer.allocUnsafeSlow(bytes);
    this.#room.copy(larger, 0, 0, this.#filled);
    this.#room = larger;
  }
}
