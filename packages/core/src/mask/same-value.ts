/** Brings texts that the server takes for the same one into one form, by the collation of their column. */

import { isAscii } from './representable.ts';
import type { MaskedColumn } from './rule.ts';

/** The form that is digested in place of a text. Never shown, never written. */
export type SameValue = (text: string) => string;

/**
 * Values that a unique key takes for the same one must be masked as the same one, and others must
 * not: joins and unique keys hold by that. Where the server's rules are not known to the letter
 * (letters that a language orders in its own way), texts count as different rather than as the same,
 * so that unique keys hold.
 *
 * Forms are composed (NFC), and without case they are lower case, whatever the collation: so the same
 * ASCII text, and mostly the same Latin one, is the same value in columns of different collations
 * and in JSON, and a text in lower case also where upper case is another text (`_bin`, `_cs`).
 * There a text with capitals must differ from one without, so it can't be the one of a column without
 * case as well.
 *
 * https://dev.mysql.com/doc/refman/8.4/en/charset-collation-names.html and
 * https://mariadb.com/docs/server/reference/data-types/string-data-types/character-sets/supported-character-sets-and-collations
 */
export function sameValue({ collation }: Pick<MaskedColumn, 'collation'>): SameValue {
  if (collation === undefined) return (text) => text;
  const fold = folding(collation);
  return isPadded(collation) ? (text) => withoutPadding(fold(text)) : fold;
}

function withoutPadding(text: string): string {
  let end = text.length;
  while (text.charCodeAt(end - 1) === 0x20) end--;
  return end === text.length ? text : text.slice(0, end);
}

/**
 * One form of what tells an entity in other columns, whose collations may differ: texts that are one in
 * some of them have the same choices.
 */
export function sameEntity(text: string): string {
  return (isAscii(text) ? text : text.normalize('NFKC')).toLowerCase().trimEnd();
}

/**
 * Whether spaces at the end count for nothing. They do count in collations of UCA 9.0.0 and in
 * those of MariaDB that are named so.
 * https://dev.mysql.com/doc/refman/8.4/en/charset-binary-collations.html
 */
function isPadded(collation: string): boolean {
  return collation !== 'binary' && !/_0900_|_nopad_/.test(collation);
}

/** Whether upper and lower case are different texts. */
export function isExact(collation: string): boolean {
  return /_(?:bin|cs|ks)$/.test(collation) || collation === 'binary';
}

/** Whether the column takes texts, or texts in bytes, for different ones that differ in case alone. */
export function tellsCase({ collation }: Pick<MaskedColumn, 'collation'>): boolean {
  return collation === undefined || isExact(collation);
}

function folding(collation: string): SameValue {
  if (/_(?:bin|nopad_bin)$/.test(collation) || collation === 'binary') return (text) => text;
  if (collation === 'latin1_swedish_ci' || collation === 'latin1_swedish_nopad_ci') return swedish;
  if (isUnicode(collation)) return byUnicode(collation);
  if (/^gb18030_unicode/.test(collation)) return unaccented;
  if (/_cs$/.test(collation)) return (text) => text;
  if (/^(?:sjis|cp932|ujis|eucjpms|big5|gbk|gb2312|gb18030|euckr|ascii)_/.test(collation)) {
    return asciiCase;
  }
  if (collation.startsWith('latin1_')) return latinCase;
  // Sets of one byte: their letters have one case or the other, and mostly keep their accents.
  return simpleCase;
}

function isUnicode(collation: string): boolean {
  return /^(?:utf8|utf8mb3|utf8mb4|ucs2|utf16|utf16le|utf32|uca1400)_/.test(collation);
}

function byUnicode(collation: string): SameValue {
  if (/_(?:turkish|tr)_/.test(collation)) return turkish;
  if (/_general_(?:nopad_)?ci$/.test(collation)) return general;
  if (/_general_mysql500_ci$|_tolower_ci$/.test(collation)) return simpleCase;
  if (/_ks$/.test(collation)) return canonical;
  if (/_as_cs$/.test(collation)) return /_ja_/.test(collation) ? kanaAlike : canonical;
  if (/_cs$/.test(collation)) return canonical;
  if (/_as_ci$/.test(collation)) return accented;
  // Without a language in its name it is the root order of Unicode: nothing but base letters.
  if (/^[a-z0-9]+_unicode_(?:nopad_)?ci$/.test(collation)) return unaccented;
  return /^(?:[a-z0-9]+_)?(?:unicode_520_(?:nopad_)?ci|0900_ai_ci|uca1400_(?:nopad_)?ai_ci)$/.test(
    collation,
  )
    ? unstroked
    : accented;
}

function canonical(text: string): string {
  return isAscii(text) ? text : text.normalize('NFC');
}

/** Hiragana for katakana. */
function hiragana(text: string): string {
  return text.replace(/[\u30a1-\u30f6\u30fd\u30fe]/g, (kana) =>
    String.fromCharCode(kana.charCodeAt(0) - 0x60),
  );
}

function kanaAlike(text: string): string {
  return isAscii(text) ? text : hiragana(text.normalize('NFD')).normalize('NFC');
}

/** Small kana, which are one letter with the large ones. */
const smallKana = /[ぁぃぅぇぉっゃゅょゎゕゖ]/g;
const largeKana = new Map(
  [...'ぁぃぅぇぉっゃゅょゎゕゖ'].map((small, index) => [
    small,
    'あいうえおつやゆよわかけ'.charAt(index),
  ]),
);

function accented(text: string): string {
  return isAscii(text) ? text.toLowerCase() : decomposed(text).normalize('NFC');
}

/** Letters that are one letter with another one, by no decomposition. */
function decomposed(text: string): string {
  const letters = text.normalize('NFKD').toLowerCase().replaceAll('ß', 'ss').replaceAll('ς', 'σ');
  return hiragana(letters).replace(smallKana, (small) => largeKana.get(small) ?? small);
}

function unaccented(text: string): string {
  return isAscii(text)
    ? text.toLowerCase()
    : decomposed(text)
        .replace(/(?<=[\p{L}\p{M}])\p{M}/gu, '')
        .normalize('NFC');
}

/** Letters with a stroke, whose stroke counts as an accent from UCA 5.2.0 on. */
const strokes = new Map([
  ['đ', 'd'],
  ['ð', 'd'],
  ['ħ', 'h'],
  ['ł', 'l'],
  ['ø', 'o'],
]);

function unstroked(text: string): string {
  return unaccented(text).replace(/[đðħłø]/g, (letter) => strokes.get(letter) ?? letter);
}

/**
 * `general_ci` looks at one character of 16 bits at a time: by its upper case without accents. All
 * beyond 16 bits are the same one.
 */
const general = byCharacter((character) => {
  if (character.length > 1) return '\ufffd';
  const [base = character, ...marks] = character.normalize('NFD');
  const isLetter = /\p{L}/u.test(base);
  const bare = isLetter && marks.every((mark) => /[\u0300-\u036f]/.test(mark)) ? base : character;
  const upper = bare.toUpperCase();
  return upper === 'SS' ? 's' : lowerLatin(upper.length > 1 ? bare : upper);
});

const simpleCase = byCharacter((character) => {
  const upper = character.toUpperCase();
  return lowerLatin(upper.length === character.length ? upper : character);
});

/** Few characters make most of a text. */
const mostKnown = 8192;

/** ASCII in lower case, and each other character by itself. */
function byCharacter(fold: (character: string) => string): SameValue {
  const known = new Map<string, string>();
  const remembered = (character: string): string => {
    const before = known.get(character);
    if (before !== undefined) return before;
    const folded = fold(character);
    if (known.size < mostKnown) known.set(character, folded);
    return folded;
  };
  return (text) =>
    isAscii(text) ? text.toLowerCase() : asciiCase(text).replace(/[^\0-\x7f]/gu, remembered);
}

/**
 * Of a text without small letters of Latin-1, so that none becomes another one. Beyond them lower case
 * might: the sign of kelvin is a k in lower case.
 */
function lowerLatin(text: string): string {
  return text.replace(/[A-ZÀ-ÖØ-Þ]+/g, (letters) => letters.toLowerCase());
}

/** Of latin1, which has letters of one case alone for what is beyond Latin-1. */
function latinCase(text: string): string {
  return isAscii(text) ? text.toLowerCase() : lowerLatin(text);
}

function asciiCase(text: string): string {
  return isAscii(text)
    ? text.toLowerCase()
    : text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** In Turkish the letters with and without a dot are two, in either case. */
function turkish(text: string): string {
  return text.normalize('NFC').toLocaleLowerCase('tr').normalize('NFC');
}

/** Letters of `latin1_swedish_ci`, which keeps some accents. */
const swedishLetters = new Map([
  ...[...'àáâã'].map((letter) => [letter, 'a'] as const),
  ...[...'èéêë'].map((letter) => [letter, 'e'] as const),
  ...[...'ìíîï'].map((letter) => [letter, 'i'] as const),
  ...[...'òóôõ'].map((letter) => [letter, 'o'] as const),
  ...[...'ùúû'].map((letter) => [letter, 'u'] as const),
  ...[...'üý'].map((letter) => [letter, 'y'] as const),
  ['ç', 'c'] as const,
  ['ñ', 'n'] as const,
  ['æ', 'ä'] as const,
  ['ð', 'd'] as const,
  // In the Swedish ISO 646, which it comes from, these are the same bytes.
  ['[', 'å'] as const,
  ['\\', 'ä'] as const,
  [']', 'ö'] as const,
]);

function swedish(text: string): string {
  return latinCase(text).replace(/[à-þ[\\\]]/g, (letter) => swedishLetters.get(letter) ?? letter);
}
