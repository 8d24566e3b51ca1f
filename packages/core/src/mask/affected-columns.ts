/** Columns whose values in the restored table are not those of the dumped one. */

import type { TableConstraints } from '../catalog/table-constraints.ts';

/** Asked by the name of a column, in any case, as constraints have it. */
export class AffectedColumns {
  readonly #causes = new Map<string, string>();

  /** @param masked - names of the columns that are masked */
  constructor(masked: Iterable<string>, { generated }: Pick<TableConstraints, 'generated'>) {
    for (const name of masked) this.#causes.set(name.toLowerCase(), name);
    // One may be computed from another one.
    for (let before = -1; before !== this.#causes.size; ) {
      before = this.#causes.size;
      for (const [name, sources] of generated) {
        const cause = this.causeOf(sources);
        if (cause === undefined || this.#causes.has(name.toLowerCase())) continue;
        this.#causes.set(name.toLowerCase(), cause);
      }
    }
  }

  /** The masked column by which the first of these differs; `undefined` where none does. */
  causeOf(columns: readonly string[]): string | undefined {
    for (const column of columns) {
      const cause = this.#causes.get(column.toLowerCase());
      if (cause !== undefined) return cause;
    }
    return undefined;
  }

  /** All masked columns by which these differ. */
  causesOf(columns: readonly string[]): readonly string[] {
    return [...new Set(columns.flatMap((column) => this.causeOf([column]) ?? []))];
  }
}
