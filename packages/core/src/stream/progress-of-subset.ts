/** Tells how far the search for a subset's rows is: it can take most of the time of a dump. */

import type { Table } from '../catalog/model.ts';
import type { RowSession } from '../connect/sql-session.ts';
import type { Subset } from '../subset/subset.ts';
import type { DumpEstimate, DumpProgress } from '../summary.ts';
import { pace } from './progress.ts';

/**
 * Told when the search begins and ends, and in between by a clock: one statement may take minutes before
 * it gives a row. Nothing is told where nothing has to be looked for.
 *
 * @param whole - of all rows
 */
export async function completeAndTell(
  subset: Subset,
  session: RowSession,
  whole: DumpEstimate,
  listener: (progress: DumpProgress) => void,
): Promise<void> {
  let current: Table | undefined;
  let failure: { readonly error: unknown } | undefined;
  const tell = (): void => {
    try {
      listener({
        database: current?.database,
        table: current?.name,
        tablesDone: 0,
        tablesTotal: whole.tables,
        rows: 0,
        estimatedRows: whole.rows,
        bytes: 0,
        subsetKeys: subset.keysFound,
      });
    } catch (error) {
      // Thrown by a clock, it would end the process.
      failure ??= { error };
    }
  };
  const clock = setInterval(() => {
    if (current !== undefined) tell();
  }, pace);
  try {
    await subset.complete(session, (table) => {
      const isFirst = current === undefined;
      current = table;
      if (isFirst) tell();
      if (failure !== undefined) throw failure.error;
    });
  } finally {
    clearInterval(clock);
  }
  if (current === undefined) return;
  tell();
  if (failure !== undefined) throw failure.error;
}
