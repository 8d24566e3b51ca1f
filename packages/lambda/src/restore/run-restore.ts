/** One attempt: a dump from its source into the database. */

import { type RestoreOptions, restore } from '@dumpstream/core';
import { type Collector, collectWhileReading } from '../memory.ts';
import type { FoundDump } from '../source/found-dump.ts';
import type { RestoreWatch } from './restore-watch.ts';

/** What the handler returns: where the dump was (`bucket` and `key`, or `path`), and what it held. */
export type RestoreResult = FoundDump['place'] & RestoreFigures;

/** What was restored, and how long it took. */
export interface RestoreFigures {
  /** That was written to. */
  readonly database: string;
  readonly tables: number;
  readonly rows: number;
  /** Of the dump that were run. */
  readonly statements: number;
  /** Bytes of the dump that were read. */
  readonly bytes: number;
  /** What was left out or done otherwise, in sentences; absent where there is nothing to tell. */
  readonly warnings?: readonly string[];
  /** Whether it went on with a restore that had not come to its end. */
  readonly resumed: boolean;
  /** Digest of the policy that masked the dump; absent where none has. */
  readonly masked?: string;
  readonly durationMs: number;
}

/** The result, but for the time that the invocation takes. */
export type FinishedRestore = FoundDump['place'] & Omit<RestoreFigures, 'durationMs'>;

/** What an attempt is made of. */
export interface RestoreAttempt {
  readonly options: Omit<RestoreOptions, 'signal' | 'onProgress'>;
  readonly database: string;
  readonly dump: FoundDump;
  readonly watch: RestoreWatch;
  readonly signal: AbortSignal;
  readonly collector: Collector | undefined;
}

/** @throws `DumpError`, or the error of the place that the dump is read from */
export async function runRestore(attempt: RestoreAttempt): Promise<FinishedRestore> {
  const { options, database, dump, watch, signal, collector } = attempt;
  const collect = collectWhileReading(collector);
  const source = await dump.open();
  try {
    const summary = await restore(source, {
      ...options,
      signal,
      onProgress: (progress) => {
        collect(progress.bytes);
        watch.onProgress(progress);
      },
    });
    const { tables, rows, statements, inputBytes, warnings, resumed, masked } = summary;
    return {
      ...dump.place,
      database,
      ...{ tables: tables.length, rows, statements, bytes: inputBytes },
      ...(warnings.length > 0 && { warnings }),
      resumed,
      ...(masked !== undefined && { masked }),
    };
  } finally {
    await source[Symbol.asyncDispose]?.();
  }
}
