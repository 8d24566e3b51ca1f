/** Numbers and choices that follow from a value and a secret key, and tell nothing without the key. */

import { createHmac, hkdfSync } from 'node:crypto';
import { DumpError } from '../errors.ts';

/** Shorter keys can be guessed. */
const shortestKey = 16;

/** Everything of one policy that depends on its secret key. */
export class Keyed {
  #key: Buffer;

  /**
   * @param key - at least 16 bytes, as text or bytes
   * @throws DumpError `INVALID_MASK`
   */
  constructor(key: string | Uint8Array) {
    const bytes = typeof key === 'string' ? Buffer.from(key, 'utf8') : Buffer.from(key);
    if (bytes.length < shortestKey) {
      throw new DumpError(
        'INVALID_MASK',
        `The key of masks has ${bytes.length} bytes, and needs ${shortestKey}: make one with ` +
          '"openssl rand -base64 32", and keep it where passwords are.',
      );
    }
    this.#key = Buffer.from(hkdfSync('sha256', bytes, '', 'dumpstream mask 1', 32));
  }

  /** The same in another thread, from what {@link derived} told in this one. */
  static fromDerived(derived: Uint8Array): Keyed {
    const keyed = new Keyed(derived);
    keyed.#key = Buffer.from(derived);
    return keyed;
  }

  /** The 32 bytes that everything follows from: as secret as the key, which they do not tell. */
  derived(): Uint8Array<ArrayBuffer> {
    return Uint8Array.from(this.#key);
  }

  /**
   * The choices of one purpose. The same purpose, for example `email`, means the same choices for the
   * same value in every column: that is what joins hold by.
   */
  domain(purpose: string): KeyedDomain {
    return new KeyedDomain(createHmac('sha256', this.#key).update(purpose).digest());
  }
}

export class KeyedDomain {
  readonly #key: Buffer;

  constructor(key: Buffer) {
    this.#key = key;
  }

  /** 32 bytes. */
  digest(value: string | Uint8Array): Buffer {
    return createHmac('sha256', this.#key).update(value).digest();
  }

  /** As many choices as one wants. */
  choices(value: string | Uint8Array): Choices {
    return new Choices(this.#key, this.digest(value));
  }
}

/** A stream of choices, all of which follow from a key and a digest. */
export class Choices {
  readonly #key: Buffer;
  readonly #digest: Buffer;
  #block: Buffer;
  #blocks = 0;
  #at = 0;

  constructor(key: Buffer, digest: Buffer) {
    this.#key = key;
    this.#digest = digest;
    this.#block = digest;
  }

  bytes(count: number): Buffer {
    const bytes = Buffer.allocUnsafe(count);
    for (let index = 0; index < count; index++) bytes[index] = this.#byte();
    return bytes;
  }

  /** A whole number from 0 up to and without `limit`, all alike; `limit` up to 2^48. */
  below(limit: number): number {
    let width = 1;
    while (256 ** width < limit) width++;
    const range = 256 ** width;
    const fair = range - (range % limit);
    for (;;) {
      let value = 0;
      for (let index = 0; index < width; index++) value = value * 256 + this.#byte();
      if (value < fair) return value % limit;
    }
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)] as Item;
  }

  #byte(): number {
    if (this.#at === this.#block.length) {
      this.#blocks++;
      this.#block = createHmac('sha256', this.#key)
        .update(this.#digest)
        .update(String(this.#blocks))
        .digest();
      this.#at = 0;
    }
    return this.#block[this.#at++] as number;
  }
}
