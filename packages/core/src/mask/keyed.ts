/** Numbers and choices that follow from a value and a secret key, and tell nothing without the key. */

import { createHmac, hkdfSync } from 'node:crypto';
import { DumpError } from '../errors.ts';
import { Choices } from './choices.ts';
import { ValueHash } from './value-hash.ts';

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
  readonly #hash: ValueHash;

  constructor(key: Buffer) {
    this.#hash = new ValueHash(key);
  }

  /** 32 bytes: HMAC-SHA256 of the value. */
  digest(value: string | Uint8Array): Buffer {
    const digest = Buffer.alloc(32);
    for (const [index, word] of this.#hash.words(value).entries()) {
      digest.writeInt32BE(word, 4 * index);
    }
    return digest;
  }

  /** As many choices as one wants. */
  choices(value: string | Uint8Array): Choices {
    return new Choices(this.#hash.words(value));
  }
}
