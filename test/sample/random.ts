/** A seeded source of pseudo-random values: the same seed gives the same shop everywhere. */

/** Draws values; every draw depends on the seed and on the number of draws before it alone. */
export interface Random {
  /** A whole number from `lowest` to `highest`, both included. */
  between(lowest: number, highest: number): number;
  /** One of the values. */
  pick<T>(values: readonly [T, ...T[]]): T;
  /** `true` once in `times` on average. */
  oneIn(times: number): boolean;
  /** Bytes of every value. */
  bytes(length: number): Buffer;
}

/** Marsaglia's 32-bit xorshift (2003): plenty for sample data, and the same on every machine. */
export function seededRandom(seed: number): Random {
  let state = seed | 1;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
  const between = (lowest: number, highest: number) =>
    lowest + Math.floor((next() / 2 ** 32) * (highest - lowest + 1));
  return {
    between,
    pick: (values) => values[between(0, values.length - 1)] ?? values[0],
    oneIn: (times) => between(1, times) === 1,
    bytes(length) {
      const bytes = Buffer.alloc(length);
      for (let at = 0; at < length; at += 4) {
        const word = next();
        for (let byte = 0; byte < 4 && at + byte < length; byte++) {
          bytes[at + byte] = (word >>> (8 * byte)) & 255;
        }
      }
      return bytes;
    },
  };
}
