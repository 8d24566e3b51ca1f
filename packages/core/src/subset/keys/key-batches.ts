/** Keys in batches that go into one statement each. */

import type { KeyCursor } from './key-cursor.ts';

/**
 * Keys that one statement names. MariaDB makes a temporary table of 1000 values and more
 * (`in_predicate_conversion_threshold`), and looks them up by another type.
 */
const mostKeys = 500;

/** Bytes of keys that one statement names, but for a single longer one: below any `max_allowed_packet`. */
const mostBytes = 256 * 1024;

/** Where batches end follows from the keys alone. */
export class KeyBatches {
  readonly #cursor: KeyCursor;
  #waiting: readonly string[] = [];

  constructor(cursor: KeyCursor) {
    this.#cursor = cursor;
  }

  /** None at the end. */
  next(): readonly string[] {
    const missing = mostKeys - this.#waiting.length;
    const keys = [...this.#waiting, ...(missing > 0 ? this.#cursor.next(missing) : [])];
    let bytes = 0;
    const end = keys.findIndex((key, index) => {
      bytes += key.length;
      return bytes > mostBytes && index > 0;
    });
    this.#waiting = end < 0 ? [] : keys.slice(end);
    return end < 0 ? keys : keys.slice(0, end);
  }
}
