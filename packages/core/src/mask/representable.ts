/** Which texts a column's character set can hold, and how long they may be. */

import { encodedLength } from './encoded-length.ts';
import type { MaskedColumn } from './rule.ts';

/** Names in English letters or in Japanese writing. */
export type Locale = 'en' | 'ja';

/** https://dev.mysql.com/doc/refman/8.4/en/charset-unicode-sets.html */
const unicodeSet = /^(?:utf8(?:mb[34])?|ucs2|utf16(?:le)?|utf32|gb18030)$/;

/** https://dev.mysql.com/doc/refman/8.4/en/charset-asian-sets.html */
const japaneseSet = /^(?:sjis|cp932|ujis|eucjpms)$/;

const textTypes = new Set(['char', 'varchar', 'tinytext', 'text', 'mediumtext', 'longtext']);

/** Whether every text of Unicode's first plane can stand in the column. */
export function holdsUnicode(column: MaskedColumn): boolean {
  return column.characterSet === undefined || unicodeSet.test(column.characterSet);
}

/** Whether the characters of JIS X 0208 can stand in the column. */
export function holdsJapanese(column: MaskedColumn): boolean {
  return holdsUnicode(column) || japaneseSet.test(column.characterSet ?? '');
}

/** Whether a text of ours (ASCII, or Japanese of JIS X 0208) can stand in the column. */
export function isRepresentable(text: string, column: MaskedColumn): boolean {
  return isAscii(text) || holdsJapanese(column);
}

export function isAscii(text: string): boolean {
  return /^[\0-\x7f]*$/.test(text);
}

export function isTextColumn(column: MaskedColumn): boolean {
  return textTypes.has(column.dataType);
}

/** A clause for {@link RuleDefinition.problem} where the column does not hold text. */
export function notTextProblem(column: MaskedColumn): string | undefined {
  return isTextColumn(column)
    ? undefined
    : `the column is ${column.columnType}, and the rule is for columns of text`;
}

/** A clause where a unique column would get the same value twice. */
export function uniqueProblem(column: MaskedColumn): string | undefined {
  return column.unique
    ? 'the column is unique, and different values may be masked alike'
    : undefined;
}

/** A clause where the column takes fewer characters than the rule needs. */
export function lengthProblem(
  column: MaskedColumn,
  needed: number,
  what: string,
): string | undefined {
  return column.longest !== undefined && column.longest < needed
    ? `the column takes ${column.longest} characters and ${what} needs ${needed}`
    : undefined;
}

/** A clause where a locale is asked for that the column can't hold. */
export function localeProblem(column: MaskedColumn, locale: unknown): string | undefined {
  return locale === 'ja' && !holdsJapanese(column)
    ? `the column's character set ${column.characterSet} can't hold Japanese`
    : undefined;
}

/** In characters, as the server counts them. */
export function lengthOf(text: string): number {
  let length = 0;
  for (const _ of text) length++;
  return length;
}

/** These are limited in bytes: {@link MaskedColumn.longest} is what fits whatever the characters are. */
const textBytes = new Map([
  ['tinytext', 0xff],
  ['text', 0xffff],
  ['mediumtext', 0xff_ffff],
  ['longtext', 0xffff_ffff],
]);

/** Whether the column takes the text, as far as its length goes. */
export function fits(text: string, column: MaskedColumn): boolean {
  const { longest, characterSet = 'utf8mb4' } = column;
  if (longest === undefined || text.length <= longest) return true;
  const bytes = textBytes.get(column.dataType);
  return bytes === undefined
    ? lengthOf(text) <= longest
    : encodedLength(text, characterSet) <= bytes;
}

/** As much of a text as the column takes, without blanks at the end. */
export function shortened(text: string, column: MaskedColumn): string {
  if (fits(text, column)) return text;
  return [...text].slice(0, column.longest).join('').trimEnd();
}
