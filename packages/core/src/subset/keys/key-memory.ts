/** How much memory the keys of a subset take, of all tables together. */

/** Bytes of a string in a set and a list, beside its characters: V8's headers, slots, pointers. */
const perKey = 80;

/** About how many bytes a key takes in memory. */
export function bytesOf(key: string): number {
  return perKey + key.length;
}

/** Bytes of keys that stay in memory. */
export const keyMemoryBytes = 8 * 1024 * 1024;

/** What can give memory back. */
export interface Spillable {
  /** Bytes that it takes. */
  readonly held: number;
  /** Goes on in a file. */
  spill(): void;
}

export class KeyMemory {
  readonly #limit: number;
  readonly #sets = new Set<Spillable>();
  #held = 0;

  /** @param limit - bytes */
  constructor(limit = keyMemoryBytes) {
    this.#limit = limit;
  }

  /** Tells of a set that is in memory. */
  enter(set: Spillable): void {
    this.#sets.add(set);
  }

  /** Tells that one takes so many more; where that is too much, the largest of them goes on in a file. */
  take(bytes: number): void {
    this.#held += bytes;
    if (this.#held > this.#limit) this.#spillLargest();
  }

  #spillLargest(): void {
    let largest: Spillable | undefined;
    for (const set of this.#sets) {
      if (largest === undefined || set.held > largest.held) largest = set;
    }
    if (largest === undefined) return;
    this.#sets.delete(largest);
    this.#held -= largest.held;
    largest.spill();
  }
}
