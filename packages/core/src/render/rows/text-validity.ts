/** Which byte sequences are texts of a character set, by the rules of the servers. */

/** What becomes of a text when it is restored. */
export type TextValidity =
  /** Its bytes are characters of its character set. */
  | 'valid'
  /** They are not, but servers that let such a text in once take it again. */
  | 'accepted'
  /** They are not, and the server cuts it short, changes it, or refuses the statement. */
  | 'refused';

export type CheckText = (source: Buffer, start: number, end: number) => TextValidity;

/** Bytes of the character that begins at a position; 0 where none does. */
type CharacterLength = (source: Buffer, at: number, end: number) => number;

type Ranges = readonly (readonly [number, number])[];

interface DoubleByteSet {
  readonly lead: Ranges;
  readonly trail: Ranges;
  /** Single bytes above ASCII. */
  readonly single?: Ranges;
}

const shiftJis: DoubleByteSet = {
  lead: [
    [0x81, 0x9f],
    [0xe0, 0xfc],
  ],
  trail: [
    [0x40, 0x7e],
    [0x80, 0xfc],
  ],
  single: [[0xa1, 0xdf]],
};

/**
 * Lead and trail bytes of the East Asian sets with two bytes; other bytes below 0x80 are ASCII.
 * The sources of both servers (strings/ctype-*.c) have these ranges; a test asks the servers about
 * every sequence of one and two bytes.
 */
const doubleByteSets: Readonly<Record<string, DoubleByteSet>> = {
  big5: {
    lead: [[0xa1, 0xf9]],
    trail: [
      [0x40, 0x7e],
      [0xa1, 0xfe],
    ],
  },
  gbk: {
    lead: [[0x81, 0xfe]],
    trail: [
      [0x40, 0x7e],
      [0x80, 0xfe],
    ],
  },
  gb2312: { lead: [[0xa1, 0xf7]], trail: [[0xa1, 0xfe]] },
  euckr: {
    lead: [[0x81, 0xfe]],
    trail: [
      [0x41, 0x5a],
      [0x61, 0x7a],
      [0x81, 0xfe],
    ],
  },
  sjis: shiftJis,
  cp932: shiftJis,
};

function inRanges(ranges: Ranges): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) =>
    ranges.some(([low, high]) => byte >= low && byte <= high) ? 1 : 0,
  );
}

function doubleByteLength(set: DoubleByteSet): CharacterLength {
  const single = inRanges([[0, 0x7f], ...(set.single ?? [])]);
  const lead = inRanges(set.lead);
  const trail = inRanges(set.trail);
  return (source, at, end) => {
    const first = source[at] as number;
    if (single[first] === 1) return 1;
    return at + 1 < end && lead[first] === 1 && trail[source[at + 1] as number] === 1 ? 2 : 0;
  };
}

/** `ujis` and `eucjpms`: half-width katakana behind 0x8E, JIS X 0212 behind 0x8F. */
const eucJapaneseLength: CharacterLength = (source, at, end) => {
  const first = source[at] as number;
  if (first < 0x80) return 1;
  const isHigh = (offset: number, low: number, high: number): boolean =>
    at + offset < end &&
    (source[at + offset] as number) >= low &&
    (source[at + offset] as number) <= high;
  if (first === 0x8e) return isHigh(1, 0xa0, 0xdf) ? 2 : 0;
  if (first === 0x8f) return isHigh(1, 0xa1, 0xfe) && isHigh(2, 0xa1, 0xfe) ? 3 : 0;
  return isHigh(0, 0xa1, 0xfe) && isHigh(1, 0xa1, 0xfe) ? 2 : 0;
};

const gb18030Length: CharacterLength = (source, at, end) => {
  const first = source[at] as number;
  if (first < 0x80) return 1;
  if (first === 0x80 || first === 0xff || at + 1 >= end) return 0;
  const second = source[at + 1] as number;
  if (second >= 0x40 && second <= 0xfe && second !== 0x7f) return 2;
  const isFour =
    second >= 0x30 &&
    second <= 0x39 &&
    at + 3 < end &&
    (source[at + 2] as number) >= 0x81 &&
    (source[at + 2] as number) <= 0xfe &&
    (source[at + 3] as number) >= 0x30 &&
    (source[at + 3] as number) <= 0x39;
  return isFour ? 4 : 0;
};

function utf16Length(highByte: 0 | 1): CharacterLength {
  return (source, at, end) => {
    if (at + 1 >= end) return 0;
    const surrogate = (source[at + highByte] as number) & 0xfc;
    if (surrogate !== 0xd8 && surrogate !== 0xdc) return 2;
    if (surrogate !== 0xd8 || at + 3 >= end) return 0;
    return ((source[at + 2 + highByte] as number) & 0xfc) === 0xdc ? 4 : 0;
  };
}

const utf32Length: CharacterLength = (source, at, end) =>
  at + 3 < end && source.readUInt32BE(at) <= 0x10ffff ? 4 : 0;

/**
 * UTF-8 as MySQL 5.7 and MariaDB take it: with surrogates, which MySQL 8 refuses.
 *
 * @param longest - bytes of the longest character: 3 for `utf8mb3`
 */
function utf8Length(longest: 3 | 4): CharacterLength {
  return (source, at, end) => {
    const first = source[at] as number;
    if (first < 0x80) return 1;
    const length = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
    if (length === 0 || length > longest || at + length > end) return 0;
    for (let offset = 1; offset < length; offset++) {
      if (((source[at + offset] as number) & 0xc0) !== 0x80) return 0;
    }
    const second = source[at + 1] as number;
    if (first === 0xe0 && second < 0xa0) return 0;
    if (first === 0xf0 && second < 0x90) return 0;
    return first === 0xf4 && second > 0x8f ? 0 : length;
  };
}

const characterLengths: Readonly<Record<string, CharacterLength>> = {
  ...Object.fromEntries(
    Object.entries(doubleByteSets).map(([name, set]) => [name, doubleByteLength(set)]),
  ),
  ujis: eucJapaneseLength,
  eucjpms: eucJapaneseLength,
  gb18030: gb18030Length,
  utf8: utf8Length(3),
  utf8mb3: utf8Length(3),
  utf8mb4: utf8Length(4),
  utf16: utf16Length(0),
  utf16le: utf16Length(1),
  utf32: utf32Length,
  // Any two bytes, also surrogates.
  ucs2: (_source, at, end) => (at + 1 < end ? 2 : 0),
};

/** Characters that are none, but that servers take: surrogates, and what is not ASCII in `ascii`. */
const isStray: Readonly<Record<string, (source: Buffer, at: number) => boolean>> = {
  // MariaDB refuses this one.
  ujis: isEmptyKatakana,
  eucjpms: isEmptyKatakana,
  utf8: isUtf8Surrogate,
  utf8mb3: isUtf8Surrogate,
  utf8mb4: isUtf8Surrogate,
  ucs2: (source, at) => ((source[at] as number) & 0xf8) === 0xd8,
  utf32: (source, at) => source[at + 1] === 0 && ((source[at + 2] as number) & 0xf8) === 0xd8,
  ascii: (source, at) => (source[at] as number) >= 0x80,
};

function isEmptyKatakana(source: Buffer, at: number): boolean {
  return source[at] === 0x8e && source[at + 1] === 0xa0;
}

function isUtf8Surrogate(source: Buffer, at: number): boolean {
  return source[at] === 0xed && (source[at + 1] as number) >= 0xa0;
}

/**
 * The check for a character set. One byte each for the sets that are not listed.
 *
 * @param unassigned - codes of a set with one byte that are no character, 1 for each
 */
export function textCheck(characterSet: string, unassigned?: Uint8Array): CheckText {
  const lengthAt = characterLengths[characterSet] ?? (() => 1);
  const strayAt =
    isStray[characterSet] ??
    ((source: Buffer, at: number) => unassigned?.[source[at] as number] === 1);
  return (source, start, end) => {
    let validity: TextValidity = 'valid';
    for (let at = start; at < end; ) {
      const length = lengthAt(source, at, end);
      if (length === 0) return 'refused';
      if (strayAt(source, at)) validity = 'accepted';
      at += length;
    }
    return validity;
  };
}
