/** How many bytes a text takes in a character set of the server. */

/** Sets whose characters take one byte or two; letters of JIS X 0212 in two of them take three. */
const doubleBytes = /^(?:sjis|cp932|ujis|eucjpms|gbk|gb2312|big5|euckr)$/;

/** Texts are mostly long and ASCII where this matters at all. */
export function encodedLength(text: string, characterSet: string): number {
  if (/^utf8/.test(characterSet)) return Buffer.byteLength(text);
  if (characterSet === 'ucs2' || /^utf16/.test(characterSet)) return 2 * text.length;
  let bytes = 0;
  for (const character of text) bytes += characterLength(character, characterSet);
  return bytes;
}

function characterLength(character: string, characterSet: string): number {
  if (characterSet === 'utf32') return 4;
  if (character < '\x80') return 1;
  // It keeps the two bytes of GBK for kana and Han; all else is taken for four.
  if (characterSet === 'gb18030') return character >= '\u3000' && character <= '\u9fa5' ? 2 : 4;
  if (!doubleBytes.test(characterSet)) return 1;
  const halfWidth = character >= '\uff61' && character <= '\uff9f';
  return halfWidth && /^(?:sjis|cp932)$/.test(characterSet) ? 1 : 2;
}
