/** What fits a column, in characters or in bytes of its character set. */

import { expect, test } from 'vitest';
import { fits, holdsJapanese, shortened } from '../../src/mask/representable.ts';
import { columnOf } from './rules/columns.ts';

test.for([
  'utf8mb4',
  'utf8',
  'ucs2',
  'utf16le',
  'utf32',
  'gb18030',
  'sjis',
  'cp932',
  'ujis',
  'eucjpms',
])('Japanese stands in %s', (characterSet) => {
  expect(holdsJapanese(columnOf('varchar(9)', { characterSet }))).toBe(true);
});

test.for(['latin1', 'ascii', 'gbk', 'big5', 'euckr', 'cp1251'])('Japanese is not for %s', (set) => {
  expect(holdsJapanese(columnOf('varchar(9)', { characterSet: set }))).toBe(false);
});

test('VARCHAR is limited in characters', () => {
  const column = columnOf('varchar(3)');
  expect(fits('山田😀', column)).toBe(true);
  expect(fits('abcd', column)).toBe(false);
  expect(shortened('山田😀川', column)).toBe('山田😀');
  expect(shortened('ab cd', column)).toBe('ab');
});

test.for([
  ['utf8mb4', 'a', 255],
  ['utf8mb4', '山', 85],
  ['utf8mb4', '😀', 63],
  ['ucs2', 'a', 127],
  ['utf16', '😀', 63],
  ['utf32', 'a', 63],
  ['sjis', '山', 127],
  ['sjis', 'ｱ', 255],
  ['ujis', 'ｱ', 127],
  ['gb18030', '山', 127],
  ['gb18030', 'é', 63],
  ['latin1', 'é', 255],
] as const)(
  'TINYTEXT of %s takes "%s" as often as its 255 bytes allow',
  ([set, character, count]) => {
    const column = columnOf('tinytext', { characterSet: set, longest: 63 });
    expect(fits(character.repeat(count), column)).toBe(true);
    expect(fits(character.repeat(count + 1), column)).toBe(false);
  },
);
