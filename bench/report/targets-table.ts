/** The targets as a table for a terminal. */

import { isMet, type Target } from './targets.ts';
import { align } from './terminal-table.ts';

/** One line for each target. */
export function targetsTable(all: readonly Target[]): string {
  const rows = all.map((target) => [
    target.what,
    target.measured?.toFixed(2) ?? '–',
    `at most ${Number(target.most.toFixed(3))}`,
    verdict(isMet(target)),
  ]);
  return align([['target', 'measured', '', ''], ...rows]).join('\n');
}

function verdict(met: boolean | undefined): string {
  if (met === undefined) return 'not measured';
  return met ? 'met' : 'NOT MET';
}
