/** What there is to know of a masked column: how its values come, and what they are written as. */

import type { ColumnMask } from '../mask/column-mask.ts';

/** What the bytes that the server sends are. */
export type SentForm =
  /** Text in UTF-8. */
  'text' | 'bytes';

/** How a masked value becomes a literal. */
export type MaskedLiteralKind =
  /** Digits and what else a number has, without quotes. */
  | 'number'
  /** An escaped string in UTF-8. */
  | 'text'
  /** `_binary '…'` */
  | 'binary'
  /** `0x…` */
  | 'hexadecimal';

/** Another column of the row that a rule reads. */
export interface ReadColumn {
  readonly name: string;
  /** For the SELECT list, behind all else. */
  readonly expression: string;
  readonly form: SentForm;
}

/** What there is to know of a column of kind `masked`. Plain data, but for a function as the rule. */
export interface MaskedValues {
  readonly mask: ColumnMask;
  readonly form: SentForm;
  readonly literal: MaskedLiteralKind;
  readonly reads: readonly ReadColumn[];
}
