/** Checks what a rule made of a value before it is written: what the column can't hold is an error. */

import {
  type DecimalLimits,
  decimalLimits,
  integerRange,
  type WholeNumberRange,
} from './column-limits.ts';
import { fits } from './representable.ts';
import type { MaskedColumn } from './rule.ts';

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
export type OutputCheck = (value: string | Buffer | null) => string | undefined;

export function outputCheck(column: MaskedColumn): OutputCheck {
  const ofText = textCheck(column);
  const { nullable, longest } = column;
  return (value) => {
    if (value === null) return nullable ? undefined : 'is NULL, and the column may not be';
    if (typeof value !== 'string') {
      return longest !== undefined && value.length > longest ? 'is too long' : undefined;
    }
    return value.isWellFormed() ? ofText(value) : 'is no valid text';
  };
}

function textCheck(column: MaskedColumn): (value: string) => string | undefined {
  const { dataType, characterSet, members } = column;
  if (members !== undefined) return (value) => memberProblem(dataType, members, value);
  if (characterSet !== undefined) {
    const inBasicPlane = /^(?:utf8|utf8mb3|ucs2)$/.test(characterSet);
    return (value) => {
      if (!fits(value, column)) return 'is too long';
      return inBasicPlane && /[\ud800-\udfff]/.test(value)
        ? 'has characters that its character set lacks'
        : undefined;
    };
  }
  const range = integerRange(column);
  if (range !== undefined) return (value) => wholeNumberProblem(range, value);
  const shape = shapes[dataType];
  const limits = decimalLimits(column);
  return (value) => {
    if (shape !== undefined && !shape.test(value)) return `has not the form of a ${dataType}`;
    return limits === undefined ? undefined : decimalProblem(limits, value);
  };
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

function wholeNumberProblem(
  { lowest, highest }: WholeNumberRange,
  value: string,
): string | undefined {
  if (!/^-?\d{1,40}$/.test(value)) return 'is no whole number';
  const number = BigInt(value);
  return number < lowest || number > highest ? 'is out of its range' : undefined;
}

function decimalProblem(
  { scale, lowest, highest }: DecimalLimits,
  value: string,
): string | undefined {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(value) ?? [];
  const units = BigInt(sign + whole + fraction.slice(0, scale).padEnd(scale, '0'));
  return units < lowest || units > highest ? 'is out of its range' : undefined;
}
