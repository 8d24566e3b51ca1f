/** Which texts are masked as the same one, by the collation of their column. */

import { describe, expect, it } from 'vitest';
import { sameEntity, sameValue } from '../../src/mask/same-value.ts';

function areSame(collation: string, a: string, b: string): boolean {
  const same = sameValue({ collation });
  return same(a) === same(b);
}

describe('the same value', () => {
  it.each([
    ['utf8mb4_bin', 'a', 'a  '],
    ['utf8mb4_general_ci', 'José', 'jose '],
    ['utf8mb4_general_ci', 'straße', 'STRASE'],
    ['utf8mb4_general_ci', '\u{1f600}', '\u{1f363}'],
    ['utf8mb4_unicode_ci', 'Straße', 'strasse'],
    ['utf8mb4_unicode_ci', 'はは', 'パパ'],
    ['utf8mb4_unicode_520_ci', 'Ａbc', 'abc'],
    ['utf8mb4_0900_ai_ci', 'Ünal', 'unal'],
    ['utf8mb4_0900_as_ci', 'ÉA', 'éa'],
    ['utf8mb4_0900_as_cs', '\u00e9', 'e\u0301'],
    ['utf8mb4_ja_0900_as_cs', 'か', 'カ'],
    ['utf8mb4_uca1400_ai_ci', 'é', 'E'],
    ['utf8mb4_swedish_ci', 'A', 'a'],
    ['latin1_swedish_ci', 'É', 'e'],
    ['latin1_swedish_ci', 'ü', 'Y'],
    ['cp932_japanese_ci', 'abcア', 'ABCア'],
    ['utf8mb4_0900_ai_ci', 'Đặng', 'dang'],
    ['uca1400_ai_ci', 'Łódź', 'lodz'],
    ['latin1_swedish_ci', 'Å', '['],
    ['utf8mb4_turkish_ci', 'I', 'ı'],
  ])('in %s: %s and %s', (collation, a, b) => {
    expect(areSame(collation, a, b)).toBe(true);
  });

  it.each([
    ['utf8mb4_bin', 'a', 'A'],
    ['utf8mb4_0900_ai_ci', 'a', 'a '],
    ['utf8mb4_nopad_bin', 'a', 'a '],
    ['utf8mb4_general_ci', 'は', 'ハ'],
    ['utf8mb4_general_ci', 'か', 'が'],
    ['utf8mb4_general_ci', '<', '≮'],
    ['utf8mb4_unicode_ci', 'Đ', 'd'],
    ['utf8mb4_unicode_ci', '¨', ' '],
    ['utf8mb4_de_pb_0900_ai_ci', 'ä', 'a'],
    ['utf8mb4_uca1400_swedish_ai_ci', 'å', 'a'],
    ['latin1_swedish_ci', 'Ø', 'Ö'],
    ['latin1_swedish_ci', 'Š', 'š'],
    ['utf8mb4_0900_as_ci', 'e', 'é'],
    ['utf8mb4_0900_as_cs', 'a', 'A'],
    ['utf8mb4_ja_0900_as_cs_ks', 'か', 'カ'],
    ['utf8mb4_0900_ai_ci', '田', '甲'],
    ['utf8mb4_swedish_ci', 'å', 'a'],
    ['utf8mb4_spanish_ci', 'ñ', 'n'],
    ['utf8mb4_turkish_ci', 'I', 'i'],
    ['latin1_swedish_ci', 'å', 'a'],
    ['latin1_general_cs', 'a', 'A'],
    ['latin1_general_ci', 'é', 'e'],
    ['cp932_japanese_ci', 'Ａ', 'ａ'],
  ])('is not in %s: %s and %s', (collation, a, b) => {
    expect(areSame(collation, a, b)).toBe(false);
  });

  const collations = [
    ...['utf8mb4_general_ci', 'utf8mb4_unicode_ci', 'utf8mb4_unicode_520_ci', 'utf8mb4_0900_ai_ci'],
    ...['utf8mb4_0900_as_ci', 'utf8mb4_uca1400_ai_ci', 'uca1400_as_ci', 'utf8mb3_tolower_ci'],
    ...[
      'utf8mb4_swedish_ci',
      'utf8mb3_general_mysql500_ci',
      'latin1_swedish_ci',
      'latin1_german1_ci',
    ],
    ...['cp932_japanese_ci', 'ujis_japanese_ci', 'gb18030_chinese_ci', 'gb18030_unicode_520_ci'],
    ...['cp1250_general_ci', 'latin2_general_ci', 'ascii_general_ci', 'koi8r_general_ci'],
    ...['utf16_general_ci', 'ucs2_unicode_ci', 'utf8mb4_turkish_ci', 'utf8mb4_ja_0900_as_cs'],
  ];
  const exact = [
    'utf8mb4_bin',
    'utf8mb4_nopad_bin',
    'utf8mb4_0900_as_cs',
    'latin1_general_cs',
    'binary',
  ];

  it.each([...collations, ...exact])('has one form in all collations: %s', (collation) => {
    const lower = 'bob.smith+42@shop-of.example.org';
    const same = sameValue({ collation });
    expect(same(lower)).toBe(lower);
    const folds = !exact.includes(collation) && !collation.endsWith('_cs');
    // In Turkish a capital I is that of another letter.
    const capitals = collation.includes('turkish')
      ? 'BOB.SMiTH+42@SHOP-OF.EXAMPLE.ORG'
      : lower.toUpperCase();
    expect(same(capitals) === lower).toBe(folds);
  });

  it.each([
    'utf8mb4_0900_as_ci',
    'latin1_general_ci',
    'cp1250_general_ci',
    'utf8mb4_bin',
    'utf8mb4_da_0900_as_cs',
  ])('has one form for letters with accents that count: %s', (collation) => {
    expect(sameValue({ collation })('ménière')).toBe('ménière');
  });

  it.each(['utf8mb4_general_ci', 'utf8mb4_unicode_ci', 'utf8mb4_0900_ai_ci', 'latin1_swedish_ci'])(
    'has one form for letters with accents that do not count: %s',
    (collation) => {
      expect(sameValue({ collation })('Ménière')).toBe('meniere');
    },
  );

  it('is told apart in lower case where it is in upper case', () => {
    // Lower case of the sign of kelvin is a k, which those collations take for another letter.
    expect(areSame('utf8mb3_general_mysql500_ci', 'k', '\u212a')).toBe(false);
    expect(areSame('latin1_german1_ci', 'ÿ', 'ß')).toBe(false);
  });

  it('does not take long for many spaces', () => {
    const text = `${' '.repeat(300_000)}x`;
    expect(sameValue({ collation: 'utf8mb4_bin' })(`${text}   `)).toBe(text);
  });

  it('is the exact one in columns without a collation', () => {
    const same = sameValue({ collation: undefined });
    expect(same('A ')).toBe('A ');
  });
});

describe('the same entity', () => {
  it('is one text in any case, with any blanks at its end', () => {
    expect(sameEntity('Bob@X.com ')).toBe(sameEntity('bob@x.com'));
    expect(sameEntity('É')).toBe(sameEntity('e\u0301'));
    expect(sameEntity('bob')).not.toBe(sameEntity('rob'));
  });
});
