/** One attempt: a dump from the database to its destination, and back to be checked. */

import { finished } from 'node:stream/promises';
import {
  type DumpOptions,
  type DumpStream,
  dump,
  type TableSummary,
  type VerifyProgress,
} from '@dumpstream/core';
import type { Deliver, Delivered, DeliveryLimits } from './destination/delivery.ts';
import type { Mask } from './mask/read-mask.ts';
import { collectWhileReading } from './memory.ts';
import { readBack } from './verify/read-back.ts';

/** What the handler returns. */
export type DumpResult = Delivered & DumpFigures;

/** What a dump held, and how long it took. */
export interface DumpFigures {
  readonly tables: number;
  readonly rows: number;
  /** Views that are in the dump as comments; absent where there are none. */
  readonly brokenViews?: number;
  /** What was asked for and not given, in sentences; absent where there is nothing to tell. */
  readonly warnings?: readonly string[];
  /** Absent where no policy is configured. */
  readonly mask?: MaskFigures;
  /** It was read back and is what was dumped; absent where that was not asked for. */
  readonly verified?: true;
  readonly durationMs: number;
}

/** By what a dump is masked. */
export interface MaskFigures {
  /** SHA-256 of the policy, in hexadecimal. */
  readonly policy: string;
  /** Columns that were masked, in all tables. */
  readonly columns: number;
}

/** The result, but for the time that the invocation takes. */
export type FinishedDump = Delivered & Omit<DumpFigures, 'durationMs'>;

/** What an attempt is made of. */
export interface Attempt extends DeliveryLimits {
  readonly options: DumpOptions;
  /** What is in the options of it; `undefined` where nothing is masked. */
  readonly mask: Mask | undefined;
  readonly deliver: Deliver;
  /** Told of the dump before it begins. */
  readonly watch: (stream: DumpStream) => void;
  /** Told how far it is read back; `undefined` where it is not. */
  readonly readBack: ((progress: VerifyProgress) => void) | undefined;
}

/**
 * @throws `DumpError`, `UploadError` or `FileError`, once nothing is left of it and the connection is
 *   closed; `InvocationError` where it is stored, and does not verify
 */
export async function runDump(attempt: Attempt): Promise<FinishedDump> {
  const { options, mask, deliver, watch, signal, collector } = attempt;
  const stream = dump(options);
  watch(stream);
  if (mask !== undefined) {
    // Masked values pass through many texts and buffers, of which too many would lie until a part is full.
    const collect = collectWhileReading(collector);
    stream.on('progress', ({ bytes }) => collect(bytes));
  } else if (collector !== undefined) {
    stream.on('progress', () => collector.whileReading());
  }
  try {
    const { delivered, stored } = await deliver(stream, { signal, collector });
    const summary = await stream.summary;
    const { tables, rows, brokenViews, warnings } = summary;
    if (attempt.readBack !== undefined) {
      await readBack(stored, { summary, signal, collector, onProgress: attempt.readBack });
    }
    return {
      ...delivered,
      ...{ tables: tables.length, rows },
      ...(brokenViews.length > 0 && { brokenViews: brokenViews.length }),
      ...(warnings.length > 0 && { warnings: warnings.map(({ message }) => message) }),
      ...(mask !== undefined && {
        mask: { policy: mask.digest, columns: maskedColumns(tables) },
      }),
      ...(attempt.readBack !== undefined && { verified: true as const }),
    };
  } catch (error) {
    // The stream closes only once its connection has: nothing may run on into the next invocation.
    stream.destroy();
    if (!stream.closed) {
      await finished(stream).catch(() => {});
    }
    throw error;
  }
}

function maskedColumns(tables: readonly TableSummary[]): number {
  return tables.reduce((columns, { maskedColumns = [] }) => columns + maskedColumns.length, 0);
}
