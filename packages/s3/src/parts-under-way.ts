/** The parts that are being sent. */

import { setTimeout as wait } from 'node:timers/promises';

/** How long a part may take to arrive after the upload has failed, before it is given up. */
const graceMilliseconds = 5000;

/** At most so many at once. */
export class PartsUnderWay {
  readonly #limit: number;
  readonly #sending = new Set<Promise<void>>();
  readonly #cancellation = new AbortController();

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Resolves once another part may be started. */
  async slot(): Promise<void> {
    while (this.#sending.size >= this.#limit) {
      await Promise.race(this.#sending);
    }
  }

  /** @param send - never rejects */
  start(send: (signal: AbortSignal) => Promise<void>): void {
    const sending = send(this.#cancellation.signal).finally(() => this.#sending.delete(sending));
    this.#sending.add(sending);
  }

  /** Resolves once none is under way. */
  async settled(): Promise<void> {
    await Promise.all(this.#sending);
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
    this.#cancellation.abort();
    await this.settled();
    return true;
  }
}
