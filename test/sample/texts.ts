/** Names and texts of the sample shop, with all that makes careless programs stumble. */

import type { Random } from './random.ts';

const familyNames = [
  '佐藤',
  '鈴木',
  '高橋',
  '髙橋',
  '田中',
  '伊藤',
  '渡邊',
  '𠮷田',
  '山本',
  '中村',
  'Müller',
  "O'Brien",
  'Smith',
  'Łukasiewicz',
  'Ærø',
  'D"Angelo',
] as const;
const givenNames = [
  '太郎',
  '花子',
  '翔太',
  '美咲',
  '健一',
  'さくら',
  'タケシ',
  'ﾊﾅｺ',
  'Zoë',
  'José',
  'Ann-Marie',
  'नेहा',
] as const;
const nouns = [
  '湯呑み',
  '急須',
  '風呂敷',
  'Teapot',
  'Notebook',
  'ランプ',
  'Pencil 0.5',
  '扇子 🪭',
  'Kimono 👘',
  '寿司皿 🍣',
] as const;
const adjectives = [
  '青い',
  '赤い',
  'Große',
  'tiny',
  '手作りの',
  '"Deluxe"',
  '50% off',
  'C:\\new',
] as const;

/** Each is a trap of its own: quoting, escapes, line ends, NUL, four-byte and joined characters. */
const fragments = [
  'とても良いです。',
  'すごい！👍🏽👨‍👩‍👧‍👦',
  "it's",
  '"double"',
  'back\\slash \\n \\0 \\',
  'line\nfeed',
  'carriage\r\nreturn',
  '\tTab',
  'NUL\0byte',
  'Ctrl-Z\u001a',
  "'; DROP TABLE orders; -- ",
  '/* comment */ # hash',
  '%_ wild cards',
  '㈱①Ⅳ髙﨑',
  'é as two: e\u0301',
  '',
  ' ',
] as const;

/** A person's family and given name. */
export function personName(random: Random): readonly [family: string, given: string] {
  return [random.pick(familyNames), random.pick(givenNames)];
}

/** A name for a product. */
export function productName(random: Random): string {
  return `${random.pick(adjectives)} ${random.pick(nouns)}`;
}

/** Some fragments in a row; an empty string now and then. */
export function text(random: Random, mostFragments: number): string {
  const count = random.between(0, mostFragments);
  return Array.from({ length: count }, () => random.pick(fragments)).join(' ');
}
