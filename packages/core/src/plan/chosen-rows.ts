/** Which rows of a table are read. */

/** Rows of a table. */
export type ChosenRows =
  /** Those of an SQL condition, or all; the first so many of them. */
  | {
      readonly kind: 'rows';
      readonly condition: string | undefined;
      readonly limit?: number | undefined;
    }
  /** Those of one condition after another. */
  | { readonly kind: 'listed'; readonly list: RowList };

export interface RowList {
  /**
   * A condition for the next rows; `undefined` at the end. Where they end does not depend on how they
   * are read, so that a dump is the same bytes in any case.
   */
  next(): string | undefined;
  /** The key that finds them, and that a statement's rows are in the order of. */
  readonly key: { readonly name: string; readonly columns: readonly string[] } | undefined;
}
