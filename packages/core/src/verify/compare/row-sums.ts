/** Compares rows without regard to their order, in the memory of four numbers. */

import { createHash, randomBytes } from 'node:crypto';

/**
 * The sum of hashes of rows: the same for the same rows in whichever order, each as often as it is
 * there. The hash is SHA-256 of a secret of this comparison and the row, of which 128 bits are summed
 * as two numbers of 64 bits. Rows that differ have equal sums with a probability of 2^-128, also where
 * somebody has chosen them, who does not know the secret.
 */
export class RowSums {
  readonly #secret: Buffer;
  #first = 0n;
  #second = 0n;
  #rows = 0;

  /** @param secret - the same for sums that are compared */
  constructor(secret: Buffer) {
    this.#secret = secret;
  }

  /** A secret of 128 bits. */
  static makeSecret(): Buffer {
    return randomBytes(16);
  }

  add(row: Buffer): void {
    const digest = createHash('sha256').update(this.#secret).update(row).digest();
    this.#first = BigInt.asUintN(64, this.#first + digest.readBigUInt64LE(0));
    this.#second = BigInt.asUintN(64, this.#second + digest.readBigUInt64LE(8));
    this.#rows += 1;
  }

  get rows(): number {
    return this.#rows;
  }

  equals(other: RowSums): boolean {
    return (
      this.#rows === other.#rows && this.#first === other.#first && this.#second === other.#second
    );
  }
}
