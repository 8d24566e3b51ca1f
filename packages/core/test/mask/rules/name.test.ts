/** The rule `name`: somebody else, written the same way. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { englishFamilyNames, englishGivenNames } from '../../../src/mask/data/english-names.ts';
import {
  type JapaneseName,
  japaneseFamilyNames,
  japaneseGivenNames,
} from '../../../src/mask/data/japanese-names.ts';
import { columnOf, problemOf, textMask, unique } from './columns.ts';

const column = columnOf('varchar(60)', { collation: 'utf8mb4_unicode_ci' });
const mask = textMask('name', column);

test.for([
  ['山田 太郎', /^\p{Script=Han}[\p{Script=Han}々]* [\p{Script=Han}々]+$/u],
  ['山田　太郎', /^[\p{Script=Han}々]+　[\p{Script=Han}々]+$/u],
  ['山田太郎', /^[\p{Script=Han}々]{2,}$/u],
  ['やまだ たろう', /^\p{Script=Hiragana}+ \p{Script=Hiragana}+$/u],
  ['ヤマダ　タロウ', /^[ァ-ヺー]+　[ァ-ヺー]+$/],
  ['ﾔﾏﾀﾞ ﾀﾛｳ', /^[ｦ-ﾟ]+ [ｦ-ﾟ]+$/],
  ['ジョン・スミス', /^[ァ-ヺー]+・[ァ-ヺー]+$/],
  ['John Smith', /^[A-Z][a-z]+ [A-Z][a-z]+$/],
  ['SMITH John', /^[A-Z]+ [A-Z][a-z]+$/],
  ['smith', /^[a-z]+$/],
  ['Dr. John Q. Smith', /^Dr\. [A-Z][a-z]+ [A-Z]\. [A-Z][a-z]+$/],
  ['Smith, John', /^[A-Z][a-z]+, [A-Z][a-z]+$/],
] as const)('writes the mask of %s as it is', ([name, form]) => {
  expect(mask(name)).toMatch(form);
});

test('puts family and given names where they were', () => {
  const [given, family] = mask('John Smith').split(' ');
  expect(englishGivenNames).toContain(given);
  expect(englishFamilyNames).toContain(family);
  const [first, second] = mask('Smith, John').split(', ');
  expect(englishFamilyNames).toContain(first);
  expect(englishGivenNames).toContain(second);
  const [kanjiFamily, kanjiGiven] = mask('山田 太郎').split(' ');
  expect(japaneseFamilyNames.map(({ kanji }) => kanji)).toContain(kanjiFamily);
  expect(japaneseGivenNames.map(({ kanji }) => kanji)).toContain(kanjiGiven);
  const familyFirst = textMask('name', column, { order: 'familyFirst' });
  expect(englishFamilyNames).toContain(familyFirst('John Smith').split(' ')[0]);
});

test('gives columns of one entity the kanji, kana and Latin letters of one person', () => {
  const entity = 'id';
  for (let id = 0; id < 50; id++) {
    const row = { id: String(id) };
    const written = (value: string, form: string) =>
      textMask('name', column, { entity, form, order: 'familyFirst' })(value, row).split(' ');
    const [family, given] = written('鴨居 鶴', 'kanji');
    const names = (list: readonly JapaneseName[], kanji?: string) =>
      list.filter((name) => name.kanji === kanji);
    const ofFamily = names(japaneseFamilyNames, family).map(({ katakana }) => katakana);
    const ofGiven = names(japaneseGivenNames, given).map(({ romaji }) => romaji);
    const [katakana = ''] = written('カモイ ツル', 'katakana');
    const [, romaji = ''] = written('Kamoi Tsuru', 'romaji');
    expect(ofFamily).toContain(katakana);
    expect(ofGiven).toContain(romaji);
  }
});

test('decides by the value where the entity of a row is NULL', () => {
  const byEntity = textMask('name', column, { entity: 'id' });
  expect(byEntity('John Smith', { id: null })).toBe(mask('John Smith'));
  expect(byEntity('John Smith', { id: '1' })).toBe(byEntity('Ann Jones', { id: '1' }));
});

test('writes what stands in brackets as another writing of the same person', () => {
  const [kanji, kana] = mask('山田太郎（やまだたろう）').slice(0, -1).split('（');
  const pairs = japaneseFamilyNames.flatMap((family) =>
    japaneseGivenNames.map((given) => [
      family.kanji + given.kanji,
      family.katakana + given.katakana,
    ]),
  );
  const katakana = kana?.replace(/[ぁ-ゖ]/g, (each) =>
    String.fromCharCode(each.charCodeAt(0) + 0x60),
  );
  expect(pairs).toContainEqual([kanji, katakana]);
});

test('always fits, is never the value, and is the same each time', () => {
  const names = fc.oneof(
    fc.constantFrom('John Smith', '山田 太郎', 'ﾔﾏﾀﾞ ﾀﾛｳ', 'Anna', '佐藤', 'さとう', 'X'),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
  );
  fc.assert(
    fc.property(names, fc.integer({ min: 2, max: 30 }), (name, length) => {
      fc.pre(/[\p{L}\p{N}]/u.test(name) && [...name].length <= length && name.isWellFormed());
      const short = textMask('name', columnOf(`varchar(${length})`));
      const masked = short(name);
      expect([...masked].length).toBeLessThanOrEqual(length);
      expect(masked).not.toBe(name);
      expect(short(name)).toBe(masked);
    }),
  );
});

test('has nobody keep a part of his name', () => {
  for (const { kanji } of japaneseFamilyNames) expect(mask(kanji)).not.toBe(kanji);
  for (const name of englishGivenNames) {
    expect(mask(`${name} Smith`).split(' ')).not.toContain(name);
  }
});

test('is refused for a character set without Japanese, short and unique columns', () => {
  const latin = columnOf('varchar(60)', { characterSet: 'latin1', collation: 'latin1_bin' });
  expect(problemOf('name', latin)).toBeUndefined();
  expect(problemOf('name', latin, { locale: 'ja', form: 'romaji' })).toBeUndefined();
  expect(problemOf('name', latin, { form: 'kanji' })).toContain('latin1');
  expect(problemOf('name', columnOf('char(1)'))).toContain('needs 2');
  expect(problemOf('name', unique(column))).toContain('unique');
  expect(problemOf('name', column, { locale: 'fr' })).toContain('locale');
});

test('has names in JIS X 0208 alone, which every Japanese character set holds', () => {
  const decoder = new TextDecoder('euc-jp');
  const held = new Set<string>();
  for (let first = 0xa1; first <= 0xf4; first++) {
    for (let second = 0xa1; second <= 0xfe; second++) {
      held.add(decoder.decode(Uint8Array.of(first, second)));
    }
  }
  for (const { kanji, katakana } of [...japaneseFamilyNames, ...japaneseGivenNames]) {
    expect([...(kanji + katakana)].filter((character) => !held.has(character))).toEqual([]);
  }
});

test('takes texts of very many words', () => {
  const long = 'word '.repeat(200_000);
  const result = textMask('name', columnOf('longtext'))(long);
  expect(result).not.toContain('word');
  expect(result.split(' ').length).toBe(long.split(' ').length);
});
