/** The rule `address`: a place that is nobody's, written as the value is. */

import { choiceOfRow } from '../choice-of-row.ts';
import type { Choices } from '../choices.ts';
import type { AddressPart } from '../places/address-parts.ts';
import { englishAddress } from '../places/english-address.ts';
import { japaneseAddress } from '../places/japanese-address.ts';
import { choosePlace } from '../places/place.ts';
import {
  fits,
  holdsJapanese,
  lengthProblem,
  localeProblem,
  notTextProblem,
  shortened,
  uniqueProblem,
} from '../representable.ts';
import type { MaskedColumn, RuleDefinition } from '../rule.ts';
import { replaceSameKind } from '../same-kind.ts';
import { type SameValue, sameValue } from '../same-value.ts';
import { isJapanese } from '../script.ts';

interface AddressParameters {
  readonly locale?: 'en' | 'ja' | 'auto';
  readonly part?: AddressPart;
  readonly entity?: string;
}

/** Then the address is cut to fit the column. */
const mostDraws = 16;

/** So few that one row in a hundred has its own by chance, which tells nothing. */
const fewChoices = new Set<AddressPart>(['region', 'country']);

export const addressRule: RuleDefinition = {
  name: 'address',
  description:
    'An English or Japanese address, or a part of one, with made-up streets and cities, written with the signs of the value.',
  parameters: {
    locale: {
      enum: ['en', 'ja', 'auto'],
      description: 'Language of the address; by default that of the characters of each value.',
      default: 'auto',
    },
    part: {
      enum: ['full', 'street', 'city', 'region', 'postcode', 'country'],
      description: 'Which part of an address the column holds.',
      default: 'full',
    },
    entity: {
      type: 'string',
      description:
        'Column of the same table that tells whose address it is: columns with the same entity get parts of one address.',
    },
  },
  reads: ({ entity }) => (typeof entity === 'string' ? [entity] : []),
  problem: (column, { locale }) =>
    notTextProblem(column) ??
    lengthProblem(column, 2, 'an address') ??
    uniqueProblem(column) ??
    localeProblem(column, locale),
  injective: () => false,
  compile(column, parameters, keyed) {
    const options = parameters as AddressParameters;
    const choose = choiceOfRow('address', column, options.entity, keyed);
    const same = sameValue(column);
    return (value, row) => {
      const text = String(value);
      return /[\p{L}\p{N}]/u.test(text)
        ? maskedAddress(text, options, column, same, choose(text, row))
        : text;
    };
  },
};

function maskedAddress(
  text: string,
  { locale = 'auto', part = 'full', entity }: AddressParameters,
  column: MaskedColumn,
  same: SameValue,
  choices: Choices,
): string {
  const japanese =
    locale === 'ja' || (locale === 'auto' && isJapanese(text) && holdsJapanese(column));
  const write = japanese ? japaneseAddress : englishAddress;
  const otherCode = (code: string) => replaceSameKind(code, same, choices);
  const original = same(text);
  let masked = text;
  for (let draw = 0; draw < mostDraws; draw++) {
    masked = write(text, part, choosePlace(choices), otherCode);
    // One place for all columns of an entity, also where a row has its own country.
    const told = same(masked) === original && !(entity !== undefined && fewChoices.has(part));
    if (!told && fits(masked, column)) return masked;
  }
  const cut = shortened(masked, column);
  return cut === '' || same(cut) === original ? replaceSameKind(text, same, choices) : cut;
}
