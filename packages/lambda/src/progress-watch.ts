/** Watches a dump for one invocation: how far it is, what it costs, and whether it will fit. */

import type { DumpEstimate, DumpProgress, DumpStream, VerifyProgress } from '@dumpstream/core';
import type { DeadlineReport } from './deadline.ts';
import { lessToDump } from './deadline-advice.ts';
import { andReadingBack, type Forecast, forecast, readingForecast } from './progress-forecast.ts';
import { type EffortFacts, ProgressTeller } from './progress-teller.ts';
import type { InvocationWatch, WatchOptions } from './watch.ts';

/** What is known of the dump. */
export interface WatchedDump {
  readonly parallel: number;
  readonly hasMaxRate: boolean;
  /** For the metrics; low in number. */
  readonly database: string | undefined;
  /** Time for reading the dump back, for each second that it takes to make it; 0 where it is not. */
  readonly readBackShare: number;
}

/** How far a dump came. */
export type Reached = Pick<DumpProgress, 'tablesDone' | 'tablesTotal' | 'rows' | 'bytes'> & {
  /** Whole percent; `undefined` where there is no telling. */
  readonly percent: number | undefined;
  /** Whole percent of what has been read back; absent before. */
  readonly readBackPercent?: number;
};

/** Listens to one dump at a time, and writes to the log what it makes of it. */
export class ProgressWatch implements InvocationWatch {
  readonly #options: WatchOptions;
  readonly #teller: ProgressTeller;
  #dump: WatchedDump | undefined;
  #estimate: DumpEstimate | undefined;
  #latest: DumpProgress | undefined;
  /** Rows of a subset that have been found, before the first is read. */
  #subsetKeys: number | undefined;
  #readBack: { readonly fromMs: number; readonly fraction: number } | undefined;

  constructor(options: WatchOptions) {
    this.#options = options;
    this.#teller = new ProgressTeller('dump', options);
  }

  /** The dump that is made; a second attempt takes the place of the first. */
  watch(stream: DumpStream, dump: WatchedDump): void {
    this.#dump = dump;
    this.#estimate = undefined;
    this.#latest = undefined;
    this.#subsetKeys = undefined;
    this.#readBack = undefined;
    this.#teller.restart();
    stream.estimate.then(
      (estimate) => {
        this.#estimate = estimate;
        const { databases, tables, rows, bytes } = estimate;
        const names = databases.length === 1 ? { database: databases[0] } : {};
        this.#options.log('info', 'dump estimated', { ...names, tables, rows, bytes });
      },
      // The stream fails with the same error.
      () => {},
    );
    stream.on('progress', (progress) => {
      this.#subsetKeys = progress.subsetKeys;
      // No rows flow: how long the rest takes can't be told from it.
      if (progress.subsetKeys !== undefined) return this.#options.onProgress();
      this.#teller.begin();
      this.#latest = progress;
      this.#tell();
    });
  }

  /** How far the dump is read back; it is stored by then. */
  readBack({ inputBytes, inputBytesTotal }: VerifyProgress): void {
    this.#readBack = {
      fromMs: this.#readBack?.fromMs ?? this.#teller.elapsedMs ?? 0,
      fraction: inputBytesTotal ? Math.min(1, inputBytes / inputBytesTotal) : 0,
    };
    this.#tell();
  }

  get database(): string | undefined {
    return this.#dump?.database;
  }

  get reached(): Reached | undefined {
    if (this.#latest === undefined) return undefined;
    const { tablesDone, tablesTotal, rows, bytes } = this.#latest;
    const expected = this.#forecast();
    const percent = expected && Math.floor(expected.fractionDone * 100);
    const readBack = this.#readBack && {
      readBackPercent: Math.floor(this.#readBack.fraction * 100),
    };
    return { tablesDone, tablesTotal, rows, bytes, percent, ...readBack };
  }

  report(): DeadlineReport {
    const advice = this.#teller.advice(this.#forecast(), this.#facts());
    return { progress: describeReached(this.reached, this.#subsetKeys), advice };
  }

  #tell(): void {
    const { reached } = this;
    if (reached === undefined) return;
    this.#teller.tell({ reached, expected: this.#forecast(), facts: this.#facts() });
  }

  #forecast(): Forecast | undefined {
    const { elapsedMs } = this.#teller;
    if (this.#latest === undefined || elapsedMs === undefined) return undefined;
    if (this.#readBack !== undefined) {
      return readingForecast(this.#readBack.fraction, {
        elapsedMs: elapsedMs - this.#readBack.fromMs,
        beforeMs: this.#readBack.fromMs,
      });
    }
    const { rows, estimatedRows, bytes } = this.#latest;
    const expected = forecast({
      ...{ elapsedMs, rows, estimatedRows, bytes },
      estimatedBytes: this.#estimate?.bytes ?? 0,
    });
    return expected && andReadingBack(expected, elapsedMs, this.#dump?.readBackShare ?? 0);
  }

  #facts(): EffortFacts {
    return {
      parallel: this.#dump?.parallel ?? 1,
      hasMaxRate: this.#dump?.hasMaxRate ?? false,
      otherwise: lessToDump,
    };
  }
}

function describeReached(reached: Reached | undefined, subsetKeys: number | undefined): string {
  if (reached === undefined) {
    return subsetKeys === undefined
      ? 'No row had been read by then.'
      : `By then ${subsetKeys} rows of the subset were found, and none was read.`;
  }
  const { tablesDone, tablesTotal, rows, bytes, percent, readBackPercent } = reached;
  if (readBackPercent !== undefined) {
    return `By then the dump was stored, and ${readBackPercent}% of it was read back.`;
  }
  const part = percent === undefined ? '' : `, about ${percent}% of it`;
  return (
    `By then ${tablesDone} of ${tablesTotal} tables, ${rows} rows and ` +
    `${(bytes / 1e6).toFixed(1)} MB of SQL were done${part}.`
  );
}
