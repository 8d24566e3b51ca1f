/** Keys of one table's rows, each once. */

import { Fingerprints, mostTogether } from './fingerprints.ts';
import { cursorOf, type KeyCursor } from './key-cursor.ts';
import { KeyLog, logBytes } from './key-log.ts';
import { bytesOf, type KeyMemory, type Spillable } from './key-memory.ts';
import type { CompareKeys } from './key-order.ts';
import { SortedRuns, wholeRun } from './sorted-runs.ts';

/** Bytes of keys that wait for being looked for. */
const mostPending = 4 * 1024 * 1024;

/** Where keys are once they are too many for the memory. */
interface Spilled {
  readonly log: KeyLog;
  readonly known: Fingerprints;
}

export class KeySet implements Spillable {
  readonly #memory: KeyMemory;
  /** In memory, in the order in which they came. */
  #keys: string[] = [];
  #known = new Set<string>();
  #held = 0;
  #size = 0;
  #spilled: Spilled | undefined;
  /** Those of which it is not known whether the file has them. */
  #pending: string[] = [];
  #pendingBytes = 0;
  #sorted: SortedRuns | undefined;

  constructor(memory: KeyMemory) {
    this.#memory = memory;
    memory.enter(this);
  }

  /** How many there are. */
  get size(): number {
    this.#flush();
    return this.#size;
  }

  /** The same, without those of which it is not known yet whether they are new. */
  get counted(): number {
    return this.#size;
  }

  get held(): number {
    return this.#held;
  }

  /** @param key - ASCII, without line ends */
  add(key: string): void {
    if (this.#spilled !== undefined) {
      this.#pending.push(key);
      this.#pendingBytes += key.length;
      const isMany = this.#pending.length >= mostTogether || this.#pendingBytes >= mostPending;
      if (isMany) this.#flush();
      return;
    }
    if (this.#known.has(key)) return;
    this.#known.add(key);
    this.#keys.push(key);
    this.#size++;
    const bytes = bytesOf(key);
    this.#held += bytes;
    this.#memory.take(bytes);
  }

  spill(): void {
    const log = new KeyLog();
    try {
      this.#spilled = { log, known: new Fingerprints() };
    } catch (error) {
      log.close();
      throw error;
    }
    this.#size = 0;
    this.#held = 0;
    this.#pending = this.#keys;
    this.#keys = [];
    this.#known = new Set();
    this.#flush();
  }

  #flush(): void {
    if (this.#spilled === undefined || this.#pending.length === 0) return;
    const { known, log } = this.#spilled;
    for (let at = 0; at < this.#pending.length; at += mostTogether) {
      const keys = this.#pending.slice(at, at + mostTogether);
      const isNew = known.addAll(keys);
      const added = keys.filter((_, index) => isNew[index]);
      log.append(added);
      this.#size += added.length;
    }
    this.#pending = [];
    this.#pendingBytes = 0;
  }

  /**
   * In the order of the comparison, those that are there; and behind their end, each time, those that have
   * come meanwhile.
   */
  rounds(compare: CompareKeys): KeyCursor {
    let read = 0;
    let offset = 0;
    const begin = (): KeyCursor => {
      if (this.#spilled === undefined) {
        const keys = this.#keys.slice(read);
        read += keys.length;
        for (const key of keys) offset += logBytes(key);
        return cursorOf(keys.toSorted(compare));
      }
      this.#flush();
      const { log } = this.#spilled;
      const start = offset;
      offset = log.length;
      return this.#sort(log, compare, start);
    };
    let round = cursorOf([]);
    return {
      next: (count) => {
        const keys = round.next(count);
        if (keys.length > 0) return keys;
        this.#endRound();
        round = begin();
        return round.next(count);
      },
    };
  }

  #sort(log: KeyLog, compare: CompareKeys, start: number): KeyCursor {
    const keys = wholeRun(log, start);
    if (keys !== undefined) return cursorOf(keys.toSorted(compare));
    this.#sorted = new SortedRuns(log, compare, start);
    return this.#sorted.cursor();
  }

  #endRound(): void {
    this.#sorted?.close();
    this.#sorted = undefined;
  }

  /** In the order of the comparison. No key comes any more. */
  sorted(compare: CompareKeys): KeyCursor {
    this.#flush();
    if (this.#spilled === undefined) return cursorOf(this.#keys.toSorted(compare));
    this.#spilled.known.close();
    this.#sorted ??= new SortedRuns(this.#spilled.log, compare);
    return this.#sorted.cursor();
  }

  close(): void {
    this.#spilled?.log.close();
    this.#spilled?.known.close();
    this.#sorted?.close();
  }
}
