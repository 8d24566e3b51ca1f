/** `number`: another number, of the same size, in a range, or near it. */

import {
  columnKind,
  decimalLimits,
  integerRange,
  isUnsigned,
  shownType,
} from '../column-limits.ts';
import { parseDecimal, showUnits, unitsOf, zero } from '../decimal.ts';
import type { Keyed } from '../keyed.ts';
import {
  doubleLimits,
  drawDigits,
  drawFloatInRange,
  drawFloatNear,
  drawInRange,
  drawNear,
  type FloatLimits,
  floatLimits,
  type UnitRange,
  unitRange,
} from '../number-draw.ts';
import { NumberPermutation } from '../number-permutation.ts';
import { uniqueProblem } from '../representable.ts';
import type { MaskedColumn, MaskValue, RuleDefinition, RuleParameters } from '../rule.ts';

export const numberRule: RuleDefinition = {
  name: 'number',
  description:
    'Replaces a number by another one: of the same size and one for one (so that ids may have ' +
    'it), from a range (min and max), or near it (noise). The sign stays but in a range; without a ' +
    'range 0 stays 0.',
  parameters: {
    min: { type: 'number', description: 'The least that is drawn; together with max.' },
    max: { type: 'number', description: 'The most that is drawn; together with min.' },
    noise: {
      type: 'number',
      minimum: 0.001,
      maximum: 1,
      description:
        'The share of the number that it may become more or less: 0.1 makes 180 to 220 of 200. At ' +
        'least one unit of the last digit.',
    },
  },
  problem(column, parameters) {
    if (takenBy(column) === undefined && columnKind(column) !== 'float') {
      return `the column is ${shownType(column)}, and holds no numbers`;
    }
    const wrong = parametersProblem(column, parameters);
    if (wrong !== undefined || isOneForOne(column, parameters)) return wrong;
    return uniqueProblem(column);
  },
  injective: isOneForOne,
  compile(column, parameters, keyed) {
    const taken = takenBy(column);
    return taken === undefined
      ? compileFloat(column, parameters, keyed)
      : compileExact(taken, parameters, keyed);
  },
};

function isOneForOne(column: MaskedColumn, { noise, min }: RuleParameters): boolean {
  return takenBy(column) !== undefined && noise === undefined && min === undefined;
}

function parametersProblem(
  column: MaskedColumn,
  { min, max, noise }: RuleParameters,
): string | undefined {
  if ((min === undefined) !== (max === undefined)) return 'a range needs both min and max';
  if (min === undefined) return undefined;
  if (noise !== undefined) return 'a number is either drawn from a range or gets noise, not both';
  if (Number(min) > Number(max)) return 'min is above max';
  const taken = takenBy(column);
  if (taken === undefined) {
    const { highest } = limitsOf(column);
    const least = isUnsigned(column) ? 0 : -highest;
    return Number(min) < least || Number(max) > highest
      ? `the column (${shownType(column)}) does not take all numbers from min to max`
      : undefined;
  }
  const { lowest, highest } = unitRange(Number(min), Number(max), taken.scale);
  if (lowest > highest) {
    return `the column (${shownType(column)}) takes no number from min to max`;
  }
  return lowest < taken.lowest || highest > taken.highest
    ? `the column (${shownType(column)}) takes numbers from ` +
        `${showUnits(taken.lowest, taken.scale)} to ${showUnits(taken.highest, taken.scale)}`
    : undefined;
}

function compileExact(
  taken: UnitRange,
  { min, max, noise }: RuleParameters,
  keyed: Keyed,
): MaskValue {
  const drawn = typeof min === 'number' && typeof max === 'number';
  const range = drawn ? unitRange(min, max, taken.scale) : taken;
  const domain = keyed.domain('number');
  const permutation = new NumberPermutation(keyed);
  const unit = 10n ** BigInt(taken.scale);
  return (value) => {
    const number = parseDecimal(String(value)) ?? zero;
    const same = (): string => showUnits(unitsOf(number, number.scale), number.scale);
    if (drawn) return drawInRange(domain.choices(same()), range, number);
    if (typeof noise === 'number') {
      return drawNear(domain.choices(same()), range, number, noise);
    }
    const highest = number.negative ? -range.lowest : range.highest;
    return showUnits(
      unitsOf(permutation.decimal(number, highest / unit), taken.scale),
      taken.scale,
    );
  };
}

function compileFloat(
  column: MaskedColumn,
  { min, max, noise }: RuleParameters,
  keyed: Keyed,
): MaskValue {
  const limits = limitsOf(column);
  const domain = keyed.domain('number');
  const permutation = new NumberPermutation(keyed);
  // Whole numbers become what they become in other types, as far as the type has all of them.
  const mostWhole = 2n ** (limits === floatLimits ? 19n : 49n) - 1n;
  return (value) => {
    const number = parseDecimal(String(value)) ?? zero;
    const asNumber = Number(value);
    const choices = domain.choices(String(asNumber));
    if (typeof min === 'number' && typeof max === 'number') {
      return drawFloatInRange(choices, limits, asNumber, min, max);
    }
    if (typeof noise === 'number') return drawFloatNear(choices, limits, asNumber, noise);
    if (number.digits === 0n) return value;
    if (number.scale === 0 && number.digits <= mostWhole) {
      return showUnits(unitsOf(permutation.decimal(number, mostWhole), 0), 0);
    }
    return drawDigits(choices, limits, number);
  };
}

/** What a column of exact numbers takes. */
function takenBy(column: MaskedColumn): UnitRange | undefined {
  const integers = integerRange(column);
  return integers === undefined ? decimalLimits(column) : { scale: 0, ...integers };
}

function limitsOf({ dataType }: MaskedColumn): FloatLimits {
  return dataType === 'float' ? floatLimits : doubleLimits;
}
