/** What columns take, by their types. */

import { expect, it } from 'vitest';
import {
  columnKind,
  decimalLimits,
  fractionalDigits,
  integerRange,
  typeMembers,
} from '../../src/mask/column-limits.ts';
import { columnOf } from './rules/columns.ts';

it.each([
  ['tinyint(4)', -128n, 127n],
  ['tinyint(3) unsigned', 0n, 255n],
  ['smallint', -32_768n, 32_767n],
  ['mediumint(8) unsigned zerofill', 0n, 16_777_215n],
  ['int', -2_147_483_648n, 2_147_483_647n],
  ['int(10) zerofill', 0n, 4_294_967_295n],
  ['bigint(20)', -9_223_372_036_854_775_808n, 9_223_372_036_854_775_807n],
  ['bigint unsigned', 0n, 18_446_744_073_709_551_615n],
])('%s takes numbers from %i to %i', (columnType, lowest, highest) => {
  expect(integerRange(columnOf(columnType))).toEqual({ lowest, highest });
});

it.each([
  ['decimal(5,2)', 2, -99_999n, 99_999n],
  ['decimal(3,3) unsigned', 3, 0n, 999n],
  ['decimal(10,0)', 0, -9_999_999_999n, 9_999_999_999n],
  ['decimal', 0, -9_999_999_999n, 9_999_999_999n],
])('%s has %i digits behind the point', (columnType, scale, lowest, highest) => {
  expect(decimalLimits(columnOf(columnType))).toEqual({ scale, lowest, highest });
});

it('has no range of whole numbers for other types', () => {
  expect(integerRange(columnOf('decimal(5,2)'))).toBeUndefined();
  expect(decimalLimits(columnOf('int'))).toBeUndefined();
});

it.each([
  ["enum('a','b')", ['a', 'b']],
  ["enum('it''s','a,b','','(x)')", ["it's", 'a,b', '', '(x)']],
  ["set('a\\\\b','line\\nbreak')", ['a\\b', 'line\nbreak']],
  ["enum('''','\\\\')", ["'", '\\']],
  ["enum('男','女')", ['男', '女']],
])('%s has its members', (columnType, members) => {
  expect(typeMembers(columnOf(columnType))).toEqual(members);
});

it('knows digits of a second', () => {
  expect(fractionalDigits(columnOf('datetime'))).toBe(0);
  expect(fractionalDigits(columnOf('datetime(3)'))).toBe(3);
  expect(fractionalDigits(columnOf('timestamp(6)'))).toBe(6);
});

it('knows which types are of one kind', () => {
  expect(columnKind(columnOf('mediumtext'))).toBe('text');
  expect(columnKind(columnOf('varbinary(16)'))).toBe('binary');
  expect(columnKind(columnOf('double'))).toBe('float');
  expect(columnKind(columnOf('geometry'))).toBe('other');
});
