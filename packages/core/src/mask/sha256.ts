/** SHA-256 block by block (FIPS 180-4), so that what comes before a message need not be hashed each time. */

/** Bytes that go into the state at once. */
export const blockBytes = 64;

/** Eight words. */
export type Sha256State = Int32Array;

/** First 32 bits behind the point of the square roots of the first eight primes (5.3.3). */
export function initialState(): Sha256State {
  return Int32Array.from(firstPrimes(8), (prime) => fraction(Math.sqrt(prime)));
}

/** The same of the cube roots of the first 64 primes (4.2.2). */
const constants = Int32Array.from(firstPrimes(64), (prime) => fraction(Math.cbrt(prime)));

function fraction(root: number): number {
  return Math.floor((root % 1) * 2 ** 32) | 0;
}

function firstPrimes(count: number): readonly number[] {
  const primes: number[] = [];
  for (let number = 2; primes.length < count; number++) {
    if (primes.every((prime) => number % prime !== 0)) primes.push(number);
  }
  return primes;
}

/** Nothing waits between two blocks, so one schedule does for all. */
const schedule = new Int32Array(64);

/** Takes one block into the state. */
export function compress(state: Sha256State, bytes: Uint8Array, at: number): void {
  const w = schedule;
  for (let index = 0, from = at; index < 16; index++, from += 4) {
    w[index] =
      ((bytes[from] as number) << 24) |
      ((bytes[from + 1] as number) << 16) |
      ((bytes[from + 2] as number) << 8) |
      (bytes[from + 3] as number);
  }
  for (let index = 16; index < 64; index++) {
    const x = w[index - 15] as number;
    const y = w[index - 2] as number;
    const sigma0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const sigma1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    w[index] = ((w[index - 16] as number) + sigma0 + (w[index - 7] as number) + sigma1) | 0;
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
    const sum1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const choice = (e & f) ^ (~e & g);
    const one = (h + sum1 + choice + (constants[index] as number) + (w[index] as number)) | 0;
    const sum0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const majority = (a & b) ^ (a & c) ^ (b & c);
    h = g;
    g = f;
    f = e;
    e = (d + one) | 0;
    d = c;
    c = b;
    b = a;
    a = (one + sum0 + majority) | 0;
  }
  state[0] = ((state[0] as number) + a) | 0;
  state[1] = ((state[1] as number) + b) | 0;
  state[2] = ((state[2] as number) + c) | 0;
  state[3] = ((state[3] as number) + d) | 0;
  state[4] = ((state[4] as number) + e) | 0;
  state[5] = ((state[5] as number) + f) | 0;
  state[6] = ((state[6] as number) + g) | 0;
  state[7] = ((state[7] as number) + h) | 0;
}
