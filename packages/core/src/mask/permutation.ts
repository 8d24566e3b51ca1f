/** Orders of whole numbers that follow from a secret key: every number has one partner, and it is another one. */

import { streamBlock, streamWords } from './cipher-stream.ts';
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
  const deranged: Permutation = {
    apply: (value) => walk.apply((walk.invert(value) + 1n) % size),
    invert: (value) => walk.apply((walk.invert(value) + size - 1n) % size),
  };
  return size <= remembered ? { ...deranged, apply: remembering(deranged.apply) } : deranged;
}

/** Of so few numbers each one is computed once. */
const remembered = 2n ** 14n;

function remembering(apply: (value: bigint) => bigint): (value: bigint) => bigint {
  const known: bigint[] = [];
  return (value) => {
    const index = Number(value);
    const found = known[index] ?? apply(value);
    known[index] = found;
    return found;
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
 * A Feistel network over two halves of up to 64 bits, which may differ by one bit: each round changes
 * one of them by what the key makes of the other one. The function of the rounds is a block of ChaCha20
 * whose counter is the round and whose nonce is the half: never the same two for one key, but for the
 * same question. FF1 has AES there; called for 16 bytes at a time, that takes five times as long.
 */
class FeistelNetwork {
  readonly #key: Int32Array;
  readonly #block = new Int32Array(streamWords);
  readonly #lowBits: bigint;
  /** Of the halves, in words: the lower one of the low half first. */
  readonly #masks: readonly [number, number, number, number];

  /** @param bits - 1 to 128 */
  constructor(domain: KeyedDomain, bits: number) {
    // A network of another width has a key of its own.
    const key = domain.digest(`permutation of ${bits} bits`);
    this.#key = Int32Array.from({ length: 8 }, (_, index) => key.readInt32LE(4 * index));
    // One bit has no halves: two it is then, and the walk leaves the rest out.
    const width = Math.max(bits, 2);
    const low = width >> 1;
    const high = width - low;
    this.#lowBits = BigInt(low);
    this.#masks = [mask(low), mask(low - 32), mask(high), mask(high - 32)];
  }

  apply(value: bigint, direction: 1 | -1): bigint {
    const [lowMask0, lowMask1, highMask0, highMask1] = this.#masks;
    const block = this.#block;
    const high = value >> this.#lowBits;
    let high0 = word(high);
    let high1 = word(high >> 32n);
    let low0 = word(value) & lowMask0;
    let low1 = lowMask1 === 0 ? 0 : word(value >> 32n) & lowMask1;
    for (let index = 0; index < rounds; index++) {
      const round = direction === 1 ? index : rounds - 1 - index;
      if (round % 2 === 0) {
        streamBlock(block, this.#key, round, low0, low1);
        high0 ^= (block[0] as number) & highMask0;
        high1 ^= (block[1] as number) & highMask1;
      } else {
        streamBlock(block, this.#key, round, high0, high1);
        low0 ^= (block[0] as number) & lowMask0;
        low1 ^= (block[1] as number) & lowMask1;
      }
    }
    return (joined(high0, high1) << this.#lowBits) | joined(low0, low1);
  }
}

/** The lower bits of a word. */
function mask(bits: number): number {
  return bits >= 32 ? -1 : bits <= 0 ? 0 : 2 ** bits - 1;
}

function word(value: bigint): number {
  return Number(BigInt.asIntN(32, value));
}

function joined(low: number, high: number): bigint {
  const unsigned = BigInt(low >>> 0);
  return high === 0 ? unsigned : (BigInt(high >>> 0) << 32n) | unsigned;
}
