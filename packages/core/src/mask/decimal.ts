/** Numbers as the server shows them, exactly: as whole numbers of units. */

import type { Choices } from './choices.ts';

/** `digits` divided by 10^`scale`. */
export interface Decimal {
  readonly negative: boolean;
  /** Never negative. */
  readonly digits: bigint;
  /** Digits behind the point, without zeros at their end; never negative. */
  readonly scale: number;
}

export const zero: Decimal = { negative: false, digits: 0n, scale: 0 };

/** A whole number or one with a point or an exponent; undefined for other texts. */
export function parseDecimal(text: string): Decimal | undefined {
  const [, sign, whole, fraction = '', exponent = '0'] =
    /^\s*([+-]?)(\d+)(?:\.(\d*))?(?:e([+-]?\d{1,4}))?\s*$/i.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const shift = fraction.length - Number(exponent);
  const all = (shift < 0 ? whole + fraction + '0'.repeat(-shift) : whole + fraction).padStart(
    1,
    '0',
  );
  const scale = Math.max(shift, 0);
  const zeros = Math.min(/0*$/.exec(all)?.[0].length ?? 0, scale);
  const digits = BigInt(zeros > 0 ? all.slice(0, all.length - zeros) || '0' : all);
  if (digits === 0n) return zero;
  return { negative: sign === '-', digits, scale: scale - zeros };
}

/** The same number in units of 10^-`scale`, without what is smaller than one. */
export function unitsOf({ negative, digits, scale }: Decimal, ofScale: number): bigint {
  const units =
    ofScale >= scale
      ? digits * 10n ** BigInt(ofScale - scale)
      : digits / 10n ** BigInt(scale - ofScale);
  return negative ? -units : units;
}

/** As the server shows a DECIMAL: with all digits behind the point. */
export function showUnits(units: bigint, scale: number): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  const point = digits.length - scale;
  const shown = scale === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`;
  return units < 0n ? `-${shown}` : shown;
}

/** A whole number from `lowest` to `highest`, all alike, but never `except` where there is another. */
export function drawBetween(
  choices: Choices,
  lowest: bigint,
  highest: bigint,
  except: bigint,
): bigint {
  const inside = except >= lowest && except <= highest;
  const count = highest - lowest + (inside ? 0n : 1n);
  if (count <= 0n) return lowest;
  const drawn = lowest + drawBelow(choices, count);
  return inside && drawn >= except ? drawn + 1n : drawn;
}

/** As {@link Choices.below} without its limit. */
function drawBelow(choices: Choices, limit: bigint): bigint {
  // Eight bytes more than needed: what is left of fairness is below 2^-64.
  const bytes = Math.ceil(limit.toString(2).length / 8) + 8;
  return BigInt(`0x${choices.bytes(bytes).toString('hex')}`) % limit;
}
