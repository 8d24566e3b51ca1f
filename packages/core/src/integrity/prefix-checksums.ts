/** CRC-32 of the text up to places in it, of which it is only known later which ones matter. */

import { crc32 } from 'node:zlib';

/** Places that are kept, in 20 MiB; of more, every second one is given up. */
const mostPlaces = 2 ** 20;

/** Bytes of the text that are held, at the least: a place is told when the comment behind it has been read. */
const heldBytes = 16 * 1024;

/** What a place follows: of those behind rows, or comments, one after the other the last one is kept. */
export type PlaceKind = 'rows' | 'comment' | 'other';

/** What the text was like up to a place. */
export interface Prefix {
  readonly checksum: number;
  /** Rows before it. */
  readonly rows: number;
}

/**
 * The manifest, which tells where sections begin, comes after them. So every place is kept where one
 * may begin: where a statement or comment ends or begins, but not between two statements with rows.
 */
export class PrefixChecksums {
  /** Not summed yet: places are told a little later than their bytes come. */
  readonly #held = Buffer.alloc(2 * heldBytes);
  #heldBytes = 0;
  /** The bytes behind those, which are somebody else's. */
  #chunk: Buffer = Buffer.alloc(0);
  #offsets = new Float64Array(256);
  #checksums = new Uint32Array(256);
  #rows = new Float64Array(256);
  /** The first place is the beginning of the text. */
  #places = 1;
  #lastKind: PlaceKind = 'other';
  #summed = 0;
  #checksum = 0;

  /** The bytes that follow. They are held until {@link letGo} is called. */
  push(chunk: Buffer): void {
    this.#chunk = chunk;
  }

  /**
   * To be called when what is in the chunk has been noted, before the next one: the chunk may be
   * written to then. Places in the last 16 KiB of the text can still be noted, and none before.
   */
  letGo(): void {
    const unsummed = this.#heldBytes + this.#chunk.length;
    if (unsummed > this.#held.length) this.#sum(this.#summed + unsummed - heldBytes);
    this.#chunk.copy(this.#held, this.#heldBytes);
    this.#heldBytes += this.#chunk.length;
    this.#chunk = this.#chunk.subarray(this.#chunk.length);
  }

  /** Notes a place; those before the last one, or too far back, are passed over. */
  note(offset: number, rows: number, kind: PlaceKind): void {
    const last = this.#offsets[this.#places - 1] as number;
    if (offset < this.#summed || offset === last) {
      if (offset === last) this.#lastKind = 'other';
      return;
    }
    this.#sum(offset);
    if (this.#summed !== offset) return;
    if (kind !== 'other' && kind === this.#lastKind) this.#places -= 1;
    this.#lastKind = kind;
    this.#makeRoom();
    this.#offsets[this.#places] = offset;
    this.#checksums[this.#places] = this.#checksum;
    this.#rows[this.#places] = rows;
    this.#places += 1;
  }

  /** What was noted at this very place. */
  at(offset: number): Prefix | undefined {
    let low = 0;
    let high = this.#places - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const found = this.#offsets[middle] as number;
      if (found === offset) {
        return {
          checksum: this.#checksums[middle] as number,
          rows: this.#rows[middle] as number,
        };
      }
      if (found < offset) low = middle + 1;
      else high = middle - 1;
    }
    return undefined;
  }

  #sum(end: number): void {
    const held = Math.min(this.#heldBytes, end - this.#summed);
    if (held > 0) {
      this.#checksum = crc32(this.#held.subarray(0, held), this.#checksum);
      this.#held.copyWithin(0, held, this.#heldBytes);
      this.#heldBytes -= held;
      this.#summed += held;
    }
    const next = Math.min(this.#chunk.length, end - this.#summed);
    if (next <= 0) return;
    this.#checksum = crc32(this.#chunk.subarray(0, next), this.#checksum);
    this.#chunk = this.#chunk.subarray(next);
    this.#summed += next;
  }

  #makeRoom(): void {
    if (this.#places < this.#offsets.length) return;
    if (this.#places >= mostPlaces) {
      this.#thinOut();
      return;
    }
    const length = 2 * this.#places;
    this.#offsets = copied(new Float64Array(length), this.#offsets);
    this.#checksums = copied(new Uint32Array(length), this.#checksums);
    this.#rows = copied(new Float64Array(length), this.#rows);
  }

  #thinOut(): void {
    this.#places /= 2;
    for (let place = 0; place < this.#places; place++) {
      this.#offsets[place] = this.#offsets[2 * place] as number;
      this.#checksums[place] = this.#checksums[2 * place] as number;
      this.#rows[place] = this.#rows[2 * place] as number;
    }
  }
}

function copied<Numbers extends Float64Array | Uint32Array>(to: Numbers, from: Numbers): Numbers {
  to.set(from);
  return to;
}
