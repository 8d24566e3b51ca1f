/** Watches a dump for one invocation: how far it is, what it costs, and whether it will fit. */

import { performance } from 'node:perf_hooks';
import type { DumpEstimate, DumpProgress, DumpStream } from '@dumpstream/core';
import type { DeadlineReport } from './deadline.ts';
import { adviceFor, type Effort } from './deadline-advice.ts';
import type { Log } from './log.ts';
import { type Fit, type Forecast, fitOf, forecast } from './progress-forecast.ts';
import { ProgressPace } from './progress-pace.ts';

/** What is known of the invocation before the dump begins. */
export interface WatchOptions {
  readonly log: Log;
  readonly memoryMegabytes: number | undefined;
  /** Called with each report of the dump. */
  readonly onProgress: () => void;
  /** Called when rows begin to flow, with the time that it took until then. */
  readonly onFirstRows: (milliseconds: number) => void;
  /** What the invocation has, from its start, and what is left of it until the dump is ended. */
  readonly wholeMs: () => number;
  readonly availableMs: () => number;
}

/** What is known of the dump. */
export interface WatchedDump {
  readonly parallel: number;
  readonly hasMaxRate: boolean;
  /** For the metrics; low in number. */
  readonly database: string | undefined;
}

/** How far a dump came. */
export type Reached = Pick<DumpProgress, 'tablesDone' | 'tablesTotal' | 'rows' | 'bytes'> & {
  /** Whole percent; `undefined` where there is no telling. */
  readonly percent: number | undefined;
};

/** Listens to one dump at a time, and writes to the log what it makes of it. */
export class ProgressWatch {
  readonly #options: WatchOptions;
  readonly #started = performance.now();
  #dump: WatchedDump | undefined;
  #estimate: DumpEstimate | undefined;
  #latest: DumpProgress | undefined;
  #rowsFrom: { readonly time: number; readonly cpu: NodeJS.CpuUsage } | undefined;
  #pace = new ProgressPace();
  #fit: Fit = 'fits';

  constructor(options: WatchOptions) {
    this.#options = options;
  }

  /** The dump that is made; a second attempt takes the place of the first. */
  watch(stream: DumpStream, dump: WatchedDump): void {
    this.#dump = dump;
    this.#estimate = undefined;
    this.#latest = undefined;
    this.#rowsFrom = undefined;
    this.#pace = new ProgressPace();
    this.#fit = 'fits';
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
    stream.on('progress', (progress) => this.#onProgress(progress));
  }

  get dump(): WatchedDump | undefined {
    return this.#dump;
  }

  /** `undefined` before the first row. */
  get reached(): Reached | undefined {
    if (this.#latest === undefined) return undefined;
    const { tablesDone, tablesTotal, rows, bytes } = this.#latest;
    const expected = this.#forecast();
    const percent = expected && Math.floor(expected.fractionDone * 100);
    return { tablesDone, tablesTotal, rows, bytes, percent };
  }

  /** For the error of the deadline. */
  report(): DeadlineReport {
    return { progress: describeReached(this.reached), advice: adviceFor(this.#effort()) };
  }

  #onProgress(progress: DumpProgress): void {
    const now = performance.now();
    if (this.#rowsFrom === undefined) {
      this.#rowsFrom = { time: now, cpu: process.cpuUsage() };
      this.#options.onFirstRows(now - this.#started);
    }
    this.#latest = progress;
    this.#options.onProgress();
    const expected = this.#forecast();
    if (expected !== undefined) this.#tellFit(expected);
    if (this.#pace.isDue(now - this.#rowsFrom.time, expected?.fractionDone)) {
      this.#options.log('info', 'dump progress', {
        ...this.reached,
        ...(expected && { remainingSeconds: Math.round(expected.remainingMs / 1000) }),
      });
    }
  }

  #tellFit(expected: Forecast): void {
    const available = this.#options.availableMs();
    const fit = fitOf(this.#fit, expected.remainingMs, available);
    if (fit === this.#fit) return;
    this.#fit = fit;
    const fields = {
      ...this.reached,
      remainingSeconds: Math.round(expected.remainingMs / 1000),
      availableSeconds: Math.round(available / 1000),
    };
    if (fit === 'fits') this.#options.log('info', 'dump is expected to fit after all', fields);
    else {
      const advice = adviceFor(this.#effort());
      this.#options.log('warn', 'dump is not expected to be done in time', { ...fields, advice });
    }
  }

  #forecast(): Forecast | undefined {
    if (this.#latest === undefined || this.#rowsFrom === undefined) return undefined;
    const { rows, estimatedRows, bytes } = this.#latest;
    return forecast({
      elapsedMs: performance.now() - this.#rowsFrom.time,
      ...{ rows, estimatedRows, bytes },
      estimatedBytes: this.#estimate?.bytes ?? 0,
    });
  }

  #effort(): Effort {
    const expected = this.#forecast();
    const now = performance.now();
    const cpu = this.#rowsFrom && process.cpuUsage(this.#rowsFrom.cpu);
    return {
      expectedMs: expected && now - this.#started + expected.remainingMs,
      timeoutMs: this.#options.wholeMs(),
      cpuMs: cpu === undefined ? 0 : (cpu.user + cpu.system) / 1000,
      wallMs: this.#rowsFrom === undefined ? 0 : now - this.#rowsFrom.time,
      memoryMegabytes: this.#options.memoryMegabytes,
      parallel: this.#dump?.parallel ?? 1,
      hasMaxRate: this.#dump?.hasMaxRate ?? false,
    };
  }
}

function describeReached(reached: Reached | undefined): string {
  if (reached === undefined) return 'No row had been read by then.';
  const { tablesDone, tablesTotal, rows, bytes, percent } = reached;
  const part = percent === undefined ? '' : `, about ${percent}% of it`;
  return (
    `By then ${tablesDone} of ${tablesTotal} tables, ${rows} rows and ` +
    `${(bytes / 1e6).toFixed(1)} MB of SQL were done${part}.`
  );
}
