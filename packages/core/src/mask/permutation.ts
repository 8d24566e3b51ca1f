/** Orders of whole numbers that follow from a secret key: every number has one partner, and it is another one. */

import { createCipheriv } from 'node:crypto';
import type { KeyedDomain } from './keyed.ts';

/** Ten, as NIST's FF1 (SP 800-38G) has for the same purpose; eight are the least that is safe. */
const rounds = 10;

/**
 * In ranges up to this size a number that stays what it is would be found; beyond it the chance of
 * one is below 2^-62, and the work to rule it out (twice as much) is not worth it.
 */
const derangedBelow = 2n ** 62n;

/** A one-to-one map of the whole numbers from 0 up to and without a limit. */
export interface Permutation {
  /** @param value - from 0 up to and without the limit */
  apply(value: bigint): bigint;
  /** The number that `apply` makes this one of. */
  invert(value: bigint): bigint;
}

/**
 * Two different numbers never become the same one, by construction; and below 2^62 none becomes
 * itself, but where there is only one.
 *
 * @param domain - keys it: the same domain and size, the same permutation
 * @param size - how many numbers there are, 1 to 2^128
 */
export function keyedPermutation(domain: KeyedDomain, size: bigint): Permutation {
  const walk = new WalkingPermutation(domain, size);
  if (size > derangedBelow || size === 1n) return walk;
  // One step on in a circle of all numbers whose order is secret: nobody stays where they are.
  return {
    apply: (value) => walk.apply((walk.invert(value) + 1n) % size),
    invert: (value) => walk.apply((walk.invert(value) + size - 1n) % size),
  };
}

/** Goes on in the permutation of the next power of two until it is below the limit again. */
class WalkingPermutation implements Permutation {
  readonly #network: FeistelNetwork;
  readonly #size: bigint;

  constructor(domain: KeyedDomain, size: bigint) {
    this.#size = size;
    this.#network = new FeistelNetwork(domain, (size - 1n).toString(2).length);
  }

  apply(value: bigint): bigint {
    let walked = this.#network.apply(value, 1);
    while (walked >= this.#size) walked = this.#network.apply(walked, 1);
    return walked;
  }

  invert(value: bigint): bigint {
    let walked = this.#network.apply(value, -1);
    while (walked >= this.#size) walked = this.#network.apply(walked, -1);
    return walked;
  }
}

/**
 * A Feistel network over two halves, which may differ by one bit: each round changes one of them by
 * what the key makes of the other one. The function of the rounds is AES under a key that an HMAC
 * makes, as in FF1: an HMAC itself is as good, and takes ten times as long.
 */
class FeistelNetwork {
  readonly #cipher;
  readonly #block = Buffer.alloc(16);
  readonly #lowBits: bigint;
  readonly #lowMask: bigint;
  readonly #highMask: bigint;

  /** @param bits - 1 to 128 */
  constructor(domain: KeyedDomain, bits: number) {
    // A network of another width has a key of its own.
    this.#cipher = createCipheriv(
      'aes-256-ecb',
      domain.digest(`permutation of ${bits} bits`),
      null,
    );
    this.#cipher.setAutoPadding(false);
    // One bit has no halves: two it is then, and the walk leaves the rest out.
    const width = Math.max(bits, 2);
    this.#lowBits = BigInt(width >> 1);
    this.#lowMask = (1n << this.#lowBits) - 1n;
    this.#highMask = (1n << BigInt(width - (width >> 1))) - 1n;
  }

  apply(value: bigint, direction: 1 | -1): bigint {
    let low = value & this.#lowMask;
    let high = value >> this.#lowBits;
    for (let index = 0; index < rounds; index++) {
      const round = direction === 1 ? index : rounds - 1 - index;
      if (round % 2 === 0) high ^= this.#scrambled(round, low) & this.#highMask;
      else low ^= this.#scrambled(round, high) & this.#lowMask;
    }
    return (high << this.#lowBits) | low;
  }

  #scrambled(round: number, half: bigint): bigint {
    this.#block[0] = round;
    this.#block.writeBigUInt64BE(half, 8);
    return this.#cipher.update(this.#block).readBigUInt64BE(8);
  }
}
