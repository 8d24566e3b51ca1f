/** Which columns can hold a kind of personal data, as their types say. */

import type { DescribedColumn } from '@dumpstream/core';
import type { Category } from './category.ts';
import { type ColumnKind, columnKind } from './column-kind.ts';

/** Text and bytes (which may be encrypted) hold anything; these are what else does. */
const others: Readonly<Partial<Record<Category, readonly ColumnKind[]>>> = {
  phone: ['integer', 'number'],
  postcode: ['integer'],
  birthDate: ['date', 'year', 'integer'],
  age: ['integer', 'number'],
  gender: ['integer', 'members', 'flag'],
  nationalId: ['integer', 'number'],
  bankAccount: ['integer', 'number'],
  creditCard: ['integer', 'number'],
  cardDetail: ['integer', 'date', 'year'],
  ip: ['integer', 'inet'],
  mac: ['integer'],
  device: ['integer', 'uuid'],
  latitude: ['number', 'integer'],
  longitude: ['number', 'integer'],
  location: ['place'],
  secret: ['uuid', 'integer'],
  income: ['integer', 'number'],
  health: ['integer', 'number', 'members'],
  sensitive: ['integer', 'members'],
  photo: [],
};

/** A text of fewer characters is a switch or a code. */
const fewestCharacters: Readonly<Partial<Record<Category, number>>> = {
  email: 6,
  phone: 3,
  address: 4,
  street: 4,
  login: 3,
  secret: 4,
  nationalId: 5,
  bankAccount: 4,
  creditCard: 4,
  url: 8,
  freeText: 4,
  photo: 4,
  company: 3,
  city: 3,
  userAgent: 10,
  ip: 7,
  mac: 12,
};

export function canHold(column: DescribedColumn, category: Category): boolean {
  const kind = columnKind(column);
  if (kind === 'text') return (column.longest ?? 0) >= (fewestCharacters[category] ?? 1);
  if (kind === 'binary') return category !== 'age' && category !== 'income';
  return others[category]?.includes(kind) ?? false;
}
