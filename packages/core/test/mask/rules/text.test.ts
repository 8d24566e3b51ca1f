/** The rule `text`: the shape of a text stays, its words do not. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sameKind } from '../../../src/mask/same-kind.ts';
import { columnOf, problemOf, textMask, unique } from './columns.ts';

const mask = textMask('text', columnOf('text'));

const texts = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 12 }),
      fc.constantFrom(
        ...[
          'Johnson',
          'the same words',
          ' ',
          '\n',
          '山田太郎',
          'ひらがなの文',
          'カタカナ',
          'ｶﾅ',
          '１２３４５',
        ],
        ...['12345678', 'Straße', 'Привет', 'Ελλάδα', '서울특별시', '😀', 'A-1', 'ＡＢＣ'],
      ),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''))
  .filter((text) => text.isWellFormed());

const kindPatterns = [
  /^[a-z]$/,
  /^[A-Z]$/,
  /^[0-9]$/,
  /^\p{Script=Han}$/u,
  /^\p{Script=Hiragana}$/u,
  /^[\u30a1-\u30fa\u30fc]$/,
  /^[\uff66-\uff9f]$/,
  /^[\uff10-\uff19]$/,
  /^[\uff21-\uff3a]$/,
];

test('keeps the number of characters, the kinds of them, and everything that is no letter', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const original = [...text];
      const masked = [...mask(text)];
      expect(masked.length).toBe(original.length);
      for (const [index, character] of original.entries()) {
        const other = masked[index] ?? '';
        if (sameKind(character) === undefined) expect(other).toBe(character);
        else expect(other).not.toBe(character);
        const kind = kindPatterns.find((pattern) => pattern.test(character));
        if (kind !== undefined) expect(other).toMatch(kind);
      }
    }),
  );
});

test('never needs more bytes', () => {
  fc.assert(
    fc.property(texts, (text) => {
      expect(Buffer.byteLength(mask(text))).toBeLessThanOrEqual(Buffer.byteLength(text));
    }),
  );
});

test('leaves no four letters of the text in a row, in any case and at any place', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const rows = rowsOfFour(mask(text));
      expect([...rowsOfFour(text)].filter((row) => rows.has(row))).toEqual([]);
    }),
  );
});

test('leaves none in a text that has so many that some would be met by chance', () => {
  let state = 1;
  const next = (limit: number) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % limit;
  };
  const syllable = () => 'bcdfghjklmnprstvz'.charAt(next(17)) + 'aeiou'.charAt(next(5));
  const text = Array.from({ length: 300 }, syllable).join('');
  const rows = rowsOfFour(mask(text));
  expect(rows.size).toBeGreaterThan(200);
  expect([...rowsOfFour(text)].filter((row) => rows.has(row))).toEqual([]);
});

test('is the same for the same text, and another one under another key', () => {
  const other = textMask('text', columnOf('text'), {}, 'another key of masks');
  const text = 'A sentence that somebody wrote.';
  expect(mask(text)).toBe(textMask('text', columnOf('varchar(50)'))(text));
  expect(mask(text)).not.toBe(other(text));
  expect(mask('')).toBe('');
});

test('makes one text of texts that the collation takes for the same one', () => {
  const collation = 'utf8mb4_unicode_ci';
  const folding = textMask('text', columnOf('varchar(50)', { collation }));
  expect(folding('RÉSUMÉ of Noël').toLowerCase()).toBe(folding('resume OF noel').toLowerCase());
});

test('replaces Chinese and Korean by characters that their character sets hold', () => {
  for (const set of ['gbk', 'big5', 'shift_jis', 'euc-jp', 'euc-kr']) {
    const held = charactersOf(set);
    expect(sameKind('漢')?.filter((member) => !held.has(member))).toEqual([]);
  }
  const korean = charactersOf('euc-kr');
  expect(sameKind('한')?.filter((member) => !korean.has(member))).toEqual([]);
});

test('is refused where it might make one of two values, and for columns of no text', () => {
  expect(problemOf('text', columnOf('text'))).toBeUndefined();
  expect(problemOf('text', unique(columnOf('varchar(9)')))).toContain('unique');
  expect(problemOf('text', columnOf('int'))).toContain('int');
  expect(problemOf('text', columnOf("enum('a','b')"))).toContain('enum');
});

function rowsOfFour(text: string): ReadonlySet<string> {
  const rows = new Set<string>();
  let row: string[] = [];
  for (const character of text) {
    row = sameKind(character) === undefined ? [] : [...row, character.toLowerCase()].slice(-4);
    if (row.length === 4) rows.add(row.join(''));
  }
  return rows;
}

/** Of two bytes. */
function charactersOf(encoding: string): ReadonlySet<string> {
  const decoder = new TextDecoder(encoding);
  const found = new Set<string>();
  for (let first = 0x81; first <= 0xfe; first++) {
    for (let second = 0x40; second <= 0xfe; second++) {
      found.add(decoder.decode(Uint8Array.of(first, second)));
    }
  }
  return found;
}
