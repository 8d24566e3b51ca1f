/** How fast something goes at the moment, not since its beginning. */

/** Milliseconds that the mean is taken over: long enough for a calm number, short enough to follow. */
const span = 5000;

/** Bytes per second over the last seconds. */
export class Rate {
  readonly #samples: { readonly time: number; readonly bytes: number }[] = [];
  readonly #now: () => number;

  /** @param now - a clock in milliseconds */
  constructor(now: () => number = performance.now.bind(performance)) {
    this.#now = now;
    this.#samples.push({ time: now(), bytes: 0 });
  }

  /**
   * @param bytes - all so far
   * @returns bytes per second, `undefined` before there is a time to tell
   */
  at(bytes: number): number | undefined {
    const time = this.#now();
    this.#samples.push({ time, bytes });
    // The oldest that is kept is the last one before the span, so that the mean covers all of it.
    while ((this.#samples[1]?.time ?? time) <= time - span) this.#samples.shift();
    const oldest = this.#samples[0];
    if (oldest === undefined || oldest.time === time) return undefined;
    return ((bytes - oldest.bytes) / (time - oldest.time)) * 1000;
  }
}
