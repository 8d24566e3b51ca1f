/** Checks what a rule made of a value before it is written: what the column can't hold is an error. */

import type { MaskedColumn } from './rule.ts';

const wholeNumbers: Readonly<Record<string, number>> = {
  ...{ tinyint: 8, smallint: 16, mediumint: 24, int: 32, bigint: 64 },
};

const shapes: Readonly<Record<string, RegExp>> = {
  ...{ float: /^-?\d+(\.\d+)?(e[-+]?\d+)?$/i, double: /^-?\d+(\.\d+)?(e[-+]?\d+)?$/i },
  ...{ decimal: /^-?\d+(\.\d+)?$/, year: /^\d{4}$/, date: /^\d{4}-\d\d-\d\d$/ },
  ...{ time: /^-?\d{2,3}:\d\d:\d\d(\.\d{1,6})?$/ },
  datetime: /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?$/,
  timestamp: /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?$/,
  uuid: /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i,
  ...{ inet4: /^\d{1,3}(\.\d{1,3}){3}$/, inet6: /^[\da-f:.]+$/i },
};

/** What a value must not be; a clause that completes "which …", and tells nothing of the value. */
export function outputProblem(
  column: MaskedColumn,
  value: string | Buffer | null,
): string | undefined {
  if (value === null) return column.nullable ? undefined : 'is NULL, and the column may not be';
  const { dataType, characterSet, longest, members } = column;
  if (typeof value !== 'string') {
    return longest !== undefined && value.length > longest ? 'is too long' : undefined;
  }
  if (!value.isWellFormed()) return 'is no valid text';
  if (members !== undefined) return memberProblem(dataType, members, value);
  if (characterSet !== undefined) {
    if (longest !== undefined && isLonger(value, longest)) return 'is too long';
    const inBasicPlane = characterSet === 'utf8mb3' || characterSet === 'utf8';
    return (inBasicPlane || characterSet === 'ucs2') && /[\ud800-\udfff]/.test(value)
      ? 'has characters that its character set lacks'
      : undefined;
  }
  const bits = wholeNumbers[dataType];
  if (bits !== undefined) return wholeNumberProblem(column.columnType, bits, value);
  const shape = shapes[dataType];
  if (shape !== undefined && !shape.test(value)) return `has not the form of a ${dataType}`;
  if (dataType === 'decimal') return decimalProblem(column.columnType, value);
  return undefined;
}

function memberProblem(
  dataType: string,
  members: readonly string[],
  value: string,
): string | undefined {
  if (value === '') return undefined;
  const parts = dataType === 'set' ? value.split(',') : [value];
  return parts.every((part) => members.includes(part)) ? undefined : 'is not one of its members';
}

/** In characters. */
function isLonger(value: string, longest: number): boolean {
  if (value.length <= longest) return false;
  let characters = 0;
  for (const _ of value) characters++;
  return characters > longest;
}

function wholeNumberProblem(columnType: string, bits: number, value: string): string | undefined {
  if (!/^-?\d{1,40}$/.test(value)) return 'is no whole number';
  const unsigned = /unsigned|zerofill/i.test(columnType);
  const number = BigInt(value);
  const lowest = unsigned ? 0n : -(1n << BigInt(bits - 1));
  const highest = (1n << BigInt(unsigned ? bits : bits - 1)) - 1n;
  return number < lowest || number > highest ? 'is out of its range' : undefined;
}

/** `decimal(10,2)` has eight digits before the point. */
function decimalProblem(columnType: string, value: string): string | undefined {
  const [, precision = '10', scale = '0'] = /\((\d+)(?:,(\d+))?\)/.exec(columnType) ?? [];
  const whole = (/^-?0*(\d*)/.exec(value)?.[1] ?? '').length;
  if (whole > Number(precision) - Number(scale)) return 'is out of its range';
  return /unsigned|zerofill/i.test(columnType) && Number(value) < 0
    ? 'is out of its range'
    : undefined;
}
