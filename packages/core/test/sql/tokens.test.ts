/** The tokens of SQL text. */

import { expect, test } from 'vitest';
import { tokens } from '../../src/sql/tokens.ts';

/** One character for each byte. */
function shown(sql: string, characterSet: string): [string, string][] {
  return [...tokens(sql, { characterSet })].map(({ kind, text }) => [kind, text]);
}

test.for(['sjis', 'cp932', 'big5', 'gbk', 'gb18030'])(
  'quotes without an end in %s do not take exponential time',
  (characterSet) => {
    for (const quote of ["'", '"', '`']) {
      // Characters of two bytes: each of them could be read as two of one byte as well.
      const sql = quote + '\xe1\xe2'.repeat(1000);
      expect(shown(sql, characterSet)[0]).toEqual(['sign', quote]);
    }
  },
);

test('a name without quotes holds characters whose second byte is a quote or a backslash', () => {
  expect(shown('\x83`\x83\\,`\x83``', 'sjis')).toEqual([
    ['word', '\x83`\x83\\'],
    ['sign', ','],
    ['name', '`\x83``'],
  ]);
});

test('in big5 fewer bytes begin a character than in gbk', () => {
  expect(shown('`\x83`', 'big5')).toEqual([['name', '`\x83`']]);
  expect(shown('`\x83``', 'gbk')).toEqual([['name', '`\x83``']]);
});

test('two dashes and any control character begin a comment', () => {
  expect(shown("--\x01'\n--\x7f'", 'utf8mb4').map(([kind]) => kind)).toEqual([
    'comment',
    'space',
    'comment',
  ]);
});
