/** Numbers drawn from a range, or near another one. */

import type { Choices } from './choices.ts';
import { type Decimal, drawBetween, parseDecimal, showUnits, unitsOf, zero } from './decimal.ts';

/** What a column of exact numbers takes, in units of its last digit. */
export interface UnitRange {
  readonly scale: number;
  readonly lowest: bigint;
  readonly highest: bigint;
}

/** The numbers from `min` to `max` that a column of this scale can hold; none where lowest > highest. */
export function unitRange(min: number, max: number, scale: number): UnitRange {
  const exact = (number: number): Decimal => parseDecimal(String(number)) ?? zero;
  // Rounding is to the inside: up for min, down for max.
  const floor = (decimal: Decimal): bigint => {
    const units = unitsOf(decimal, scale);
    return decimal.negative && decimal.scale > scale ? units - 1n : units;
  };
  return { scale, lowest: -floor(exact(-min)), highest: floor(exact(max)) };
}

export function drawInRange(choices: Choices, range: UnitRange, value: Decimal): string {
  const { lowest, highest, scale } = range;
  // One that has more digits is not among those that can be drawn.
  const units = value.scale > scale ? lowest - 1n : unitsOf(value, scale);
  return showUnits(drawBetween(choices, lowest, highest, units), scale);
}

/** Noise is counted in billionths. */
const noiseUnit = 10n ** 9n;

/**
 * Up to a share of the number more or less, and at least one unit. The sign stays, and zero does.
 *
 * @param noise - the share, above 0 and up to 1
 */
export function drawNear(
  choices: Choices,
  { scale, lowest, highest }: UnitRange,
  value: Decimal,
  noise: number,
): string {
  const units = unitsOf(value, scale);
  const magnitude = units < 0n ? -units : units;
  if (magnitude === 0n) return showUnits(0n, scale);
  const share = (magnitude * BigInt(Math.round(noise * Number(noiseUnit)))) / noiseUnit;
  const reach = share > 0n ? share : 1n;
  const limit = units < 0n ? -lowest : highest;
  const least = magnitude - reach > 0n ? magnitude - reach : 1n;
  const most = magnitude + reach < limit ? magnitude + reach : limit;
  const drawn = drawBetween(choices, least, most, magnitude);
  return showUnits(units < 0n ? -drawn : drawn, scale);
}

/** A FLOAT or a DOUBLE. */
export interface FloatLimits {
  /** Digits that every value of the type keeps. */
  readonly precision: number;
  readonly highest: number;
}

export const floatLimits: FloatLimits = { precision: 6, highest: 3.402823e38 };
export const doubleLimits: FloatLimits = { precision: 15, highest: Number.MAX_VALUE };

/** Among numbers of such a size, or in such a range, there may be no other one. */
const mostAttempts = 100;

/** From 0 up to and without 1. */
function drawShare(choices: Choices): number {
  return choices.below(2 ** 48) / 2 ** 48;
}

export function drawFloatInRange(
  choices: Choices,
  { precision }: FloatLimits,
  value: number,
  min: number,
  max: number,
): string {
  let inside = min;
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    const drawn = Number((min + (max - min) * drawShare(choices)).toPrecision(precision));
    inside = Math.min(Math.max(drawn, min), max);
    if (inside !== value) break;
  }
  return String(inside);
}

export function drawFloatNear(
  choices: Choices,
  { precision, highest }: FloatLimits,
  value: number,
  noise: number,
): string {
  for (let attempt = 0; attempt < mostAttempts && value !== 0; attempt++) {
    const factor = 1 + noise * (2 * drawShare(choices) - 1);
    const drawn = Number((value * factor).toPrecision(precision));
    if (drawn !== 0 && drawn !== value && Math.abs(drawn) <= highest) return String(drawn);
  }
  return '0';
}

/** As many digits at the same places, with the same sign. */
export function drawDigits(
  choices: Choices,
  { precision, highest }: FloatLimits,
  { negative, digits, scale }: Decimal,
): string {
  const shown = digits.toString();
  const count = Math.min(shown.replace(/0+$/, '').length, precision);
  const exponent = shown.length - 1 - scale;
  for (;;) {
    let drawn = String(1 + choices.below(9));
    while (drawn.length < count) drawn += String(choices.below(10));
    const number = Number(`${drawn.charAt(0)}.${drawn.slice(1)}0e${exponent}`);
    const same = drawn === shown.slice(0, count);
    if (number <= highest && !same) return String(negative ? -number : number);
  }
}
