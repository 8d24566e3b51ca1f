/** Values of FLOAT(M,D) and DOUBLE(M,D), which the server rounds again when they are restored. */

/** What a column rounds to. */
export interface Rounding {
  /** M: digits in all. */
  readonly precision: number;
  /** D: digits behind the point. */
  readonly scale: number;
  /** FLOAT, not DOUBLE. */
  readonly single: boolean;
  readonly unsigned: boolean;
}

/** `undefined` for a type without (M,D). */
export function roundingOf(columnType: string): Rounding | undefined {
  const [, type, precision, scale, attributes = ''] =
    /^(float|double)\((\d+),(\d+)\)(.*)$/i.exec(columnType) ?? [];
  if (type === undefined) return undefined;
  return {
    precision: Number(precision),
    scale: Number(scale),
    single: type.toLowerCase() === 'float',
    unsigned: /unsigned|zerofill/i.test(attributes),
  };
}

/** A literal outside of every range, which the server cuts to the largest value of the column. */
const beyond = '1e308';

/**
 * A number that is stored as the value. That is mostly the value itself, but rounding a DOUBLE of
 * more than 15 digits twice is not the same as once, and the largest value of a column is not
 * always one that rounding gives.
 *
 * @param text - the value, in its shortest exact form
 * @returns `undefined` where no number is stored as the value
 */
export function literalForRounded(text: string, rounding: Rounding): string | undefined {
  const value = Number(text);
  if (stored(value, rounding) === value) return text;
  if (stored(Number(beyond), rounding) === value) return beyond;
  if (stored(-Number(beyond), rounding) === value) return `-${beyond}`;
  const near = neighbours(value).find((candidate) => stored(candidate, rounding) === value);
  return near === undefined ? undefined : near.toExponential();
}

/** Field_real::truncate of MySQL (sql/field.cc) and truncate_double of MariaDB. */
function stored(value: number, { precision, scale, single, unsigned }: Rounding): number {
  const power = Number(`1e${scale}`);
  const largest = Number(`1e${precision - scale}`) - 1 / power;
  const whole = Math.floor(value);
  const rounded = whole + roundHalfEven((value - whole) * power) / power;
  const cut = Math.min(Math.max(rounded, unsigned ? 0 : -largest), largest);
  return single ? Math.fround(cut) : cut;
}

/** C's rint(). */
function roundHalfEven(value: number): number {
  const rounded = Math.round(value);
  return Math.abs(value % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

/** The nearest doubles on both sides, and numbers a little further off. */
function neighbours(value: number): readonly number[] {
  const step = Math.max(Math.abs(value) * 2 ** -53, Number.MIN_VALUE);
  return [1, -1, 2, -2, 3, -3, 4, -4, 8, -8].map((count) => value + count * step);
}
