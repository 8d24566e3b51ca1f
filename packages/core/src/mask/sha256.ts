/** SHA-256 (FIPS 180-4) of one block after the other: a call of OpenSSL for so few bytes takes four times as long. */

/** Bytes of a block, and 32-bit words of a state. */
export const blockBytes = 64;
export const stateWords = 8;

/** The first 32 bits of the fraction of a root of a prime number. */
function fractionBits(root: number): number {
  return ((root - Math.floor(root)) * 2 ** 32) | 0;
}

function primes(count: number): readonly number[] {
  const found: number[] = [];
  for (let number = 2; found.length < count; number++) {
    if (found.every((prime) => number % prime !== 0)) found.push(number);
  }
  return found;
}

const roundConstants = Int32Array.from(primes(64), (prime) => fractionBits(Math.cbrt(prime)));
const firstState = Int32Array.from(primes(8), (prime) => fractionBits(Math.sqrt(prime)));

export function initialState(): Int32Array {
  return firstState.slice();
}

/** Used by all, one after another. */
const schedule = new Int32Array(64);

/** Takes a block into the state: section 6.2.2. */
export function compress(state: Int32Array, block: Uint8Array, at: number): void {
  const w = schedule;
  for (let index = 0, byte = at; index < 16; index++, byte += 4) {
    w[index] =
      ((block[byte] as number) << 24) |
      ((block[byte + 1] as number) << 16) |
      ((block[byte + 2] as number) << 8) |
      (block[byte + 3] as number);
  }
  for (let index = 16; index < 64; index++) {
    const x = w[index - 15] as number;
    const y = w[index - 2] as number;
    const small0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const small1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    w[index] = ((w[index - 16] as number) + small0 + (w[index - 7] as number) + small1) | 0;
  }
  let a = state[0] as number;
  let b = state[1] as number;
  let c = state[2] as number;
  let d = state[3] as number;
  let e = state[4] as number;
  let f = state[5] as number;
  let g = state[6] as number;
  let h = state[7] as number;
  for (let index = 0; index < 64; index++) {
    const large1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const choice = (e & f) ^ (~e & g);
    const first =
      (h + large1 + choice + (roundConstants[index] as number) + (w[index] as number)) | 0;
    const large0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const majority = (a & b) ^ (a & c) ^ (b & c);
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + large0 + majority) | 0;
  }
  state[0] = (state[0] as number) + a;
  state[1] = (state[1] as number) + b;
  state[2] = (state[2] as number) + c;
  state[3] = (state[3] as number) + d;
  state[4] = (state[4] as number) + e;
  state[5] = (state[5] as number) + f;
  state[6] = (state[6] as number) + g;
  state[7] = (state[7] as number) + h;
}
