/** Valid characters of every character set, by the bytes that they are stored as. */

import fc from 'fast-check';

/** The bytes of one character, in hexadecimal. */
export type Character = fc.Arbitrary<string>;

const hexadecimal = (value: number, bytes = 1): string =>
  value.toString(16).padStart(2 * bytes, '0');
const byte = (lowest: number, highest: number): Character =>
  fc.integer({ min: lowest, max: highest }).map((value) => hexadecimal(value));
const bytes = (...parts: readonly Character[]): Character =>
  fc.tuple(...parts).map((values) => values.join(''));

/** What a writer of SQL has to take care of: NUL, tab, line breaks, 0x1A, space, quotes, `\`. */
const special = [0x00, 0x09, 0x0a, 0x0d, 0x1a, 0x20, 0x22, 0x25, 0x27, 0x5c, 0x5f, 0x60];
const specialCode = fc.constantFrom(...special);
const asciiCode = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 0x61, max: 0x7a }) },
  { weight: 2, arbitrary: specialCode },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 0x7f }) },
);
const ascii = asciiCode.map((code) => hexadecimal(code));

const basicPlane = fc.oneof(
  fc.integer({ min: 0x80, max: 0x2ff }),
  fc.integer({ min: 0x80, max: 0xd7ff }),
  fc.integer({ min: 0xe000, max: 0xffff }),
);
const otherPlanes = fc.oneof(
  fc.integer({ min: 0x1f300, max: 0x1f6ff }),
  fc.integer({ min: 0x10000, max: 0x10ffff }),
);
const basicCode = fc.oneof(asciiCode, basicPlane);
const anyCode = fc.oneof(asciiCode, basicPlane, otherPlanes);

const utf8 = (code: number) => Buffer.from(String.fromCodePoint(code), 'utf8').toString('hex');
const utf16le = (code: number) => Buffer.from(String.fromCodePoint(code), 'utf16le');

const singleByte = fc.oneof(ascii, byte(0x80, 0xff));
const shiftJis = fc.oneof(
  ascii,
  byte(0xa1, 0xdf),
  bytes(fc.oneof(byte(0x81, 0x9f), byte(0xe0, 0xfc)), fc.oneof(byte(0x40, 0x7e), byte(0x80, 0xfc))),
  // What backslashes and double mappings are made of: 表, NEC and IBM extensions.
  fc.constantFrom('955c', '815c', 'fa54', '81ca', 'ee40', '8740', 'fa40'),
);
const eucJapanese = fc.oneof(
  ascii,
  bytes(byte(0xa1, 0xfe), byte(0xa1, 0xfe)),
  bytes(fc.constant('8e'), byte(0xa1, 0xdf)),
  bytes(fc.constant('8f'), byte(0xa1, 0xfe), byte(0xa1, 0xfe)),
);
const gbkPair = bytes(byte(0x81, 0xfe), fc.oneof(byte(0x40, 0x7e), byte(0x80, 0xfe)));

const characters: Readonly<Record<string, Character>> = {
  ascii,
  sjis: shiftJis,
  cp932: shiftJis,
  ujis: eucJapanese,
  eucjpms: eucJapanese,
  euckr: fc.oneof(ascii, bytes(byte(0xa1, 0xfe), byte(0xa1, 0xfe))),
  gb2312: fc.oneof(ascii, bytes(byte(0xa1, 0xf7), byte(0xa1, 0xfe))),
  gbk: fc.oneof(ascii, gbkPair),
  gb18030: fc.oneof(
    ascii,
    gbkPair,
    bytes(byte(0x81, 0xfe), byte(0x30, 0x39), byte(0x81, 0xfe), byte(0x30, 0x39)),
  ),
  big5: fc.oneof(
    ascii,
    bytes(byte(0xa1, 0xf9), fc.oneof(byte(0x40, 0x7e), byte(0xa1, 0xfe))),
    fc.constantFrom('a55c', 'b35c'),
  ),
  ucs2: basicCode.map((code) => hexadecimal(code, 2)),
  utf16: anyCode.map((code) => utf16le(code).swap16().toString('hex')),
  utf16le: anyCode.map((code) => utf16le(code).toString('hex')),
  utf32: anyCode.map((code) => hexadecimal(code, 4)),
  utf8: basicCode.map(utf8),
  utf8mb3: basicCode.map(utf8),
  utf8mb4: anyCode.map(utf8),
};

/** In these every byte is a character, though not each has a counterpart in Unicode. */
const singleByteSets = new Set([
  ...['armscii8', 'cp1250', 'cp1251', 'cp1256', 'cp1257', 'cp850', 'cp852', 'cp866', 'dec8'],
  ...['geostd8', 'greek', 'hebrew', 'hp8', 'keybcs2', 'koi8r', 'koi8u', 'latin1', 'latin2'],
  ...['latin5', 'latin7', 'macce', 'macroman', 'swe7', 'tis620'],
]);

/** @throws Error for a character set that is not known here: it would go untested unseen */
export function characterOf(characterSet: string): Character {
  const known = characters[characterSet];
  if (known !== undefined) return known;
  if (singleByteSets.has(characterSet)) return singleByte;
  throw new Error(`test/property/characters.ts does not know the character set ${characterSet}.`);
}

/** Any bytes, with many of those that have to be escaped. */
export const binaryByte: Character = fc.oneof(
  specialCode.map((code) => hexadecimal(code)),
  byte(0, 255),
);
