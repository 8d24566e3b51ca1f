/** Whether numbers that are joined stay joined when the rule `number` masks them. */

import type { Column } from '../catalog/model.ts';
import { columnKind, decimalLimits, integerRange } from './column-limits.ts';
import type { RuleParameters } from './rule.ts';

/** The largest number without its digits behind the point, and how many of these there are. */
interface Size {
  readonly highest: bigint;
  readonly scale: number;
}

/**
 * Numbers become others of their own size, up to the largest that the column takes: where that lies
 * within a size, columns that take more have more to choose from.
 */
export function numbersStayJoined(a: Column, b: Column, { min, noise }: RuleParameters): boolean {
  const [one, other] = [sizeOf(a), sizeOf(b)];
  if (one === undefined || other === undefined) {
    // Of floating point only what is exact in both would be.
    return a.dataType === b.dataType || ![a, b].some((column) => columnKind(column) === 'float');
  }
  if (min !== undefined || noise !== undefined) return one.scale === other.scale;
  const [lower = 0n] = [one.highest, other.highest].sort((x, y) => (x < y ? -1 : 1));
  return one.highest === other.highest || (lower & (lower + 1n)) === 0n;
}

function sizeOf(column: Column): Size | undefined {
  const integers = integerRange(column);
  if (integers !== undefined) return { highest: integers.highest, scale: 0 };
  const decimal = decimalLimits(column);
  return (
    decimal && { highest: decimal.highest / 10n ** BigInt(decimal.scale), scale: decimal.scale }
  );
}
