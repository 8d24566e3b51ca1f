/** Keys of one table's rows, each once, in the order in which they came. */

import { Fingerprints } from './fingerprints.ts';
import { bytesOf, type KeyMemory, type Spillable } from './key-memory.ts';
import { TemporaryFile } from './temporary-file.ts';

/** Keys that wait for being written to the file together. */
const tailKeys = 4096;

/** Ends a key in the file; no key has one. */
const end = '\n';

export class KeySet implements Spillable {
  readonly #memory: KeyMemory;
  /** In memory: all keys. In a file: those that have not been written. */
  #keys: string[] = [];
  #known = new Set<string>();
  #held = 0;
  #size = 0;
  #spilled: { readonly log: TemporaryFile; readonly known: Fingerprints } | undefined;
  /** Bytes of the file. */
  #written = 0;

  constructor(memory: KeyMemory) {
    this.#memory = memory;
    memory.enter(this);
  }

  /** How many there are. */
  get size(): number {
    return this.#size;
  }

  get held(): number {
    return this.#held;
  }

  /**
   * @param key - ASCII, without line ends
   * @returns whether it was not there before
   */
  add(key: string): boolean {
    if (this.#spilled !== undefined) {
      if (!this.#spilled.known.add(key)) return false;
      this.#append(key);
      return true;
    }
    if (this.#known.has(key)) return false;
    this.#known.add(key);
    this.#append(key);
    const bytes = bytesOf(key);
    this.#held += bytes;
    this.#memory.take(bytes);
    return true;
  }

  #append(key: string): void {
    this.#keys.push(key);
    this.#size++;
    if (this.#spilled !== undefined && this.#keys.length >= tailKeys) this.#flush();
  }

  spill(): void {
    const known = new Fingerprints();
    this.#spilled = { log: new TemporaryFile(), known };
    for (const key of this.#keys) known.add(key);
    this.#known = new Set();
    this.#held = 0;
    this.#flush();
  }

  #flush(): void {
    if (this.#spilled === undefined || this.#keys.length === 0) return;
    const bytes = Buffer.from(this.#keys.join(end) + end, 'latin1');
    this.#spilled.log.write(bytes, this.#written);
    this.#written += bytes.length;
    this.#keys = [];
  }

  /** Reads from the first key on; also those that are added meanwhile. */
  cursor(): KeyCursor {
    return new KeyCursor((from, offset, count) => this.#read(from, offset, count));
  }

  /**
   * @param from - number of the first key
   * @param offset - bytes of the keys before it, with their ends
   */
  #read(from: number, offset: number, count: number): readonly string[] {
    if (this.#spilled === undefined) return this.#keys.slice(from, from + count);
    this.#flush();
    const wanted = Math.min(count, this.#size - from);
    const keys: string[] = [];
    let rest = '';
    for (let at = offset; keys.length < wanted; ) {
      const piece = Buffer.alloc(Math.min(1 << 16, this.#written - at));
      at += this.#spilled.log.read(piece, at);
      const lines = (rest + piece.toString('latin1')).split(end);
      rest = lines.pop() ?? '';
      for (const line of lines) if (keys.length < wanted) keys.push(line);
    }
    return keys;
  }

  close(): void {
    this.#spilled?.log.close();
    this.#spilled?.known.close();
  }
}

/** A place among the keys. */
export class KeyCursor {
  readonly #read: (from: number, offset: number, count: number) => readonly string[];
  #from = 0;
  #offset = 0;

  constructor(read: (from: number, offset: number, count: number) => readonly string[]) {
    this.#read = read;
  }

  /** The next keys, at the most so many; none at the end. */
  next(count: number): readonly string[] {
    const keys = this.#read(this.#from, this.#offset, count);
    this.#from += keys.length;
    for (const key of keys) this.#offset += key.length + end.length;
    return keys;
  }
}
