/** Exchanges texts and bytes for others of the same shape, one for one. */

import type { Keyed } from './keyed.ts';
import { keyedPermutation, type Permutation } from './permutation.ts';

/** What may stand at a place, by numbers: a letter has one whatever its case. */
interface Place {
  readonly count: bigint;
  readonly number: bigint;
  /** What a number is written as here. */
  shown(number: bigint): string;
}

/** Of a permutation: the largest number of things that it can exchange. */
const mostThings = 1n << 128n;

/** Permutations of so many sizes are kept. */
const mostKnown = 1024;

export class Exchange {
  readonly #keyed: Keyed;
  readonly #known = new Map<string, Permutation>();

  constructor(keyed: Keyed) {
    this.#keyed = keyed;
  }

  /**
   * Letters become letters and digits become digits; case, blanks and signs stay. Two texts that differ
   * become texts that differ, and so do two that differ without regard to case.
   *
   * @returns `undefined` for a text beyond ASCII, whose letters a collation may take for others
   */
  text(text: string): string | undefined {
    const places: Place[] = [];
    let size = 1n;
    let before = '';
    let exchanged = '';
    for (const character of text) {
      if (character > '\x7f') return undefined;
      const place = placeOf(character) ?? { count: 1n, number: 0n, shown: () => character };
      // More than one permutation takes: a text of about 27 letters.
      if (size * place.count > mostThings) {
        exchanged += this.#exchanged(places, size, before);
        before += places.map(({ count, number }) => `${count}:${number}`).join();
        places.length = 0;
        size = 1n;
      }
      places.push(place);
      size *= place.count;
    }
    return exchanged + this.#exchanged(places, size, before);
  }

  bytes(bytes: Buffer): Buffer {
    const exchanged = Buffer.alloc(bytes.length);
    for (let at = 0; at < bytes.length; at += 16) {
      const part = bytes.subarray(at, at + 16);
      const size = 1n << BigInt(8 * part.length);
      const number = BigInt(`0x${part.toString('hex')}`);
      const masked = this.#permutation(size, bytes.subarray(0, at).toString('latin1')).apply(
        number,
      );
      exchanged.write(masked.toString(16).padStart(2 * part.length, '0'), at, 'hex');
    }
    return exchanged;
  }

  /** @param before - what stands before them: it decides too, or parts could be told by themselves */
  #exchanged(places: readonly Place[], size: bigint, before: string): string {
    const number = places.reduce((sum, place) => sum * place.count + place.number, 0n);
    let rest = size === 1n ? 0n : this.#permutation(size, before).apply(number);
    let shown = '';
    for (const place of places.toReversed()) {
      shown = place.shown(rest % place.count) + shown;
      rest /= place.count;
    }
    return shown;
  }

  #permutation(size: bigint, before: string): Permutation {
    const name = `exchange of ${size} behind ${before}`;
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const made = keyedPermutation(this.#keyed.domain(name), size);
    // Behind other texts there is no end of them.
    if (before === '' && this.#known.size < mostKnown) this.#known.set(name, made);
    return made;
  }
}

/** `undefined` where the character stays. */
function placeOf(character: string): Place | undefined {
  if (/[0-9]/.test(character)) {
    return { count: 10n, number: BigInt(character), shown: String };
  }
  if (!/[a-z]/i.test(character)) return undefined;
  const first = character < 'a' ? 65 : 97;
  return {
    count: 26n,
    number: BigInt(character.charCodeAt(0) - first),
    shown: (number) => String.fromCharCode(first + Number(number)),
  };
}

/**
 * Whether a collation compares texts of ASCII character by character, with or without case. Others
 * may take two letters for one, or one for another (V and W, CH).
 */
export function comparesAsciiPlainly(collation: string): boolean {
  return plainCollation.test(collation);
}

const plainCollation =
  /^(?:(?:ascii|latin1|utf8|utf8mb3|utf8mb4|ucs2|utf16|utf16le|utf32|cp932|sjis|ujis|eucjpms)_(?:(?:nopad_)?bin|general_(?:nopad_)?c[is]|unicode_(?:520_)?(?:nopad_)?ci|0900_(?:ai_ci|as_ci|as_cs|bin)|japanese_(?:nopad_)?ci|uca1400_(?:nopad_)?a[is]_c[is])|latin1_swedish_(?:nopad_)?ci)$/;
