/** Whether a text of a policy is a value that a column takes. */

import {
  columnKind,
  decimalLimits,
  fractionalDigits,
  integerRange,
  isUnsigned,
  shownType,
} from './column-limits.ts';
import { dateRange, isInRange, isYear, parseDate, timestampRange } from './dates.ts';
import { type Decimal, parseDecimal, showUnits, unitsOf } from './decimal.ts';
import { parseIp } from './ip-address.ts';
import { doubleLimits, floatLimits } from './number-draw.ts';
import { isRepresentable, lengthOf, lengthProblem } from './representable.ts';
import type { MaskedColumn } from './rule.ts';

/** A clause that says why it is none; undefined where it is one. Values are never shown. */
export function constantProblem(column: MaskedColumn, value: string): string | undefined {
  switch (columnKind(column)) {
    case 'text':
      return isRepresentable(value, column)
        ? lengthProblem(column, lengthOf(value), 'the constant')
        : `the column's character set ${column.characterSet} can't be relied on to hold the constant`;
    case 'binary':
      return (column.longest ?? 0) < Buffer.byteLength(value)
        ? `the column takes ${column.longest} bytes and the constant has ${Buffer.byteLength(value)}`
        : undefined;
    case 'enum':
      return isMember(column, value) ? undefined : 'the constant is no member of the column';
    case 'set':
      return value === '' || value.split(',').every((one) => isMember(column, one))
        ? undefined
        : 'the constant has what is no member of the column';
    case 'integer':
    case 'decimal':
    case 'float':
      return numberProblem(column, value);
    case 'other':
      return `the column is ${shownType(column)}, which takes no constant`;
    default:
      return isOfForm(column, value)
        ? undefined
        : `the column is ${shownType(column)}, and the constant is no value of that type`;
  }
}

function isMember({ members = [] }: MaskedColumn, value: string): boolean {
  return members.includes(value);
}

function numberProblem(column: MaskedColumn, value: string): string | undefined {
  const number = parseDecimal(value);
  if (number === undefined) return 'the constant is no number';
  const integers = integerRange(column);
  const taken = integers === undefined ? decimalLimits(column) : { scale: 0, ...integers };
  if (taken === undefined) return floatProblem(column, number, Number(value));
  const { scale, lowest, highest } = taken;
  if (number.scale > scale) {
    return `the column takes ${scale} digits behind the point and the constant has ${number.scale}`;
  }
  const units = unitsOf(number, scale);
  return units < lowest || units > highest
    ? `the column takes numbers from ${showUnits(lowest, scale)} to ${showUnits(highest, scale)}`
    : undefined;
}

function floatProblem(
  column: MaskedColumn,
  { negative }: Decimal,
  value: number,
): string | undefined {
  const { highest } = column.dataType === 'float' ? floatLimits : doubleLimits;
  if (Math.abs(value) > highest) return 'the constant is larger than the column takes';
  return negative && isUnsigned(column) ? 'the column takes no negative numbers' : undefined;
}

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const timeForm = /^-?(?:[0-7]?\d{2}|8[0-2]\d|83[0-8]):[0-5]\d:[0-5]\d(?:\.(\d{1,6}))?$/;

function isOfForm(column: MaskedColumn, value: string): boolean {
  switch (columnKind(column)) {
    case 'date':
      return parseDate(value)?.time === '' && value >= dateRange.first;
    case 'datetime':
      return isDateTime(column, value) && value >= dateRange.first;
    case 'timestamp':
      return isDateTime(column, value) && isInRange(value, timestampRange);
    case 'time':
      return (
        (timeForm.exec(value)?.[1] ?? '').length <= fractionalDigits(column) && timeForm.test(value)
      );
    case 'year':
      return /^\d{4}$/.test(value) && (value === '0000' || isYear(Number(value)));
    case 'json':
      return isJson(value);
    case 'uuid':
      return uuidForm.test(value);
    case 'inet4':
      return parseIp(value)?.version === 4;
    case 'inet6':
      return parseIp(value)?.version === 6;
    default:
      return false;
  }
}

/** With as many digits of a second as the column has, or fewer. */
function isDateTime(column: MaskedColumn, value: string): boolean {
  const date = parseDate(value);
  const [, digits = ''] = value.split('.');
  return date !== undefined && date.time !== '' && digits.length <= fractionalDigits(column);
}

function isJson(value: string): boolean {
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
}
