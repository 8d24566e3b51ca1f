/** One attempt: a dump from the database to its destination. */

import { finished } from 'node:stream/promises';
import { dump } from '@dumpstream/core';
import type { Configuration } from './configuration/configuration.ts';
import type { DatabaseAccess } from './database/database-access.ts';
import type { Deliver, DeliveredObject, DeliveryLimits } from './destination/delivery.ts';
import { dumpOptions } from './dump-options.ts';

/** What the handler returns. */
export interface DumpResult extends DeliveredObject {
  readonly tables: number;
  readonly rows: number;
  /** Views that are in the dump as comments; absent where there are none. */
  readonly brokenViews?: number;
  /** What was asked for and not given, in sentences; absent where there is nothing to tell. */
  readonly warnings?: readonly string[];
  readonly durationMs: number;
}

/** What an attempt is made of. */
export interface Attempt extends DeliveryLimits {
  readonly configuration: Configuration;
  readonly access: DatabaseAccess;
  readonly deliver: Deliver;
}

/**
 * @throws `DumpError` or `UploadError`, once nothing is left of it and the connection is closed
 */
export async function runDump(attempt: Attempt): Promise<Omit<DumpResult, 'durationMs'>> {
  const { configuration, access, deliver, signal, collector } = attempt;
  const stream = dump(dumpOptions(configuration, access));
  if (collector !== undefined) stream.on('progress', () => collector.whileReading());
  try {
    const delivered = await deliver(stream, { signal, collector });
    const { tables, rows, brokenViews, warnings } = await stream.summary;
    return {
      ...delivered,
      ...{ tables: tables.length, rows },
      ...(brokenViews.length > 0 && { brokenViews: brokenViews.length }),
      ...(warnings.length > 0 && { warnings: warnings.map(({ message }) => message) }),
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
