/** Tells the log how far the work is and whether it will be done in time, and knows what it costs. */

import { performance } from 'node:perf_hooks';
import { adviceFor, type Effort } from './deadline-advice.ts';
import { type Fit, type Forecast, fitOf } from './progress-forecast.ts';
import { ProgressPace } from './progress-pace.ts';
import type { HandlerName } from './settings/setting.ts';
import type { WatchOptions } from './watch.ts';

/** What an effort depends on beside what is measured. */
export type EffortFacts = Pick<Effort, 'parallel' | 'hasMaxRate' | 'otherwise'>;

/** What is told of the work, each time that it reports. */
export interface Reported {
  readonly reached: Readonly<Record<string, unknown>>;
  readonly expected: Forecast | undefined;
  readonly facts: EffortFacts;
}

/** Follows one piece of work at a time. */
export class ProgressTeller {
  readonly #what: HandlerName;
  readonly #options: WatchOptions;
  readonly #started = performance.now();
  #from: { readonly time: number; readonly cpu: NodeJS.CpuUsage } | undefined;
  #pace = new ProgressPace();
  #fit: Fit = 'fits';

  constructor(what: HandlerName, options: WatchOptions) {
    this.#what = what;
    this.#options = options;
  }

  /** A second attempt takes the place of the first. */
  restart(): void {
    this.#from = undefined;
    this.#pace = new ProgressPace();
    this.#fit = 'fits';
  }

  /** Takes note that rows flow. To be called with each report, first of all. */
  begin(): void {
    if (this.#from !== undefined) return;
    const now = performance.now();
    this.#from = { time: now, cpu: process.cpuUsage() };
    this.#options.onFirstRows(now - this.#started);
  }

  /** Since rows began to flow; `undefined` before. */
  get elapsedMs(): number | undefined {
    return this.#from && performance.now() - this.#from.time;
  }

  /** Passes on what was reported, at its own pace. */
  tell({ reached, expected, facts }: Reported): void {
    this.#options.onProgress();
    const remaining = expected && { remainingSeconds: Math.round(expected.remainingMs / 1000) };
    if (expected !== undefined) this.#tellFit(expected, { ...reached, ...remaining }, facts);
    if (this.#pace.isDue(this.elapsedMs ?? 0, expected?.fractionDone)) {
      this.#options.log('info', `${this.#what} progress`, { ...reached, ...remaining });
    }
  }

  /** What would have been enough. */
  advice(expected: Forecast | undefined, facts: EffortFacts): string {
    const now = performance.now();
    const cpu = this.#from && process.cpuUsage(this.#from.cpu);
    return adviceFor({
      ...facts,
      expectedMs: expected && now - this.#started + expected.remainingMs,
      timeoutMs: this.#options.wholeMs(),
      cpuMs: cpu === undefined ? 0 : (cpu.user + cpu.system) / 1000,
      wallMs: this.elapsedMs ?? 0,
      memoryMegabytes: this.#options.memoryMegabytes,
    });
  }

  #tellFit(
    expected: Forecast,
    reached: Readonly<Record<string, unknown>>,
    facts: EffortFacts,
  ): void {
    const available = this.#options.availableMs();
    const fit = fitOf(this.#fit, expected.remainingMs, available);
    if (fit === this.#fit) return;
    this.#fit = fit;
    const fields = { ...reached, availableSeconds: Math.round(available / 1000) };
    if (fit === 'fits') {
      this.#options.log('info', `${this.#what} is expected to fit after all`, fields);
    } else {
      const advice = this.advice(expected, facts);
      this.#options.log('warn', `${this.#what} is not expected to be done in time`, {
        ...fields,
        advice,
      });
    }
  }
}
