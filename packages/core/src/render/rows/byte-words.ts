/** Bytes read and written four at a time: several times as fast as one by one. */

/** A buffer, and a view of the same bytes. To be kept, as making a view is not free. */
export interface ByteWords {
  readonly bytes: Buffer;
  readonly view: DataView;
}

export function wordsOf(bytes: Buffer): ByteWords {
  return { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length) };
}

/*
 * The tests below look at the four bytes of a little-endian word at once. `word - 0x01010101` sets
 * the highest bit of a byte that was zero, and `word ^ 0x27272727` makes zero of each byte 0x27. A
 * borrow from the byte below can set a bit for nothing, and never hides one: a test may ask for a
 * closer look without need. https://graphics.stanford.edu/~seander/bithacks.html#ZeroInWord
 */

/** Not 0 where a byte is a quote, a backslash, below 0x20, or not ASCII. */
export function unusualInText(word: number): number {
  return (
    (word |
      (word - 0x20202020) |
      ((word ^ 0x27272727) - 0x01010101) |
      ((word ^ 0x5c5c5c5c) - 0x01010101)) &
    0x80808080
  );
}

/** Not 0 where a byte is a quote, a backslash, or 0, LF, CR or 0x1a. */
export function unusualInBytes(word: number): number {
  return (
    ((word - 0x01010101) |
      ((word ^ 0x0a0a0a0a) - 0x01010101) |
      ((word ^ 0x0d0d0d0d) - 0x01010101) |
      ((word ^ 0x1a1a1a1a) - 0x01010101) |
      ((word ^ 0x27272727) - 0x01010101) |
      ((word ^ 0x5c5c5c5c) - 0x01010101)) &
    ~word &
    0x80808080
  );
}

/**
 * The end of a run of ASCII without quotes, backslashes and control characters, or up to seven
 * bytes before it.
 */
export function usualTextEnd(view: DataView, start: number, end: number): number {
  const last = end - 8;
  let i = start;
  while (i <= last) {
    const word = view.getInt32(i, true);
    const next = view.getInt32(i + 4, true);
    // As unusualInText, for both together.
    if (
      ((word |
        (word - 0x20202020) |
        ((word ^ 0x27272727) - 0x01010101) |
        ((word ^ 0x5c5c5c5c) - 0x01010101) |
        next |
        (next - 0x20202020) |
        ((next ^ 0x27272727) - 0x01010101) |
        ((next ^ 0x5c5c5c5c) - 0x01010101)) &
        0x80808080) !==
      0
    ) {
      break;
    }
    i += 8;
  }
  return i;
}

/**
 * Bytes of the UTF-8 character that a word begins with, if it is not ASCII; 0 where it is none, as
 * surrogates are not.
 *
 * @param longest - bytes of the longest character: 3 for `utf8mb3`, 4 for `utf8mb4`
 */
export function utf8CharacterBytes(word: number, longest: number): number {
  if ((word & 0x00c0c0f0) === 0x008080e0) {
    // 0x80 to 0x9f behind 0xe0 would be shorter otherwise; 0xa0 to 0xbf behind 0xed are surrogates.
    const bits = word & 0x200f;
    return bits !== 0 && bits !== 0x200d ? 3 : 0;
  }
  if ((word & 0xc0e0) === 0x80c0) return (word & 0x1e) === 0 ? 0 : 2;
  if (longest < 4 || (word & 0xc0c0c0f8) !== (0x808080f0 | 0)) return 0;
  const plane = ((word & 7) << 2) | ((word >> 12) & 3);
  return plane >= 1 && plane <= 16 ? 4 : 0;
}
