/** The rule `name`: the name of nobody, written as the value is. */

import { choiceOfRow, entityColumns } from '../choice-of-row.ts';
import type { Choices } from '../choices.ts';
import { drawText, entityParameter, localeParameter } from '../made-up-text.ts';
import { type NameOrder, type NamePart, type NamePiece, nameLayout } from '../names/layout.ts';
import { choosePerson, type Person, type WrittenName, writtenIn } from '../names/person.ts';
import {
  holdsJapanese,
  lengthProblem,
  localeProblem,
  notTextProblem,
  uniqueProblem,
} from '../representable.ts';
import type { MaskedColumn, RuleDefinition } from '../rule.ts';
import { replaceSameKind } from '../same-kind.ts';
import { type SameValue, sameValue } from '../same-value.ts';
import { inCaseOf, isJapanese, type JapaneseForm, japaneseForm } from '../script.ts';

interface NameParameters {
  readonly locale?: 'en' | 'ja' | 'auto';
  readonly part?: NamePart;
  readonly form?: JapaneseForm | 'auto';
  readonly order?: NameOrder;
  readonly entity?: string;
}

export const nameRule: RuleDefinition = {
  name: 'name',
  description:
    'A common English or Japanese name, in the writing (kanji, kana, Latin letters), the case and with the blanks of the value.',
  parameters: {
    locale: localeParameter('names'),
    part: {
      enum: ['full', 'given', 'family'],
      description: 'Which part of a name the column holds.',
      default: 'full',
    },
    form: {
      enum: ['kanji', 'hiragana', 'katakana', 'halfWidth', 'romaji', 'auto'],
      description: 'Writing of Japanese names; by default that of each word of the value.',
      default: 'auto',
    },
    order: {
      enum: ['familyFirst', 'givenFirst', 'auto'],
      description:
        'By default the family name is first in Japanese writing and last in Latin letters.',
      default: 'auto',
    },
    entity: entityParameter('name', '(kanji, kana, Latin) get names of one person'),
  },
  reads: entityColumns,
  problem(column, { form }) {
    const japanese = form !== undefined && form !== 'auto' && form !== 'romaji';
    return (
      notTextProblem(column) ??
      lengthProblem(column, 2, 'a name') ??
      uniqueProblem(column) ??
      localeProblem(column, japanese ? 'ja' : undefined)
    );
  },
  injective: () => false,
  compile(column, parameters, keyed) {
    const options = parameters as NameParameters;
    const choose = choiceOfRow('name', column, options.entity, keyed);
    const same = sameValue(column);
    return (value, row) => {
      const text = String(value);
      const layout = nameLayout(text, options.part ?? 'full', options.order ?? 'auto');
      return maskedName(text, layout, options, { column, same }, choose(text, row));
    };
  },
};

function maskedName(
  text: string,
  layout: readonly NamePiece[],
  options: NameParameters,
  { column, same }: { readonly column: MaskedColumn; readonly same: SameValue },
  choices: Choices,
): string {
  if (layout.every((piece) => piece.role === 'kept')) return replaceSameKind(text, same, choices);
  const isOriginal = (other: string): boolean => isSame(text, other);
  const draw = () => {
    const person = choosePerson(choices);
    const words = layout.map((piece) => wordFor(piece, person, options, column));
    const name = words.join('');
    // One person for all columns of an entity: another one is drawn for the whole name alone.
    const told =
      options.entity === undefined
        ? layout.some((piece, index) => piece.role !== 'kept' && isSame(piece.text, words[index]))
        : isOriginal(name);
    return { text: name, told };
  };
  return drawText(column, draw, isOriginal) ?? replaceSameKind(text, same, choices);
}

function isSame(one: string, other: string | undefined): boolean {
  return one.toLowerCase() === other?.toLowerCase();
}

function wordFor(
  piece: NamePiece,
  person: Person,
  options: NameParameters,
  column: MaskedColumn,
): string {
  if (piece.role === 'kept') return piece.text;
  const form = formFor(piece.text, options, column);
  const of = (names: readonly WrittenName[]): string =>
    writtenIn(names[piece.index % names.length] as WrittenName, form);
  if (piece.role === 'both') return of(person.family) + of(person.given);
  const name = of(person[piece.role]);
  const initial = /^\p{L}$/u.test(piece.text) && !isJapanese(piece.text);
  return inCaseOf(initial ? name.slice(0, 1) : name, piece.text);
}

function formFor(
  text: string,
  { locale = 'auto', form = 'auto' }: NameParameters,
  column: MaskedColumn,
): JapaneseForm | 'english' {
  if (locale === 'en') return 'english';
  if (form !== 'auto') return form;
  if (locale === 'auto' && !isJapanese(text)) return 'english';
  // Han characters stand in Chinese and Korean columns as well, kana may not.
  const own = japaneseForm(text);
  return own === 'romaji' || holdsJapanese(column) ? own : 'romaji';
}
