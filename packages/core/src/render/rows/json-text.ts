/** Decides whether the text of a MySQL JSON value brings all its numbers back as they are. */

import type { JsonNumbers } from '../../catalog/model.ts';

const quote = 0x22;
const backslash = 0x5c;
const minus = 0x2d;
const point = 0x2e;
const digitZero = 0x30;
const digitNine = 0x39;

/** Digits that a parser multiplies by a power of ten without rounding, if that one is exact too. */
const exactDigits = 15;
/** 10^22 is the largest power of ten that a DOUBLE holds exactly. */
const exactExponent = 22;

/**
 * Text becomes INTEGER or DOUBLE when it is read, but a JSON column also holds DECIMAL: `1.10` is
 * one and would come back as the DOUBLE `1.1`. Also the parser of some versions rounds wrongly.
 *
 * @returns `false` where a number would change; true where it may only change between INTEGER,
 *   DOUBLE and DECIMAL while its text stays the same
 */
export function jsonNumbersKeep(
  source: Buffer,
  start: number,
  end: number,
  numbers: JsonNumbers,
): boolean {
  let at = start;
  while (at < end) {
    const byte = source[at] as number;
    if (byte === quote) {
      at = afterString(source, at + 1, end);
    } else if (byte === minus || (byte >= digitZero && byte <= digitNine)) {
      const from = at++;
      while (at < end && isNumberByte(source[at] as number)) at++;
      if (at - from > 1 && !numberKeeps(source, from, at, numbers)) return false;
    } else {
      at++;
    }
  }
  return true;
}

function afterString(source: Buffer, start: number, end: number): number {
  let at = start;
  while (at < end) {
    const byte = source[at] as number;
    if (byte === quote) return at + 1;
    at += byte === backslash ? 2 : 1;
  }
  return at;
}

/** Digits, point, signs and `e`. */
function isNumberByte(byte: number): boolean {
  return (
    (byte >= digitZero && byte <= digitNine) ||
    byte === point ||
    byte === minus ||
    byte === 0x2b ||
    byte === 0x65 ||
    byte === 0x45
  );
}

function numberKeeps(source: Buffer, start: number, end: number, numbers: JsonNumbers): boolean {
  let fraction = false;
  for (let at = start; at < end; at++) {
    const byte = source[at] as number;
    if (byte !== point && (byte | 0x20) !== 0x65) continue;
    fraction = true;
    break;
  }
  // Short integers are most of all numbers.
  if (!fraction && end - start <= exactDigits && !isMinusZero(source, start, end)) return true;
  return textKeepsNumber(source.toString('latin1', start, end), numbers);
}

function isMinusZero(source: Buffer, start: number, end: number): boolean {
  return end - start === 2 && source[start] === minus && source[start + 1] === digitZero;
}

/** The same for the text of one number. */
export function textKeepsNumber(text: string, numbers: JsonNumbers): boolean {
  const kind = kindOfNumber(text, numbers);
  if (kind !== 'double') return kind === 'integer';
  if (text === '-0') return false;
  return numbers.exactDoubles || parsesExactly(text);
}

/** Which type of number a JSON value holds, as far as its text tells. */
export function kindOfNumber(text: string, numbers: JsonNumbers): 'integer' | 'double' | 'decimal' {
  if (/[eE]/.test(text) || text === '-0') return 'double';
  if (!text.includes('.')) return isInteger(text) ? 'integer' : 'decimal';
  if (text.endsWith('.0') && numbers.wholeDoublesHavePoint) {
    return digitsOf(text).length <= exactDigits + 2 ? 'double' : 'decimal';
  }
  // The server writes a DOUBLE in the shortest form that names it, and never with a zero at the end.
  if (text.endsWith('0')) return 'decimal';
  return digitsOf(text) === digitsOf(String(Number(text))) ? 'double' : 'decimal';
}

/** Whether it fits BIGINT or BIGINT UNSIGNED. */
function isInteger(text: string): boolean {
  if (text.length <= exactDigits) return true;
  const value = BigInt(text);
  return value >= -(2n ** 63n) && value < 2n ** 64n;
}

function parsesExactly(text: string): boolean {
  const [mantissa = '', exponent = '0'] = text.split(/[eE]/);
  const fractionDigits = mantissa.includes('.') ? mantissa.length - mantissa.indexOf('.') - 1 : 0;
  return (
    digitsOf(text).length <= exactDigits &&
    Math.abs(Number(exponent) - fractionDigits) <= exactExponent
  );
}

/** Significant digits: no sign, point, exponent or leading zeros. */
function digitsOf(text: string): string {
  const [mantissa = ''] = text.split(/[eE]/);
  return mantissa.replace(/[-.]/g, '').replace(/^0+/, '');
}
