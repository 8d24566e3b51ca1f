/** Compares what was read back with what was dumped. A pure calculation. */

import type { DumpSummary, VerifyReport } from '@dumpstream/core';
import { printable } from '../printable.ts';

/** @returns a sentence about the first difference; `undefined` where there is none */
export function differenceOf(
  report: Pick<VerifyReport, 'manifest' | 'tables' | 'rows'>,
  summary: Pick<DumpSummary, 'tables' | 'rows'>,
): string | undefined {
  if (!report.manifest) return 'It has no manifest at its end.';
  const found = new Map(report.tables.map((one) => [nameOf(one.database, one.table), one.rows]));
  for (const { database, table, rows } of summary.tables) {
    // What has no rows need not be there; nor need a dump of one database name it.
    const read = found.get(nameOf(database, table)) ?? found.get(nameOf(undefined, table)) ?? 0;
    if (read !== rows) {
      return `It has ${read} rows of ${printable(table)}, where ${rows} were dumped.`;
    }
  }
  return report.rows === summary.rows
    ? undefined
    : `It has ${report.rows} rows, where ${summary.rows} were dumped.`;
}

function nameOf(database: string | undefined, table: string): string {
  return JSON.stringify([database ?? null, table]);
}
