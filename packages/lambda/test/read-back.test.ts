/** What was read back is compared with what was dumped. */

import { expect, test } from 'vitest';
import { differenceOf } from '../src/verify/compare.ts';

const dumped = {
  rows: 3,
  tables: [
    { database: 'shop', table: 'orders', rows: 3 },
    { database: 'shop', table: 'empty', rows: 0 },
  ].map((table) => ({ ...table, bytes: 1, consistent: true, invalidTexts: [] })),
};
const orders = { database: 'shop', table: 'orders', rows: 3, bytes: 1 };
const read = { manifest: true, rows: 3, tables: [orders] };

test('a dump that is read back as it was made has no difference', () => {
  expect(differenceOf(read, dumped)).toBeUndefined();
  expect(differenceOf({ ...read, tables: [{ ...orders, database: undefined }] }, dumped)).toBe(
    undefined,
  );
});

test('other rows, tables or no manifest are a difference', () => {
  expect(differenceOf({ ...read, manifest: false }, dumped)).toContain('no manifest');
  expect(differenceOf({ ...read, tables: [{ ...orders, rows: 2 }] }, dumped)).toContain(
    '2 rows of orders, where 3 were dumped',
  );
  expect(differenceOf({ ...read, tables: [] }, dumped)).toContain('0 rows of orders');
  expect(differenceOf({ ...read, tables: [{ ...orders, database: 'other' }] }, dumped)).toContain(
    '0 rows of orders',
  );
  expect(differenceOf({ ...read, rows: 4 }, dumped)).toContain('It has 4 rows, where 3');
});
