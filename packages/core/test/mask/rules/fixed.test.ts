/** `keep`, `null` and `constant`. */

import { describe, expect, it } from 'vitest';
import { byteMask, columnOf, problemOf, ruleOf, textMask, unique } from './columns.ts';

const nullable = { nullable: true };

it('keep fits every column, and changes nothing', () => {
  for (const type of ['int', 'varchar(5)', 'geometry', "enum('a')"]) {
    expect(problemOf('keep', unique(columnOf(type)))).toBeUndefined();
  }
  expect(textMask('keep', columnOf('varchar(5)'))('abc')).toBe('abc');
});

it('null needs a column that takes NULL', () => {
  expect(problemOf('null', columnOf('int'))).toBe('the column is NOT NULL');
  const column = columnOf('int', { ...nullable, unique: true });
  expect(problemOf('null', column)).toBeUndefined();
  expect(ruleOf('null').injective(column, {})).toBe(true);
});

describe('constant', () => {
  it('writes its value, as bytes in a binary column', () => {
    expect(textMask('constant', columnOf('varchar(5)'), { value: 'é' })('abc')).toBe('é');
    expect(textMask('constant', columnOf('int'), { value: 5 })('7')).toBe('5');
    expect(byteMask('constant', columnOf('blob'), { value: 'é' })(Buffer.from('x'))).toEqual(
      Buffer.from([0xc3, 0xa9]),
    );
  });

  it.each([
    ['varchar(3)', 'abc'],
    ['varchar(3)', '山田氏'],
    ['varchar(3)', ''],
    ['varchar(3)', 123],
    ['varbinary(3)', '田'],
    ["enum('it''s','b')", "it's"],
    ["set('a','b')", 'b,a'],
    ["set('a','b')", ''],
    ['tinyint unsigned', 255],
    ['bigint unsigned', '18446744073709551615'],
    ['decimal(5,2)', -999.99],
    ['decimal(5,2)', '1e2'],
    ['double', 1e300],
    ['date', '2020-02-29'],
    ['datetime(3)', '2020-02-29 23:59:59.123'],
    ['timestamp', '2038-01-19 03:14:07'],
    ['time', '-838:59:59'],
    ['year', 2026],
    ['json', '{"a": 1}'],
    ['uuid', '00000000-0000-0000-0000-000000000000'],
    ['inet4', '10.0.0.1'],
    ['inet6', '::1'],
  ])('fits: %s takes %j', (columnType, value) => {
    expect(problemOf('constant', columnOf(columnType), { value })).toBeUndefined();
  });

  it.each([
    ['varchar(3)', 'abcd', 'takes 3 characters and the constant needs 4'],
    ['varbinary(2)', '田', 'takes 2 bytes and the constant has 3'],
    ["enum('a','b')", 'c', 'no member'],
    ["set('a','b')", 'a,c', 'no member'],
    ['tinyint unsigned', -1, 'takes numbers from 0 to 255'],
    ['tinyint', 1.5, 'takes 0 digits behind the point and the constant has 1'],
    ['int', 'x', 'is no number'],
    ['decimal(5,2)', 1000, 'takes numbers from -999.99 to 999.99'],
    ['float', 1e39, 'larger than the column takes'],
    ['double unsigned', -1, 'no negative numbers'],
    ['date', '2021-02-29', 'no value of that type'],
    ['date', '2021-02-28 00:00:00', 'no value of that type'],
    ['datetime', '2020-02-29 23:59:59.1', 'no value of that type'],
    ['timestamp', '2040-01-01 00:00:00', 'no value of that type'],
    ['time', '25:00', 'no value of that type'],
    ['year', 1900, 'no value of that type'],
    ['json', '{', 'no value of that type'],
    ['uuid', 'x', 'no value of that type'],
    ['inet4', '::1', 'no value of that type'],
    ['geometry', 'POINT(1 1)', 'takes no constant'],
  ])('does not fit: %s does not take %j', (columnType, value, problem) => {
    expect(problemOf('constant', columnOf(columnType), { value })).toContain(problem);
  });

  it('is refused where the character set may lack its letters', () => {
    const latin = columnOf('varchar(3)', {
      characterSet: 'latin1',
      collation: 'latin1_swedish_ci',
    });
    expect(problemOf('constant', latin, { value: '山' })).toContain('latin1');
    expect(problemOf('constant', latin, { value: 'x' })).toBeUndefined();
  });

  it('is refused in a unique column, and without its value', () => {
    expect(problemOf('constant', unique(columnOf('int')), { value: 1 })).toContain('unique');
    expect(problemOf('constant', columnOf('int'))).toContain('"value"');
  });
});
