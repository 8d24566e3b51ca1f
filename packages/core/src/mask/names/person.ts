/** A person that is nobody: names that belong together in all writings. */

import type { Choices } from '../choices.ts';
import { englishFamilyNames, englishGivenNames } from '../data/english-names.ts';
import {
  type JapaneseName,
  japaneseFamilyNames,
  japaneseGivenNames,
} from '../data/japanese-names.ts';
import { type JapaneseForm, toHalfWidth, toHiragana } from '../script.ts';

/** Several of each: there are people with two family names. */
export interface Person {
  readonly family: readonly WrittenName[];
  readonly given: readonly WrittenName[];
}

export interface WrittenName {
  readonly japanese: JapaneseName;
  readonly english: string;
}

const namesOfEach = 3;

/** Always takes as many choices, so that columns of one row meet the same person. */
export function choosePerson(choices: Choices): Person {
  const family = chooseNames(choices, japaneseFamilyNames, englishFamilyNames);
  return { family, given: chooseNames(choices, japaneseGivenNames, englishGivenNames) };
}

function chooseNames(
  choices: Choices,
  japanese: readonly JapaneseName[],
  english: readonly string[],
): readonly WrittenName[] {
  const names: WrittenName[] = [];
  while (names.length < namesOfEach) {
    names.push({ japanese: choices.pick(japanese), english: choices.pick(english) });
  }
  return names;
}

export function writtenIn(name: WrittenName, form: JapaneseForm | 'english'): string {
  switch (form) {
    case 'english':
      return name.english;
    case 'hiragana':
      return toHiragana(name.japanese.katakana);
    case 'halfWidth':
      return toHalfWidth(name.japanese.katakana);
    default:
      return name.japanese[form];
  }
}
