/** `creditCard`: a number of a card that nobody has. */

import type { Choices } from '../choices.ts';
import { columnKind, decimalLimits, integerRange, shownType } from '../column-limits.ts';
import { lengthProblem, uniqueProblem } from '../representable.ts';
import type { MaskedColumn, RuleDefinition } from '../rule.ts';
import { sameValue } from '../same-value.ts';
import { toAsciiDigits, toFullWidthDigits } from '../script.ts';
import { redactText } from './redact.ts';

/** What test cards of payment services begin with; no bank issues cards of it. */
const testPrefix = '400000';

/** ISO/IEC 7812 has up to 19 digits; cards in use have 12 or more. */
const fewestDigits = 12;
const mostDigits = 19;

export const creditCardRule: RuleDefinition = {
  name: 'creditCard',
  description:
    'Replaces a card number by one of a test range (4000 00…) with a valid check digit. ' +
    'Separators and the number of digits stay; whatever is no card number is redacted.',
  parameters: {},
  problem(column) {
    switch (columnKind(column)) {
      case 'text':
        return lengthProblem(column, fewestDigits, 'a card number') ?? uniqueProblem(column);
      case 'integer':
      case 'decimal':
        return takesCardNumbers(column)
          ? uniqueProblem(column)
          : `the column is ${shownType(column)}, which takes no card numbers`;
      default:
        return `the column is ${shownType(column)}, and holds no card numbers`;
    }
  },
  injective: () => false,
  compile(column, _parameters, keyed) {
    const domain = keyed.domain('creditCard');
    const same = sameValue(column);
    const isNumber = columnKind(column) !== 'text';
    return (shown) => {
      const value = String(shown);
      const digits = toAsciiDigits(value).replace(/\D/g, '');
      const isCard =
        /^[\d\uff10-\uff19\s./_\-\u2010-\u2015\u2212\uff0d]+$/.test(value) &&
        digits.length >= fewestDigits &&
        digits.length <= mostDigits;
      // The same card, however it is written, becomes the same one.
      if (isCard) return withDigits(value, testCard(digits, domain.choices(digits)));
      const redacted = redactText(value, same, domain.choices(same(value)));
      return isNumber && redacted.length > mostDigits ? redacted.slice(1) : redacted;
    };
  },
};

function testCard(digits: string, choices: Choices): string {
  const count = digits.length - testPrefix.length - 1;
  for (;;) {
    const drawn = choices
      .below(10 ** Math.min(count, 12))
      .toString()
      .padStart(count, '0');
    const card = testPrefix + drawn;
    const masked = card + checkDigit(card);
    if (masked !== digits) return masked;
  }
}

/** By Luhn (ISO/IEC 7812-1, annex B). */
function checkDigit(digits: string): string {
  let sum = 0;
  for (const [index, digit] of [...digits].reverse().entries()) {
    const weighed = Number(digit) * (index % 2 === 0 ? 2 : 1);
    sum += weighed > 9 ? weighed - 9 : weighed;
  }
  return String((10 - (sum % 10)) % 10);
}

/** The digits one after the other in place of those of the text. */
function withDigits(text: string, digits: string): string {
  let at = 0;
  return text.replace(/[0-9\uff10-\uff19]/g, (digit) => {
    const next = digits.charAt(at++);
    return digit > '9' ? toFullWidthDigits(next) : next;
  });
}

function takesCardNumbers(column: MaskedColumn): boolean {
  const decimal = decimalLimits(column);
  const highest = decimal?.scale === 0 ? decimal.highest : integerRange(column)?.highest;
  return (highest ?? 0n) >= 10n ** 16n - 1n;
}
