/** A Vitest reporter: why tests were skipped, which faults were tried, and one line of totals. */

import { writeFileSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';
import { countFaults, describeFaults } from './faults.ts';

/** Where the line of totals goes in place of standard output, so that it can be printed last. */
const TOTALS_FILE = 'DUMPSTREAM_TOTALS_FILE';

/** What became of the tests of a run. */
export interface Totals {
  passed: number;
  /** Failed tests, and what failed outside of a test: files that don't load, hooks, stray errors. */
  failed: number;
  skipped: number;
  /** How many tests were skipped for each reason. */
  readonly reasons: Map<string, number>;
}

export default class TotalsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const totals = count(modules);
    totals.failed += unhandledErrors.length;
    for (const line of describeSkips(totals)) console.log(line);
    for (const line of describeFaults(countFaults(modules))) console.log(line);
    const file = process.env[TOTALS_FILE];
    if (file === undefined) console.log(totalsLine(totals));
    else writeFileSync(file, totalsLine(totals));
  }
}

/** Adds up the tests of the modules. */
export function count(modules: readonly TestModule[]): Totals {
  const totals: Totals = { passed: 0, failed: 0, skipped: 0, reasons: new Map() };
  for (const module of modules) {
    totals.failed += module.errors().length;
    for (const suite of module.children.allSuites()) totals.failed += suite.errors().length;
    for (const test of module.children.allTests()) {
      const result = test.result();
      if (result.state === 'passed') totals.passed += 1;
      else if (result.state === 'failed') totals.failed += 1;
      else {
        totals.skipped += 1;
        const reason = (result.state === 'skipped' && result.note) || 'no reason given';
        totals.reasons.set(reason, (totals.reasons.get(reason) ?? 0) + 1);
      }
    }
  }
  return totals;
}

/** The last line of a run. */
export function totalsLine({ passed, failed, skipped }: Totals): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

function describeSkips({ reasons }: Totals): string[] {
  if (reasons.size === 0) return [];
  const byCount = [...reasons].sort(([, a], [, b]) => b - a);
  return ['Skipped:', ...byCount.map(([reason, times]) => `  ${times} × ${reason}`), ''];
}
