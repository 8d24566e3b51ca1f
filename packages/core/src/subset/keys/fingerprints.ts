/** A set of fingerprints in a file: a hash table with open addressing, for more than fits in memory. */

import { hash, randomBytes } from 'node:crypto';
import { TemporaryFile } from './temporary-file.ts';

/** 128 bits: among 10^12 keys two are the same with a probability of about 10^-15. */
const slotBytes = 16;

/** Slots that are looked at in one reading. */
const windowSlots = 32;

const firstSlots = 1 << 16;

const empty = Buffer.alloc(slotBytes);

export class Fingerprints {
  /** So that nobody can choose keys that fall into the same place. */
  readonly #salt = randomBytes(16).toString('hex');
  readonly #window = Buffer.alloc(windowSlots * slotBytes);
  #file: TemporaryFile;
  #slots = firstSlots;
  #size = 0;

  constructor() {
    this.#file = withSlots(firstSlots);
  }

  /** @returns whether it was not there before */
  add(key: string): boolean {
    if (2 * this.#size >= this.#slots) this.#grow();
    const digest = hash('sha256', this.#salt + key, 'buffer').subarray(0, slotBytes);
    const isNew = this.#put(digest);
    if (isNew) this.#size++;
    return isNew;
  }

  close(): void {
    this.#file.close();
  }

  #put(digest: Buffer): boolean {
    let slot = digest.readUInt32LE(0) & (this.#slots - 1);
    while (true) {
      const length = this.#file.read(this.#window, slot * slotBytes);
      for (let at = 0; at < length; at += slotBytes, slot++) {
        const held = this.#window.subarray(at, at + slotBytes);
        if (held.equals(digest)) return false;
        if (held.equals(empty)) {
          this.#file.write(digest, slot * slotBytes);
          return true;
        }
      }
      if (slot >= this.#slots) slot = 0;
    }
  }

  /** Four times as long, so that it rarely happens. */
  #grow(): void {
    const old = this.#file;
    const oldBytes = this.#slots * slotBytes;
    this.#slots *= 4;
    this.#file = withSlots(this.#slots);
    const piece = Buffer.alloc(1 << 16);
    for (let at = 0; at < oldBytes; at += piece.length) {
      const length = old.read(piece, at);
      for (let start = 0; start < length; start += slotBytes) {
        const digest = piece.subarray(start, start + slotBytes);
        if (!digest.equals(empty)) this.#put(digest);
      }
    }
    old.close();
  }
}

function withSlots(slots: number): TemporaryFile {
  const file = new TemporaryFile();
  file.extend(slots * slotBytes);
  return file;
}
