/** What a handler does with an invocation: the part in which handlers differ. */

import type { Configuration } from './configuration/configuration.ts';
import type { DatabaseAccess } from './database/database-access.ts';
import type { Collector } from './memory.ts';
import type { Amounts } from './metrics.ts';
import type { Purpose } from './purpose.ts';
import type { Resources } from './resources.ts';
import type { InvocationWatch, WatchOptions } from './watch.ts';

/** One invocation, after its configuration. */
export interface Invocation<Watch> {
  readonly configuration: Configuration;
  readonly requestId: string;
  /** Ends the work before the function's time is up. */
  readonly signal: AbortSignal;
  /** Milliseconds until Lambda ends the invocation. */
  readonly remainingMilliseconds: () => number;
  /** `undefined` outside of Lambda. */
  readonly memoryMegabytes: number | undefined;
  readonly collector: Collector | undefined;
  readonly progress: Watch;
}

/** The work of one invocation. */
export interface Job<Finished> {
  /** Does it with one way to reach the database; may be called a second time with another. */
  attempt(access: DatabaseAccess): Promise<Finished>;
  /** Whether a refused login may be answered with a second attempt: not where rows were written. */
  mayTryAgain(): boolean;
}

/** What the log says. */
export type LogFields = Readonly<Record<string, unknown>>;

/** A handler's own part. */
export interface Task<Watch extends InvocationWatch, Finished extends object> {
  readonly purpose: Purpose;
  readonly watch: (options: WatchOptions) => Watch;
  /** Checks what can be checked before anybody is asked for anything. */
  readonly prepare: (invocation: Invocation<Watch>, resources: Resources) => Job<Finished>;
  /** What the log calls it: `dump`, `dry run`, `restore`. */
  readonly title: (configuration: Configuration) => string;
  /** What is told at the start. */
  readonly startOf: (configuration: Configuration) => LogFields;
  /** What is told at the end. */
  readonly endOf: (result: Finished & { readonly durationMs: number }) => LogFields;
  /** `undefined` where it makes no metrics. */
  readonly amountsOf: (result: Finished) => Amounts | undefined;
  /** Whether a failure makes metrics. */
  readonly hasMetrics: (configuration: Configuration) => boolean;
}
