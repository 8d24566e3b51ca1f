/** Character sets with characters of two bytes whose second one may be a backslash or a quote. */

/** Of a byte: whether it begins a character of two bytes, or ends one. Marks may be both. */
export type WideCharacters = Uint8Array;

/** The byte begins a character, if {@link isTail} is true of the next one. */
export const headMark = 1;
const tailMark = 2;

/**
 * As `ismbchar()` of the servers' character sets tells them. GB18030 has characters of four bytes
 * too: two pairs of a high byte and a digit, which are read as if they were single bytes.
 */
const ranges: readonly [string, heads: string, tails: string][] = [
  ['sjis', '81-9f e0-fc', '40-7e 80-fc'],
  ['cp932', '81-9f e0-fc', '40-7e 80-fc'],
  ['big5', 'a1-f9', '40-7e a1-fe'],
  ['gbk', '81-fe', '40-7e 80-fe'],
  ['gb18030', '81-fe', '40-7e 80-fe'],
];

const sets = new Map<string, WideCharacters>(
  ranges.map(([name, heads, tails]) => {
    const marks = new Uint8Array(256);
    mark(marks, heads, headMark);
    mark(marks, tails, tailMark);
    return [name, marks];
  }),
);

/** `undefined` for all sets in which every byte can be looked at by itself. */
export function wideCharacters(characterSet: string): WideCharacters | undefined {
  return sets.get(characterSet.toLowerCase());
}

export function isTail(wide: WideCharacters, byte: number | undefined): boolean {
  return byte !== undefined && ((wide[byte] as number) & tailMark) !== 0;
}

export function isHead(wide: WideCharacters, byte: number): boolean {
  return ((wide[byte] as number) & headMark) !== 0;
}

function mark(marks: Uint8Array, list: string, bit: number): void {
  for (const range of list.split(' ')) {
    const [first = 0, last = 0] = range.split('-').map((hex) => Number.parseInt(hex, 16));
    for (let byte = first; byte <= last; byte++) marks[byte] = (marks[byte] as number) | bit;
  }
}
