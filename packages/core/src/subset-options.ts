/** The options of a subset: which rows it begins with, and how it is completed. */

import type { DeclaredRelation } from './declared-relation.ts';

/**
 * Which rows are dumped: those that it begins with (the roots), and all rows that they refer to by
 * foreign keys, directly or by others, so that the dump restores with foreign key checks on.
 *
 * Tables are named `table` or `database.table`, as in the option `tables`.
 *
 * @example
 * ```ts
 * const subset: SubsetOptions = {
 *   roots: { 'shop.customers': 'id % 100 = 0' },
 *   referring: ['shop.orders', 'shop.order_lines'],
 * };
 * ```
 */
export interface SubsetOptions {
  /**
   * SQL conditions for the rows that the subset begins with, by table. By default all tables are roots,
   * with all their rows; with this option only those named here, or in {@link sample} and
   * {@link limit}. The condition of a table without a key is asked more than once: it must be true for
   * the same rows each time.
   */
  readonly roots?: Readonly<Record<string, string>>;
  /**
   * Part of the roots' rows, above 0 and at most 1: one for all roots, or one by table. Which rows
   * it takes follows from their keys (of a table without a key, from all their values), so that two
   * dumps of the same data take the same ones.
   */
  readonly sample?: number | Readonly<Record<string, number>>;
  /** Rows of a root at the most, the first in the order of its key: one for all roots, or by table. */
  readonly limit?: number | Readonly<Record<string, number>>;
  /**
   * Whether rows that refer to roots belong to the subset too, and rows that refer to those, and so
   * on, each with all that it refers to: from all tables (`true`), or from the tables named. Rows that
   * refer to a row which is only there since others refer to it do not: a country does not bring all
   * of its customers. Default `false`.
   */
  readonly referring?: boolean | readonly string[];
  /** References that the schema has no foreign key for. Those of `mask.relations` count as well. */
  readonly relations?: readonly DeclaredRelation[];
}
