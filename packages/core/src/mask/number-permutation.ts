/** Numbers in exchange for others of the same size, one for one. */

import type { Decimal } from './decimal.ts';
import type { Keyed, KeyedDomain } from './keyed.ts';
import { keyedPermutation, type Permutation } from './permutation.ts';

/** What TINYINT takes: below it numbers of any size are exchanged for each other. */
const firstClass = 127n;

/** Small numbers come again and again. */
const mostKnown = 4096;

/**
 * Exchanges a number for one of its class: 1 to 127, 128 to 255, 256 to 511, and so on up to the
 * largest that the column takes. As the limits of integer types are those of classes, a number becomes
 * the same one in every type. And as no number more than doubles beyond 127, the next AUTO_INCREMENT
 * stays about where it was, which it would not if ids were spread over the whole range of their type.
 * Zero stays zero, and the sign stays.
 */
export class NumberPermutation {
  readonly #keyed: Keyed;
  readonly #classes = new Map<string, Permutation>();
  readonly #fractions = new Map<number, Permutation>();
  readonly #offsets: KeyedDomain;
  readonly #knownOffsets = new Map<bigint, bigint>();

  constructor(keyed: Keyed) {
    this.#keyed = keyed;
    this.#offsets = keyed.domain('number fraction offset');
  }

  /** @param magnitude - without its sign; up to `highest` */
  whole(magnitude: bigint, highest: bigint): bigint {
    if (magnitude === 0n) return 0n;
    const lowest = magnitude <= firstClass ? 1n : 1n << BigInt(magnitude.toString(2).length - 1);
    return lowest + this.#class(lowest, highest).apply(magnitude - lowest);
  }

  /**
   * The part before the point as a whole number, and behind it as many digits as there were, of
   * which the last one is not 0. What they become differs from one whole number to the next.
   *
   * @param highest - that the part before the point may become
   */
  decimal({ negative, digits, scale }: Decimal, highest: bigint): Decimal {
    const unit = 10n ** BigInt(scale);
    const before = digits / unit;
    const whole = this.whole(before, highest);
    if (scale === 0) return { negative, digits: whole, scale };
    const behind = digits % unit;
    const count = (unit / 10n) * 9n;
    const index = (behind / 10n) * 9n + (behind % 10n) - 1n;
    const masked = this.#fraction(scale, count).apply((index + this.#offset(before)) % count);
    return { negative, digits: whole * unit + (masked / 9n) * 10n + (masked % 9n) + 1n, scale };
  }

  #class(lowest: bigint, highest: bigint): Permutation {
    const last = lowest === 1n ? firstClass : 2n * lowest - 1n;
    const size = (last < highest ? last : highest) - lowest + 1n;
    const name = `${lowest} ${size}`;
    const known = this.#classes.get(name);
    if (known !== undefined) return known;
    const domain = this.#keyed.domain(`number from ${lowest}`);
    const made = keyedPermutation(domain, size);
    this.#classes.set(name, made);
    return made;
  }

  #fraction(scale: number, count: bigint): Permutation {
    const known = this.#fractions.get(scale);
    if (known !== undefined) return known;
    const made = keyedPermutation(this.#keyed.domain(`number with ${scale} digits`), count);
    this.#fractions.set(scale, made);
    return made;
  }

  /** None for zero: it stays, and its fraction must not. */
  #offset(whole: bigint): bigint {
    if (whole === 0n) return 0n;
    const known = this.#knownOffsets.get(whole);
    if (known !== undefined) return known;
    const digest = this.#offsets.digest(String(whole));
    // All of it in the end, as the number of fractions may be up to 10^38.
    const offset = (digest.readBigUInt64BE(0) << 64n) | digest.readBigUInt64BE(8);
    if (this.#knownOffsets.size < mostKnown) this.#knownOffsets.set(whole, offset);
    return offset;
  }
}
