/**
 * The hot path: the bytes of one value in, the bytes of one SQL literal out. Pure functions over
 * buffers, without an allocation per value.
 *
 * Each returns the position after what it wrote. The caller has reserved {@link mostBytes}.
 * Indexing is asserted as `number` since the bounds are known, and a check per byte is not free.
 */

import { type ByteWords, unusualInBytes, unusualInText, usualTextEnd } from './byte-words.ts';

const backslash = 0x5c;
const quote = 0x27;
const minus = 0x2d;
const digitZero = 0x30;
const letterX = 0x78;

/**
 * The second character of an escape, by byte; 0 where there is nothing to escape. `"` needs none
 * within single quotes. CR needs one because the client programs turn CR LF into LF, 0x1a because
 * they take it for the end of the file on Windows, and LF keeps a row on its line.
 * https://dev.mysql.com/doc/refman/8.4/en/string-literals.html
 */
export const escapes = new Uint8Array(256);
escapes[0x00] = 0x30;
escapes[0x0a] = 0x6e;
escapes[0x0d] = 0x72;
escapes[0x1a] = 0x5a;
escapes[quote] = quote;
escapes[backslash] = backslash;

/** Both digits of a byte, as they stand in a little-endian word. */
const hexadecimalPairs = Uint16Array.from({ length: 256 }, (_, byte) =>
  Buffer.from(byte.toString(16).toUpperCase().padStart(2, '0')).readUInt16LE(),
);

/** Runs of at least this many bytes are copied natively; below it the call costs more. */
const nativeCopyBytes = 96;

/** Values of at least this many bytes are searched for a run to copy natively. */
export const longValueBytes = 128;

/** Upper bound for the literal of a value, whatever its kind. */
export function mostBytes(valueBytes: number, introducerBytes: number): number {
  return 2 * valueBytes + introducerBytes + 16;
}

export function copyBytes(
  source: ByteWords,
  start: number,
  end: number,
  target: ByteWords,
  position: number,
): number {
  const length = end - start;
  if (length >= nativeCopyBytes) {
    source.bytes.copy(target.bytes, position, start, end);
    return position + length;
  }
  if (length >= 4) {
    const { view } = source;
    const to = target.view;
    const last = end - 4;
    let at = position;
    for (let i = start; i < last; i += 4) {
      to.setInt32(at, view.getInt32(i, true), true);
      at += 4;
    }
    // Some bytes for the second time, instead of one by one.
    to.setInt32(position + length - 4, view.getInt32(last, true), true);
    return position + length;
  }
  const from = source.bytes;
  const to = target.bytes;
  let at = position;
  for (let i = start; i < end; i++) to[at++] = from[i] as number;
  return at;
}

/** `-0` alone would be read as the integer 0, which has no sign. */
export function writeFloat(
  source: ByteWords,
  start: number,
  end: number,
  target: ByteWords,
  position: number,
): number {
  const { bytes: from } = source;
  const { bytes: to } = target;
  let at = copyBytes(source, start, end, target, position);
  if (end - start === 2 && from[start] === minus && from[start + 1] === digitZero) {
    to[at++] = 0x65;
    to[at++] = digitZero;
  }
  return at;
}

/** `'…'` for bytes that hold nothing to escape. */
export function writePlain(
  source: ByteWords,
  start: number,
  end: number,
  target: ByteWords,
  position: number,
): number {
  const to = target.bytes;
  to[position] = quote;
  const at = copyBytes(source, start, end, target, position + 1);
  to[at] = quote;
  return at + 1;
}

/** `'…'` with escapes. */
export function writeEscaped(
  source: ByteWords,
  start: number,
  end: number,
  target: ByteWords,
  position: number,
): number {
  const { bytes: from, view: words } = source;
  const { bytes: to, view: targetWords } = target;
  const last = end - 4;
  let at = position;
  let i = start;
  to[at++] = quote;
  if (end - start >= longValueBytes) {
    const usual = usualTextEnd(words, start, end);
    at = copyBytes(source, start, usual, target, at);
    i = usual;
  }
  while (i <= last) {
    const word = words.getInt32(i, true);
    if (unusualInBytes(word) === 0) {
      targetWords.setInt32(at, word, true);
      i += 4;
      at += 4;
      continue;
    }
    for (const stop = i + 4; i < stop; i++) {
      const byte = from[i] as number;
      const second = escapes[byte] as number;
      if (second === 0) {
        to[at++] = byte;
      } else {
        to[at++] = backslash;
        to[at++] = second;
      }
    }
  }
  for (; i < end; i++) {
    const byte = from[i] as number;
    const second = escapes[byte] as number;
    if (second === 0) {
      to[at++] = byte;
    } else {
      to[at++] = backslash;
      to[at++] = second;
    }
  }
  to[at++] = quote;
  return at;
}

/** `0x…`, or `''` for nothing: `0x` alone is no literal. */
export function writeHexadecimal(
  source: ByteWords,
  start: number,
  end: number,
  target: ByteWords,
  position: number,
): number {
  const { bytes: from } = source;
  const { bytes: to, view: targetWords } = target;
  let at = position;
  if (start === end) {
    to[at++] = quote;
    to[at++] = quote;
    return at;
  }
  to[at++] = digitZero;
  to[at++] = letterX;
  let i = start;
  for (; i + 2 <= end; i += 2) {
    const first = hexadecimalPairs[from[i] as number] as number;
    const second = hexadecimalPairs[from[i + 1] as number] as number;
    targetWords.setInt32(at, first | (second << 16), true);
    at += 4;
  }
  if (i < end) {
    targetWords.setUint16(at, hexadecimalPairs[from[i] as number] as number, true);
    at += 2;
  }
  return at;
}

/**
 * ASCII that each character set but the wide ones has at the same codes, whatever its collation.
 * Backslash is another character in `sjis`, DEL is missing from `latin2_czech_cs`.
 */
const plainAscii = Uint8Array.from({ length: 256 }, (_, byte) =>
  (byte >= 0x20 && byte < 0x7f && byte !== backslash) || [0x09, 0x0a, 0x0d].includes(byte) ? 1 : 0,
);

export function isPlainAscii({ bytes, view }: ByteWords, start: number, end: number): boolean {
  let i = start;
  while (i < end) {
    const word = i + 4 <= end ? view.getInt32(i, true) : -1;
    // DEL, too.
    if ((unusualInText(word) | ((word + 0x01010101) & 0x80808080)) === 0) {
      i += 4;
    } else if (plainAscii[bytes[i++] as number] === 0) {
      return false;
    }
  }
  return true;
}
