/** A policy of masks: which columns leave the process changed, and how. */

import type { DeclaredRelation } from './declared-relation.ts';

/**
 * What a dump's columns are masked by. In JSON this is a policy file, see `@dumpstream/mask`; in code
 * a rule may be a function as well.
 *
 * @example
 * ```ts
 * const mask: MaskPolicy = {
 *   version: 1,
 *   strict: true,
 *   columns: {
 *     'shop.customers.email': 'email',
 *     'shop.customers.name': { rule: 'name', locale: 'ja' },
 *     'shop.*.created_at': 'keep',
 *   },
 * };
 * ```
 */
export interface MaskPolicy {
  /** For editors; it has no meaning here. */
  readonly $schema?: string;
  /** Of the format. */
  readonly version: 1;
  /** Whether a column that the policy does not name is an error. Default `false`: it is kept. */
  readonly strict?: boolean;
  /**
   * Rules by `database.table.column`. `*` stands for any characters of one part; a part that holds a
   * point, a star or a backtick stands in backticks, as in SQL. A column has the rule of the pattern
   * that says most about it: the one with the fewest stars, and of those the longest. Two different
   * rules of equal right are an error.
   */
  readonly columns: Readonly<Record<string, MaskRule>>;
  /**
   * References that the schema has no foreign key for: their columns must be masked alike, and a
   * subset follows them.
   */
  readonly relations?: readonly DeclaredRelation[];
}

/** A rule: its name, or its name with parameters, or (in code alone) a function. */
export type MaskRule = MaskRuleName | MaskRuleObject | MaskFunction;

export type MaskRuleName =
  | 'keep'
  | 'null'
  | 'constant'
  | 'redact'
  | 'hash'
  | 'email'
  | 'name'
  | 'phone'
  | 'address'
  | 'text'
  | 'number'
  | 'dateShift'
  | 'uuid'
  | 'ip'
  | 'creditCard'
  | 'json';

/** A rule with parameters; each rule tells its own in its file of `mask/rules`. */
export interface MaskRuleObject {
  readonly rule: MaskRuleName;
  /**
   * Of any rule: the masked values pass the CHECKs of the column and find a partition, which can't be
   * proven. Default `false`: such a rule is refused.
   */
  readonly trustChecks?: boolean;
  readonly [parameter: string]: unknown;
}

/**
 * Masks a value in code. NULL is never masked. It must be the same for the same value, and is run in
 * the main thread. What it returns is checked against the column's type and length; that a text can
 * stand in the column's character set is up to it. Columns of unique keys can't have one.
 *
 * @param value - text of the value as the server shows it, or bytes for binary columns
 */
export type MaskFunction = (
  value: string | Buffer,
  column: { readonly database: string; readonly table: string; readonly column: string },
) => string | Buffer | null;
