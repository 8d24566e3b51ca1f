/** What the sampled values of a column say by themselves, whatever it is called. */

import { type Category, categoryNames } from './category.ts';
import type { ColumnTally } from './tally.ts';
import type { Shape } from './value-shapes.ts';

export interface Evidence {
  readonly category: Category;
  /** Whether it weighs more than a name that says something else. */
  readonly strong: boolean;
  readonly reason: string;
}

interface Sign {
  readonly category: Category;
  readonly shapes: readonly Shape[];
  /** Of the values, from 0 to 1. */
  readonly share: number;
  readonly fewest: number;
  readonly strong: boolean;
}

/** Those that are sure come first. */
const signs: readonly Sign[] = [
  sign('email', ['email'], 0.5, 2, true),
  sign('secret', ['passwordHash'], 0.5, 1, true),
  sign('userAgent', ['userAgent'], 0.5, 2, true),
  sign('bankAccount', ['iban'], 0.5, 2, true),
  sign('mac', ['mac'], 0.8, 2, true),
  sign('ip', ['ip'], 0.8, 3, true),
  sign('nationalId', ['ssn'], 0.8, 3, true),
  sign('creditCard', ['card'], 0.9, 5, true),
  sign('address', ['japaneseAddress'], 0.5, 3, true),
  sign('personName', ['japaneseName'], 0.6, 5, true),
  sign('postcode', ['japanesePostcode'], 0.8, 3, true),
  sign('region', ['prefecture'], 0.8, 5, false),
  sign('nationalId', ['myNumber'], 0.9, 10, true),
  sign('phone', ['phone'], 0.8, 3, true),
  sign('personName', ['englishName'], 0.4, 10, false),
  sign('freeText', ['personalInside'], 0.02, 1, true),
  sign('secret', ['token'], 0.8, 5, false),
  sign('freeText', ['prose'], 0.3, 5, false),
];

function sign(
  category: Category,
  shapes: readonly Shape[],
  share: number,
  fewest: number,
  strong: boolean,
): Sign {
  return { category, shapes, share, fewest, strong };
}

/** @param isNumber - numbers of a key meet check digits by chance, and are never phone numbers alone */
export function valueEvidence(tally: ColumnTally, isNumber: boolean): Evidence | undefined {
  const found = signs.find(
    ({ shapes, share, fewest, category }) =>
      tally.count > 0 &&
      tally.countOf(...shapes) >= (isNumber ? Math.max(fewest, 20) : fewest) &&
      tally.share(...shapes) >= (isNumber ? 0.98 : share) &&
      !(isNumber && (category === 'phone' || category === 'postcode')),
  );
  if (found === undefined) return undefined;
  const { category, strong } = found;
  const many = tally.countOf(...found.shapes);
  const what =
    category === 'freeText'
      ? found.shapes.includes('prose')
        ? 'are sentences'
        : 'hold an e-mail address or a phone number among other words'
      : `look like ${categoryNames[category]}`;
  return { category, strong, reason: `${many} of ${tally.count} sampled values ${what}` };
}

/** Shapes that confirm what the name says. */
const confirming: Readonly<Partial<Record<Category, readonly Shape[]>>> = {
  personName: ['englishName', 'japaneseName', 'kana'],
  givenName: ['englishName', 'kana'],
  familyName: ['englishName', 'kana'],
  email: ['email'],
  phone: ['phone'],
  address: ['japaneseAddress'],
  region: ['prefecture'],
  postcode: ['japanesePostcode'],
  birthDate: ['birthDate'],
  nationalId: ['myNumber', 'ssn'],
  bankAccount: ['iban'],
  creditCard: ['card'],
  ip: ['ip'],
  mac: ['mac'],
  userAgent: ['userAgent'],
  secret: ['passwordHash', 'token'],
  url: ['url'],
  freeText: ['prose', 'personalInside'],
};

/** Categories whose values can't be mistaken: where none looks like one, the name may be wrong. */
const unmistakable = new Set<Category>(['email', 'ip', 'mac']);

/** Of so many values, none that looks like one tells something. */
const fewestToDoubt = 10;

export interface Confirmation {
  readonly reason: string | undefined;
  /** Whether values say the same as the name. */
  readonly confirmed: boolean;
  /** Whether they would, and don't. */
  readonly doubt: boolean;
}

export function confirmation(tally: ColumnTally | undefined, category: Category): Confirmation {
  const shapes = confirming[category];
  if (tally === undefined || shapes === undefined || tally.count === 0) {
    return { reason: undefined, confirmed: false, doubt: false };
  }
  const count = tally.countOf(...shapes);
  if (count > 0) {
    return {
      reason: `${count} of ${tally.count} sampled values look like it`,
      confirmed: true,
      doubt: false,
    };
  }
  const doubt = unmistakable.has(category) && tally.count >= fewestToDoubt;
  return {
    reason: doubt ? `none of ${tally.count} sampled values looks like it` : undefined,
    confirmed: false,
    doubt,
  };
}
