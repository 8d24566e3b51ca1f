/** The rule `address`: another place, with the parts that the value has. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { columnOf, problemOf, textMask, unique } from './columns.ts';

const column = columnOf('varchar(200)');
const mask = textMask('address', column);
const part = (name: string, entity?: string) =>
  textMask('address', column, { part: name, ...(entity === undefined ? {} : { entity }) });

test.for([
  ['東京都千代田区丸の内1-2-3', /^.{2,4}[都道府県].+[市区町村].+\d-\d+-\d+$/],
  ['〒100-0001 東京都港区芝１－２－３', /^〒\d{3}-\d{4} .+[０-９]+－[０-９]+－[０-９]+$/],
  ['大阪市北区梅田3丁目1番2号', /^\D+\d丁目\d+番\d+号$/],
  ['横浜市西区4-5-6 海辺マンション305号室', /^\D+\d-\d+-\d+ \D+\d{3}号室$/],
  ['横浜市みなと2丁目3-4 海棟 1203', /^\D+\d丁目\d+-\d+ \D+\d{3}$/],
  ['ﾄｳｷﾖｳﾄﾁﾖﾀﾞｸ 1-2-3', /^[ｦ-ﾟ]+\d-\d+-\d+$/],
  ['12 Elm Street, Springfield, IL 62704', /^\d+ \w+ \w+, \w+, [A-Z]{2} \d{5}$/],
  ['12 Elm St\nFlat 3\nLondon\nSW1A 1AA', /^\d+ \w+ \w+\nFlat \d+\n\w+\n[A-Z\d]{4} [A-Z\d]{3}$/],
  [
    '500 MAIN ST, SPRINGFIELD IL 62704, USA',
    /^\d+ [A-Z]+ [A-Z]+, [A-Z]+ [A-Z]{2} \d{5}, [A-Z]{3}$/,
  ],
] as const)('keeps the parts of %s', ([address, form]) => {
  expect(mask(address)).toMatch(form);
  expect(mask(address)).toBe(mask(address));
});

test.for([
  ['region', '東京都', /[都道府県]$/],
  ['region', '大阪', /[^都府県]$/],
  ['region', 'CA', /^[A-Z]{2}$/],
  ['region', 'California', /^[A-Z][a-z]/],
  ['city', '横浜市', /[市区町村]$/],
  ['city', 'Springfield', /^[A-Z][a-z]+$/],
  ['postcode', '100-0001', /^\d{3}-\d{4}$/],
  ['postcode', '62704-1234', /^\d{5}-\d{4}$/],
  ['postcode', 'K1A 0B1', /^[A-Z]\d[A-Z] \d[A-Z]\d$/],
  ['country', 'JP', /^[A-Z]{2}$/],
  ['country', 'USA', /^[A-Z]{3}$/],
  ['country', '日本', /^[^a-z]+$/],
  ['street', '丸の内1-2-3', /^\D+\d-\d+-\d+$/],
  ['street', '12 Elm Street', /^\d+ \w+ \w+$/],
] as const)('of the %s %s makes another one', ([name, value, form]) => {
  expect(part(name)(value)).toMatch(form);
  expect(part(name)(value)).not.toBe(value);
});

test('gives columns of one entity parts of one address', () => {
  const row = { id: '5' };
  const whole = part('full', 'id')('東京都千代田区丸の内1-2-3', row);
  const region = part('region', 'id')('東京都', row);
  const city = part('city', 'id')('千代田区', row);
  const street = part('street', 'id')('丸の内1-2-3', row);
  expect(whole).toBe(region + city + street);
});

test('always fits, and never is the value', () => {
  const addresses = fc.oneof(
    fc.constantFrom('東京都港区芝1-2-3 芝ビル 5F', '1 Elm St, Anytown, CA 90210', 'ﾄｳｷｮｳﾄ 1'),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
  );
  fc.assert(
    fc.property(addresses, fc.integer({ min: 2, max: 50 }), (address, length) => {
      fc.pre(/[\p{L}\p{N}]/u.test(address) && [...address].length <= length);
      fc.pre(address.isWellFormed());
      const masked = textMask('address', columnOf(`varchar(${length})`))(address);
      expect([...masked].length).toBeLessThanOrEqual(length);
      expect(masked).not.toBe(address);
    }),
  );
});

test('is refused for Japanese in a character set without it, short and unique columns', () => {
  const latin = columnOf('varchar(60)', { characterSet: 'latin1', collation: 'latin1_bin' });
  expect(problemOf('address', latin)).toBeUndefined();
  expect(problemOf('address', latin, { locale: 'ja' })).toContain('latin1');
  expect(problemOf('address', columnOf('char(1)'))).toContain('needs 2');
  expect(problemOf('address', unique(column))).toContain('unique');
  expect(problemOf('address', column, { part: 'planet' })).toContain('part');
});
