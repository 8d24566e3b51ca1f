/** Counts of invalid texts, added up over the chunks of a table. */

import type { InvalidTextSummary } from '../summary.ts';

export class InvalidTextCounts {
  readonly #values = new Map<string, number>();

  add(counts: readonly InvalidTextSummary[]): void {
    for (const { column, values } of counts) {
      this.#values.set(column, (this.#values.get(column) ?? 0) + values);
    }
  }

  summary(): readonly InvalidTextSummary[] {
    return [...this.#values].map(([column, values]) => ({ column, values }));
  }
}
