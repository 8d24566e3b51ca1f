/** A place where nobody lives: parts of an address that belong together. */

import type { Choices } from '../choices.ts';
import {
  englishCities,
  englishCountries,
  englishStates,
  englishStreetKinds,
  englishStreetNames,
  longCountryCodes,
} from '../data/english-places.ts';
import {
  type JapanesePlace,
  japaneseBuildings,
  japaneseCities,
  japaneseCountries,
  japanesePrefectures,
  japaneseTowns,
} from '../data/japanese-places.ts';

/** All of it is chosen at once, so that columns of one row meet the same place. */
export interface Place {
  /** Of a street, or of a Japanese block; the others are of houses in it. */
  readonly numbers: readonly [number, number, number];
  readonly room: number;
  readonly english: {
    readonly street: string;
    readonly city: string;
    readonly state: { readonly code: string; readonly name: string };
    readonly country: { readonly code: string; readonly longCode: string; readonly name: string };
  };
  readonly japanese: {
    readonly prefecture: JapanesePlace;
    readonly city: JapanesePlace;
    readonly town: JapanesePlace;
    readonly building: JapanesePlace;
    readonly country: JapanesePlace;
  };
}

export function choosePlace(choices: Choices): Place {
  const country = choices.below(englishCountries.length);
  const { code = '', name = '' } = englishCountries[country] ?? {};
  return {
    numbers: [1 + choices.below(9), 1 + choices.below(29), 1 + choices.below(29)],
    room: 101 + choices.below(8) + 100 * choices.below(9),
    english: {
      street: `${choices.pick(englishStreetNames)} ${choices.pick(englishStreetKinds)}`,
      city: choices.pick(englishCities),
      state: choices.pick(englishStates),
      country: { code, longCode: longCountryCodes[country] ?? '', name },
    },
    japanese: {
      prefecture: choices.pick(japanesePrefectures),
      city: choices.pick(japaneseCities),
      town: choices.pick(japaneseTowns),
      building: choices.pick(japaneseBuildings),
      country: choices.pick(japaneseCountries),
    },
  };
}
