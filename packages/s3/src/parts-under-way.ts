/** The parts that are being sent. */

import { setTimeout as wait } from 'node:timers/promises';

/** How long a part may take to arrive after the upload has failed, before it is given up. */
const graceMilliseconds = 5000;

/** At most so many at once. */
export class PartsUnderWay {
  readonly #limit: number;
  /**
   * Each with a signal of its own: the SDK leaves a listener, and all of the request with it, on
   * the signals that it is given.
   */
  readonly #sending = new Map<Promise<void>, AbortController>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Resolves once another part may be started. */
  async slot(): Promise<void> {
    while (this.#sending.size >= this.#limit) {
      await Promise.race(this.#sending.keys());
    }
  }

  /** @param send - never rejects; gives up when its signal is triggered */
  start(send: (signal: AbortSignal) => Promise<void>): void {
    const cancellation = new AbortController();
    const sending = send(cancellation.signal).finally(() => this.#sending.delete(sending));
    this.#sending.set(sending, cancellation);
  }

  /** Resolves once none is under way. */
  async settled(): Promise<void> {
    await Promise.all(this.#sending.keys());
  }

  /**
   * A part that arrives after its upload was aborted may stay in the bucket, so all of them are
   * waited for; but one that hangs must not keep the upload from being aborted.
   *
   * @returns whether some were given up
   */
  async end(): Promise<boolean> {
    const timer = new AbortController();
    const timeout = wait(graceMilliseconds, 'timeout', { signal: timer.signal }).catch(() => '');
    const outcome = await Promise.race([this.settled(), timeout]);
    timer.abort();
    if (outcome !== 'timeout') return false;
    for (const cancellation of this.#sending.values()) {
      cancellation.abort();
    }
    await this.settled();
    return true;
  }
}
