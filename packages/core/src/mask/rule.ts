/** What a rule of masks is: whether it fits a column, and what it makes of a value. */

import type { MaskRuleName } from '../mask-policy.ts';
import type { Keyed } from './keyed.ts';

/** What rules must know of a column. */
export interface MaskedColumn {
  readonly database: string;
  readonly table: string;
  readonly name: string;
  /** `DATA_TYPE` of information_schema, lower case. */
  readonly dataType: string;
  /** `COLUMN_TYPE`, with length, members and attributes. */
  readonly columnType: string;
  /** Of a text column; `binary` never: those have none. */
  readonly characterSet: string | undefined;
  readonly collation: string | undefined;
  readonly nullable: boolean;
  /** Characters of a text column, bytes of a binary one; undefined for every other type. */
  readonly longest: number | undefined;
  /** Of ENUM and SET, in their order. */
  readonly members: readonly string[] | undefined;
  /** Whether a unique key consists of this column alone: its masked values must differ as well. */
  readonly unique: boolean;
}

/** Parameters of a rule as they stand in the policy, without `rule`. */
export type RuleParameters = Readonly<Record<string, unknown>>;

/** Other values of the row that a value stands in. */
export interface MaskedRow {
  /** Text of another column as the server shows it; `null` for NULL. */
  column(name: string): string | null;
}

/**
 * What becomes of a value that is not NULL. Text columns and all that is shown as text (numbers, dates,
 * JSON, UUIDs, ...) come and go as strings; binary columns as buffers.
 */
export type MaskValue = (value: string | Buffer, row: MaskedRow) => string | Buffer | null;

/** A parameter as JSON Schema (draft 2020-12) describes it, and editors complete it. */
export type ParameterSchema = Readonly<Record<string, unknown>>;

/** A rule. All of them are in `mask/rules`, and in the registry `mask/rules.ts`. */
export interface RuleDefinition {
  readonly name: MaskRuleName;
  /** One sentence for the documentation and for editors. */
  readonly description: string;
  /** By name. */
  readonly parameters: Readonly<Record<string, ParameterSchema>>;
  readonly required?: readonly string[];
  /** Names of other columns of the same table that it reads, by its parameters. */
  reads?(parameters: RuleParameters): readonly string[];
  /**
   * Why these parameters, or this column, can't have the rule: a clause that completes "as …", for
   * example "the column takes 5 characters and a masked address needs 12". Undefined where it fits.
   */
  problem(column: MaskedColumn, parameters: RuleParameters): string | undefined;
  /** Whether two different values never become the same one, by construction. */
  injective(column: MaskedColumn, parameters: RuleParameters): boolean;
  /**
   * Of a unique column: a condition of SQL that is true for each value that the rule can only refuse, and
   * for few others. Undefined where it takes all that the column can hold.
   *
   * @param value - the expression of the value: texts are in utf8mb4, and compared byte by byte
   */
  suspects?(column: MaskedColumn, value: string): string | undefined;
  /** @param keyed - of the whole policy: rules make their own domains, see {@link Keyed.domain} */
  compile(column: MaskedColumn, parameters: RuleParameters, keyed: Keyed): MaskValue;
}
