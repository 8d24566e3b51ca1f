/** In which writing a text stands. */

export type JapaneseForm = 'kanji' | 'hiragana' | 'katakana' | 'halfWidth' | 'romaji';

/** The sign of repetition and the small ke of 青葉ヶ丘 count as kanji where kanji are. */
const han = /[\p{Script=Han}々〆]/u;
const hiragana = /\p{Script=Hiragana}/u;
const fullKatakana = /[\u30a1-\u30fa\u30fc-\u30ff]/;
const halfKatakana = /[\uff66-\uff9f]/;
const japanese = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}々〆ー\uff70]/u;

export function isJapanese(text: string): boolean {
  return japanese.test(text);
}

/** The first of kanji, hiragana and katakana that the text has any of. */
export function japaneseForm(text: string): JapaneseForm {
  if (han.test(text)) return 'kanji';
  if (hiragana.test(text)) return 'hiragana';
  if (fullKatakana.test(text)) return 'katakana';
  return halfKatakana.test(text) ? 'halfWidth' : 'romaji';
}

export function toHiragana(katakana: string): string {
  return katakana.replace(/[\u30a1-\u30f6]/g, (character) =>
    String.fromCharCode(character.charCodeAt(0) - 0x60),
  );
}

/** Full-width to half-width katakana; voiced marks become characters of their own. */
const halfWidth = new Map<string, string>();
for (let code = 0xff66; code <= 0xff9d; code++) {
  const character = String.fromCharCode(code);
  halfWidth.set(character.normalize('NFKC'), character);
}
halfWidth.set('\u3099', '\uff9e').set('\u309a', '\uff9f');

export function toHalfWidth(katakana: string): string {
  return katakana
    .normalize('NFD')
    .replace(/./gsu, (character) => halfWidth.get(character) ?? character);
}

export function toFullWidthDigits(text: string): string {
  return text.replace(/[0-9]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
}

export function toAsciiDigits(text: string): string {
  return text.replace(/[\uff10-\uff19]/g, (digit) =>
    String.fromCharCode(digit.charCodeAt(0) - 0xfee0),
  );
}

/** A word in the case of another one: upper, lower, or with a capital. */
export function inCaseOf(word: string, model: string): string {
  const letters = model.replace(/[^\p{Lu}\p{Ll}]/gu, '');
  if (letters.length > 1 && letters === letters.toUpperCase()) return word.toUpperCase();
  return letters !== '' && letters === letters.toLowerCase() ? word.toLowerCase() : word;
}
