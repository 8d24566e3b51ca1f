/** Makes masks by the rules of this package. */

import type { ColumnMask } from './column-mask.ts';
import { compileMask } from './compile-mask.ts';
import { Keyed } from './keyed.ts';
import type { MaskValue } from './rule.ts';

/** @param key - see `Keyed.derived` */
export function makeMasks(key: Uint8Array): (mask: ColumnMask) => MaskValue {
  const keyed = Keyed.fromDerived(key);
  return (mask) => compileMask(mask, keyed);
}
