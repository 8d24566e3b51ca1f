/** Which rows of a table are read. */

/** Rows of a table. */
export type ChosenRows =
  /** Those of an SQL condition, or all; the first so many of them. */
  | {
      readonly kind: 'rows';
      readonly condition: string | undefined;
      readonly limit?: number | undefined;
    }
  /** Those with keys from a list, which is read once. */
  | { readonly kind: 'keys'; readonly keys: KeyList };

/** Keys, as `keyText` gives them. */
export interface KeyList {
  /** The next ones, at the most so many; none at the end. */
  next(count: number): readonly string[];
}
