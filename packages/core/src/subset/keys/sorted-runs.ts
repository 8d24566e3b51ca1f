/** Sorts more keys than fit in memory: sorted runs in a file, which are then read side by side. */

import type { KeyCursor } from './key-cursor.ts';
import { KeyLog } from './key-log.ts';
import type { CompareKeys } from './key-order.ts';

/** Keys that are sorted in memory, and their bytes. */
const runKeys = 1 << 16;
const runBytes = 8 * 1024 * 1024;

/** Keys of each run that are in memory while runs are read side by side, and their bytes. */
const aheadKeys = 256;
const aheadBytes = 16 * 1024;

/** What comes behind a place, if it can be sorted in memory. */
export function wholeRun(keys: KeyLog, start: number): readonly string[] | undefined {
  const place = keys.read(start, runKeys, keys.length, runBytes);
  return place.offset === keys.length ? place.keys : undefined;
}

/** Where a run is in the file. */
interface Run {
  readonly start: number;
  readonly end: number;
}

export class SortedRuns {
  readonly #file = new KeyLog();
  readonly #runs: Run[] = [];
  readonly #compare: CompareKeys;

  /** @param start - bytes of keys before those that are sorted */
  constructor(keys: KeyLog, compare: CompareKeys, start = 0) {
    this.#compare = compare;
    try {
      this.#write(keys, start);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  #write(keys: KeyLog, first: number): void {
    for (let offset = first; offset < keys.length; ) {
      const place = keys.read(offset, runKeys, keys.length, runBytes);
      offset = place.offset;
      const start = this.#file.length;
      this.#file.append(place.keys.toSorted(this.#compare));
      this.#runs.push({ start, end: this.#file.length });
    }
  }

  cursor(): KeyCursor {
    const compare = (a: RunReader, b: RunReader): number => this.#compare(a.key, b.key);
    // By their next keys; an ended one is not among them.
    const readers = this.#runs.map((run) => new RunReader(this.#file, run)).toSorted(compare);
    return {
      next: (count) => {
        const keys: string[] = [];
        while (keys.length < count) {
          const [first] = readers;
          if (first === undefined) break;
          keys.push(first.key);
          readers.shift();
          if (first.advance()) readers.splice(placeOf(first, readers, compare), 0, first);
        }
        return keys;
      },
    };
  }

  close(): void {
    this.#file.close();
  }
}

/** Where a reader belongs among those in order. */
function placeOf(
  reader: RunReader,
  readers: readonly RunReader[],
  compare: (a: RunReader, b: RunReader) => number,
): number {
  let low = 0;
  let high = readers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = readers[middle];
    if (other !== undefined && compare(other, reader) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The next key of a run that has one. */
class RunReader {
  readonly #file: KeyLog;
  readonly #end: number;
  #offset: number;
  #keys: readonly string[] = [];
  #at = -1;
  #key = '';

  constructor(file: KeyLog, { start, end }: Run) {
    this.#file = file;
    this.#offset = start;
    this.#end = end;
    this.advance();
  }

  get key(): string {
    return this.#key;
  }

  /** @returns whether there is another one */
  advance(): boolean {
    this.#at++;
    if (this.#at === this.#keys.length) {
      const place = this.#file.read(this.#offset, aheadKeys, this.#end, aheadBytes);
      this.#keys = place.keys;
      this.#offset = place.offset;
      this.#at = 0;
    }
    const key = this.#keys[this.#at];
    if (key === undefined) return false;
    this.#key = key;
    return true;
  }
}
