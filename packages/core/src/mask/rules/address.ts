/** The rule `address`: a place that is nobody's, written as the value is. */

import { choiceOfRow, entityColumns } from '../choice-of-row.ts';
import type { Choices } from '../choices.ts';
import { drawText, entityParameter, localeParameter } from '../made-up-text.ts';
import type { AddressPart } from '../places/address-parts.ts';
import { englishAddress } from '../places/english-address.ts';
import { japaneseAddress } from '../places/japanese-address.ts';
import { choosePlace } from '../places/place.ts';
import {
  holdsJapanese,
  lengthProblem,
  localeProblem,
  notTextProblem,
  uniqueProblem,
} from '../representable.ts';
import type { MaskedColumn, RuleDefinition } from '../rule.ts';
import { holdsLetters, replaceSameKind } from '../same-kind.ts';
import { type SameValue, sameValue } from '../same-value.ts';
import { isJapanese } from '../script.ts';

interface AddressParameters {
  readonly locale?: 'en' | 'ja' | 'auto';
  readonly part?: AddressPart;
  readonly entity?: string;
}

/** So few that one row in a hundred has its own by chance, which tells nothing. */
const fewChoices = new Set<AddressPart>(['region', 'country']);

export const addressRule: RuleDefinition = {
  name: 'address',
  description:
    'An English or Japanese address, or a part of one, with made-up streets and cities, written with the signs of the value.',
  parameters: {
    locale: localeParameter('address'),
    part: {
      enum: ['full', 'street', 'city', 'region', 'postcode', 'country'],
      description: 'Which part of an address the column holds.',
      default: 'full',
    },
    entity: entityParameter('address', 'get parts of one address'),
  },
  reads: entityColumns,
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
      return holdsLetters(text)
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
  const isOriginal = (other: string): boolean => same(other) === original;
  // One place for all columns of an entity, also where a row has its own country.
  const mayBeOriginal = entity !== undefined && fewChoices.has(part);
  const draw = () => {
    const address = write(text, part, choosePlace(choices), otherCode);
    return { text: address, told: !mayBeOriginal && isOriginal(address) };
  };
  return drawText(column, draw, isOriginal) ?? replaceSameKind(text, same, choices);
}
