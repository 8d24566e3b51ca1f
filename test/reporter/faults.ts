/** Adds up the faults that tests have tried, for one line of the report. */

import type { TestModule } from 'vitest/node';

/** Counts of `task.meta.faults`, which test/fault/fault-tally.ts writes, over all tests. */
export function countFaults(modules: readonly TestModule[]): ReadonlyMap<string, number> {
  const faults = new Map<string, number>();
  for (const module of modules) {
    for (const test of module.children.allTests()) {
      const meta = test.meta() as { readonly faults?: Readonly<Record<string, number>> };
      for (const [kind, times] of Object.entries(meta.faults ?? {})) {
        faults.set(kind, (faults.get(kind) ?? 0) + times);
      }
    }
  }
  return faults;
}

/** One line, or none where no fault was tried. */
export function describeFaults(faults: ReadonlyMap<string, number>): string[] {
  if (faults.size === 0) return [];
  const byCount = [...faults].sort(([, a], [, b]) => b - a);
  const total = byCount.reduce((sum, [, times]) => sum + times, 0);
  return [
    `Faults: ${total} tried: ${byCount.map(([kind, times]) => `${times} ${kind}`).join(', ')}`,
  ];
}
