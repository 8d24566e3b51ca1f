/** Which texts are masked as the same one, by the collation of their column. */

import { describe, expect, it } from 'vitest';
import { sameValue } from '../../src/mask/same-value.ts';

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

  it('is the exact one in columns without a collation', () => {
    const same = sameValue({ collation: undefined });
    expect(same('A ')).toBe('A ');
  });
});
