/** The rule `phone`: a number of the same form, where possible one that is nobody's. */

import type { Choices } from '../choices.ts';
import { phoneTemplate } from '../phone-template.ts';
import { isTextColumn, uniqueProblem } from '../representable.ts';
import type { RuleDefinition } from '../rule.ts';
import { replaceSameKind } from '../same-kind.ts';
import { type SameValue, sameValue } from '../same-value.ts';
import { toAsciiDigits, toFullWidthDigits } from '../script.ts';

export const phoneRule: RuleDefinition = {
  name: 'phone',
  description:
    'Another phone number with the same prefix, length and signs; of ranges that are nobody’s for the United States, Canada, the United Kingdom and Japan.',
  parameters: {},
  problem(column) {
    if (!isTextColumn(column) && column.dataType !== 'bigint') {
      return `the column is ${column.columnType}, and phone numbers are masked in columns of text and bigint`;
    }
    return uniqueProblem(column);
  },
  injective: () => false,
  compile(column, _parameters, keyed) {
    const domain = keyed.domain('phone');
    const same = sameValue(column);
    return (value) =>
      String(value)
        .split(severalNumbers)
        .map((part, index) =>
          index % 2 === 1 ? part : maskedNumber(part, same, (key) => domain.choices(key)),
        )
        .join('');
  },
};

/** What stands between two numbers in one column. */
const severalNumbers = /([,;/、／\r\n]+)/;

/** What stands before an extension. */
const extension = /(?<!\p{L})(?:ext\p{L}*|[x×#]|内線?)[^\p{L}\d０-９]*[\d０-９]/iu;

/** Letters of all kinds, and digits of other writings than Latin and Japanese. */
const otherSigns = /(?:(?![0-9０-９])[\p{L}\p{M}\p{N}\p{Alphabetic}\u2801-\u28ff])+/gu;

/** Words that tell nothing of whose number it is. */
const known = new Set(
  'ext x tel fax extension phone mobile cell home office work 内線 内 電話 携帯 代表 自宅 会社'.split(
    ' ',
  ),
);

/** Fewer digits are short numbers or extensions, which are not the same for two values by rights. */
const fewestDigits = 5;
const mostDraws = 16;

function maskedNumber(text: string, same: SameValue, choicesOf: (key: string) => Choices): string {
  const start = extension.exec(text)?.index ?? text.length;
  const ascii = toAsciiDigits(text);
  const number = ascii.slice(0, start);
  const digits = number.replace(/\D/g, '');
  const { template, canonical } = phoneTemplate(number, digits);
  const choices = choicesOf(digits.length < fewestDigits ? same(text) : canonical);
  const inner = ascii.slice(start).replace(/\D/g, '');
  const masked =
    filled(template, digits, choices) + filled('?'.repeat(inner.length), inner, choices);
  let next = 0;
  return text
    .replace(/[\d０-９]/g, (digit) => {
      const other = masked[next++] ?? '0';
      return digit > '9' ? toFullWidthDigits(other) : other;
    })
    .replace(otherSigns, (word) =>
      known.has(word.toLowerCase()) ? word : replaceSameKind(word, same, choices),
    );
}

/** `?` stands for any digit, `n` for 2 to 9, `p` for 1 to 9. */
function filled(template: string, original: string, choices: Choices): string {
  let digits = original;
  for (let draw = 0; draw < mostDraws && digits === original; draw++) {
    digits = template.replace(/[?np]/g, (place) =>
      place === '?'
        ? String(choices.below(10))
        : String(place === 'n' ? 2 + choices.below(8) : 1 + choices.below(9)),
    );
  }
  return digits;
}
