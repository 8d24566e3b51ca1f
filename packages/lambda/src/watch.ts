/** Who watches an invocation: what it is told before the work begins, and what it can tell. */

import type { DeadlineReport } from './deadline.ts';
import type { Log } from './log.ts';

/** What is known of the invocation before the work begins. */
export interface WatchOptions {
  readonly log: Log;
  readonly memoryMegabytes: number | undefined;
  /** Called with each report of the work. */
  readonly onProgress: () => void;
  /** Called when rows begin to flow, with the time that it took until then. */
  readonly onFirstRows: (milliseconds: number) => void;
  /** What the invocation has, from its start, and what is left of it until the work is ended. */
  readonly wholeMs: () => number;
  readonly availableMs: () => number;
}

/** Knows how far the work of an invocation is. */
export interface InvocationWatch {
  /** For the metrics; low in number. */
  readonly database: string | undefined;
  /** For the log; `undefined` before the first row. */
  readonly reached: Readonly<Record<string, unknown>> | undefined;
  /** For the error of the deadline. */
  report(): DeadlineReport;
}
