/** Masks are made by whoever has their rules: a thread that masks nothing does not load them. */

import { DumpError } from '../../errors.ts';
import type { ColumnMask } from '../../mask/column-mask.ts';
import type { MaskValue } from '../../mask/rule.ts';

/** @param key - see `Keyed.derived` */
export type MaskMaker = (key: Uint8Array) => (mask: ColumnMask) => MaskValue;

let known: MaskMaker | undefined;

/** To be called in each thread before a masked value is rendered in it. */
export function useMaskMaker(maker: MaskMaker): void {
  known = maker;
}

export function maskMaker(): MaskMaker {
  if (known !== undefined) return known;
  throw new DumpError('INTERNAL', 'There is a mask, and its rules have not been loaded.');
}
