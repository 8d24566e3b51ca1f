/** Watches a restore for one invocation: how far it is, what it costs, and whether it will fit. */

import type { RestoreProgress } from '@dumpstream/core';
import type { DeadlineReport } from '../deadline.ts';
import { type Forecast, readingForecast } from '../progress-forecast.ts';
import { type EffortFacts, ProgressTeller } from '../progress-teller.ts';
import type { InvocationWatch, WatchOptions } from '../watch.ts';

/** What is known of the restore. */
export interface WatchedRestore {
  readonly parallel: number;
  /** For the metrics; low in number. */
  readonly database: string;
}

/** How far a restore came. */
export type ReachedRestore = Pick<RestoreProgress, 'rows' | 'bytes'> & {
  /** Whole percent of the dump; `undefined` where there is no telling. */
  readonly percent: number | undefined;
};

/** Listens to one restore, and writes to the log what it makes of it. */
export class RestoreWatch implements InvocationWatch {
  readonly #teller: ProgressTeller;
  #restore: WatchedRestore | undefined;
  #latest: RestoreProgress | undefined;
  /** Bytes of the input that were read when the first rows were written. */
  #firstBytes = 0;

  constructor(options: WatchOptions) {
    this.#teller = new ProgressTeller('restore', options);
  }

  /** The restore that begins; a second attempt takes the place of the first. */
  watch(restore: WatchedRestore): void {
    this.#restore = restore;
    this.#latest = undefined;
    this.#teller.restart();
  }

  onProgress(progress: RestoreProgress): void {
    if (this.#latest === undefined) this.#firstBytes = progress.inputBytes;
    this.#latest = progress;
    this.#teller.begin();
    const { reached } = this;
    if (reached === undefined) return;
    this.#teller.tell({ reached, expected: this.#forecast(), facts: this.#facts() });
  }

  get database(): string | undefined {
    return this.#restore?.database;
  }

  /** Whether anything may have been written to the database. */
  get hasWritten(): boolean {
    return (this.#latest?.bytes ?? 0) > 0;
  }

  get reached(): ReachedRestore | undefined {
    if (this.#latest === undefined) return undefined;
    const { rows, bytes, inputBytes, inputBytesTotal } = this.#latest;
    const percent = inputBytesTotal
      ? Math.floor(Math.min(1, inputBytes / inputBytesTotal) * 100)
      : undefined;
    return { rows, bytes, percent };
  }

  report(): DeadlineReport {
    const advice = this.#teller.advice(this.#forecast(), this.#facts());
    return { progress: describeReached(this.reached), advice };
  }

  /** What is read from here on takes as long as what was. */
  #forecast(): Forecast | undefined {
    const { elapsedMs } = this.#teller;
    if (this.#latest === undefined || elapsedMs === undefined) return undefined;
    const { inputBytes, inputBytesTotal } = this.#latest;
    if (!inputBytesTotal) return undefined;
    const fraction = (inputBytes - this.#firstBytes) / (inputBytesTotal - this.#firstBytes);
    return readingForecast(fraction, { elapsedMs, beforeMs: 0 });
  }

  #facts(): EffortFacts {
    return {
      parallel: this.#restore?.parallel ?? 1,
      hasMaxRate: false,
      otherwise: 'Or restore fewer tables (DUMPSTREAM_TABLES), or where there is no time limit.',
    };
  }
}

function describeReached(reached: ReachedRestore | undefined): string {
  if (reached === undefined) return 'Nothing had been written by then.';
  const { rows, bytes, percent } = reached;
  const part = percent === undefined ? '' : `, about ${percent}% of the dump`;
  return `By then ${rows} rows and ${(bytes / 1e6).toFixed(1)} MB of SQL were written${part}.`;
}
