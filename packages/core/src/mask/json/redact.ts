/** Literals of JSON in exchange for others of the same kind and length. */

import type { Choices } from '../choices.ts';
import { redactText } from '../rules/redact.ts';
import { sameKind } from '../same-kind.ts';
import type { SameValue } from '../same-value.ts';
import { decodeString } from './rewrite.ts';

/** A character or the escape of one; two escapes may be the halves of one. */
const unit = /\\u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|\\u[\da-fA-F]{4}|\\.|./gsu;

/** @param literal - with its quotes; escapes stay escapes, so that it never becomes longer */
export function redactString(literal: string, same: SameValue, choices: Choices): string {
  if (!literal.includes('\\')) return `"${redactText(literal.slice(1, -1), same, choices)}"`;
  const units = literal.slice(1, -1).match(unit) ?? [];
  const characters = units.map((each) => (each[0] === '\\' ? decodeString(`"${each}"`) : each));
  const replaced = [...redactText(characters.join(''), same, choices)];
  // Halves of characters may join where they were written apart: then all of it is plain letters.
  if (replaced.length !== units.length) return `"${'x'.repeat(units.length)}"`;
  const written = units.map((each, index) => {
    const character = replaced[index] ?? '';
    if (each[0] !== '\\') return character;
    return sameKind(characters[index] ?? '') === undefined ? each : escaped(character);
  });
  return `"${written.join('')}"`;
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Beyond it a number might be too large for DOUBLE with other digits. */
const longestExponent = 2;

/** Sign, length, point and exponent stay. */
export function redactNumber(literal: string, choices: Choices): string {
  const [, sign = '', whole = '', fraction = '', exponent = ''] =
    /^(-?)(\d+)((?:\.\d+)?)((?:[eE].*)?)$/.exec(literal) ?? [];
  // Each of the other digits alike: a step on from the own one would tell it more often than not.
  const other = (digit: string, lowest: number) => {
    const chosen = lowest + choices.below(9 - lowest);
    return String(chosen >= Number(digit) ? chosen + 1 : chosen);
  };
  const long = whole.length > 1;
  const start =
    whole === '0' && (fraction !== '' || exponent !== '')
      ? '0'
      : other(whole[0] ?? '0', long ? 1 : 0);
  const rest = whole.slice(1) + fraction;
  const [, letter = '', digits = ''] = /^([eE][-+]?)0*(\d*)$/.exec(exponent) ?? [];
  return (
    sign +
    start +
    rest.replace(/\d/g, (digit) => other(digit, 0)) +
    (exponent === '' ? '' : letter + (digits.slice(0, longestExponent) || '0'))
  );
}
