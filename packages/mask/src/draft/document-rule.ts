/** The rule for a column of JSON documents: paths to what is named like personal data, and the rest redacted. */

import type { MaskRule } from '@dumpstream/core';
import type { Category } from './category.ts';
import type { NameMeaning } from './name-meaning.ts';
import type { ColumnTally } from './tally.ts';

/** Values that no path names are redacted, which is what the others of these get. */
const rules: Readonly<Partial<Record<Category | 'name' | 'plain', MaskRule>>> = {
  personName: 'name',
  name: 'name',
  givenName: { rule: 'name', part: 'given' },
  familyName: { rule: 'name', part: 'family' },
  email: 'email',
  phone: 'phone',
  address: 'address',
  street: { rule: 'address', part: 'street' },
  city: { rule: 'address', part: 'city' },
  region: { rule: 'address', part: 'region' },
  postcode: { rule: 'address', part: 'postcode' },
  birthDate: 'dateShift',
  creditCard: 'creditCard',
  ip: 'ip',
  login: { rule: 'hash', length: 32 },
  secret: 'hash',
  freeText: 'text',
  income: { rule: 'number', noise: 0.2 },
  age: { rule: 'number', noise: 0.2 },
};

export function documentRule(tally: ColumnTally | undefined): MaskRule {
  const paths = (tally?.members.found ?? []).flatMap(
    ([name, { meaning }]: readonly [string, NameMeaning]) => {
      const rule = rules[meaning];
      return rule === undefined ? [] : [[`$..${quoted(name)}`, rule] as const];
    },
  );
  return paths.length === 0 ? 'json' : { rule: 'json', paths: Object.fromEntries(paths) };
}

/** Names are of letters, digits, `_` and `-`, see `JsonMembers`. */
function quoted(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_-]*$/.test(name) ? name : `['${name}']`;
}
