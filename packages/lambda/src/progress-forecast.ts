/** Tells from what is done how long the rest of a dump or a restore takes. A pure calculation. */

/** What is known of a dump while its rows are read. */
export interface Reading {
  /** Since the first row. */
  readonly elapsedMs: number;
  readonly rows: number;
  /** From the server's statistics, as is {@link estimatedBytes}: can be far off. */
  readonly estimatedRows: number;
  /** Bytes of SQL before compression. */
  readonly bytes: number;
  readonly estimatedBytes: number;
}

/** What is to be expected. */
export interface Forecast {
  /** Above 0 and below 1. */
  readonly fractionDone: number;
  readonly remainingMs: number;
}

/** Before that, what connecting and the first chunk took weighs too much. */
const leastElapsedMs = 3_000;
const leastFraction = 0.005;

/**
 * The mean of two shares, that of the rows and that of the bytes: statistics of InnoDB err in both,
 * and not always in the same direction; rows of some tables are a thousand times as long as those
 * of others.
 *
 * @returns `undefined` where it is too early to tell, where there are no statistics, and where more
 *   was read than they promised
 */
export function forecast(reading: Reading): Forecast | undefined {
  const shares = [
    shareOf(reading.rows, reading.estimatedRows),
    shareOf(reading.bytes, reading.estimatedBytes),
  ].filter((share) => share !== undefined);
  if (shares.length === 0 || reading.elapsedMs < leastElapsedMs) return undefined;
  const fractionDone = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  if (fractionDone < leastFraction || fractionDone >= 1) return undefined;
  const remainingMs = (reading.elapsedMs * (1 - fractionDone)) / fractionDone;
  return { fractionDone, remainingMs: Math.round(remainingMs) };
}

function shareOf(done: number, estimated: number): number | undefined {
  return estimated > 0 ? Math.min(1, done / estimated) : undefined;
}

/**
 * Adds the time for reading the dump back.
 *
 * @param elapsedMs - since the first row
 * @param share - of the time that making it takes
 */
export function andReadingBack(expected: Forecast, elapsedMs: number, share: number): Forecast {
  const remainingMs = expected.remainingMs + (elapsedMs + expected.remainingMs) * share;
  return {
    fractionDone: elapsedMs / (elapsedMs + remainingMs),
    remainingMs: Math.round(remainingMs),
  };
}

/**
 * Of something that is read, whose size is known.
 *
 * @param fraction - that is read
 * @param time - `elapsedMs` while it was read, `beforeMs` that are a part of the whole, too
 * @returns `undefined` where it is too early to tell
 */
export function readingForecast(
  fraction: number,
  { elapsedMs, beforeMs }: { readonly elapsedMs: number; readonly beforeMs: number },
): Forecast | undefined {
  if (elapsedMs < leastElapsedMs || !(fraction >= leastFraction && fraction < 1)) return undefined;
  const remainingMs = (elapsedMs * (1 - fraction)) / fraction;
  const doneMs = beforeMs + elapsedMs;
  return { fractionDone: doneMs / (doneMs + remainingMs), remainingMs: Math.round(remainingMs) };
}

/** Whether a dump is expected to be done in time. */
export type Fit = 'fits' | 'does not fit';

/** Around the limit nothing is said, so that it is not said again and again. */
const doubt = 0.1;

/**
 * @param previous - what was said last
 * @param availableMs - until the dump is ended
 */
export function fitOf(previous: Fit, remainingMs: number, availableMs: number): Fit {
  if (remainingMs > availableMs * (1 + doubt)) return 'does not fit';
  if (remainingMs < availableMs * (1 - doubt)) return 'fits';
  return previous;
}
