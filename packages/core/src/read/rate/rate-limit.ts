/** Lets bytes through at a rate: all who take from one limit share it, in the order in which they ask. */

import { setTimeout as delay } from 'node:timers/promises';

/** Milliseconds whose bytes may come at once, after nobody has asked for as long. */
const burst = 100;

/** The longest time that a timer of Node.js takes. */
const longestDelay = 2 ** 31 - 1;

/** Bytes of the smallest pieces: each costs some effort. */
const smallestPiece = 4 * 1024;

export class RateLimit {
  readonly #bytesPerSecond: number;
  readonly #signal: AbortSignal;
  /** When all that was let through so far has had its time, on the clock of `performance.now()`. */
  #free = 0;

  /**
   * @param bytesPerSecond - at least 1
   * @param signal - ends every wait, and fails it with its reason
   */
  constructor(bytesPerSecond: number, signal: AbortSignal) {
    this.#bytesPerSecond = bytesPerSecond;
    this.#signal = signal;
  }

  /** Waits until the bytes may pass; those that come next wait for as long as these take. */
  async take(bytes: number): Promise<void> {
    const start = Math.max(this.#free, performance.now() - burst);
    this.#free = start + (bytes / this.#bytesPerSecond) * 1000;
    for (let left = 1; left > 0; ) {
      left = start - performance.now();
      if (left > 0) await this.#wait(Math.min(left, longestDelay));
    }
  }

  async #wait(milliseconds: number): Promise<void> {
    try {
      await delay(milliseconds, undefined, { signal: this.#signal });
    } catch (error) {
      throw this.#signal.aborted ? this.#signal.reason : error;
    }
  }
}

/**
 * Bytes of the pieces in which rows pass: a tenth of a second's, so that the pauses are short.
 *
 * @param usual - the size without a limit, and the largest with one
 */
export function pieceBytes(maxRate: number | undefined, usual: number): number {
  if (maxRate === undefined) return usual;
  return Math.max(smallestPiece, Math.min(usual, Math.ceil((maxRate * burst) / 1000)));
}
