/** The hot path of texts in UTF-8: escaped and checked in one go. See write-value.ts. */

import { type ByteWords, unusualInText, usualTextEnd, utf8CharacterBytes } from './byte-words.ts';
import { copyBytes, escapes, longValueBytes } from './write-value.ts';

const backslash = 0x5c;
const quote = 0x27;

/**
 * By byte: 0 for ASCII that stands for itself, else the second character of an escape, or 1 for what
 * is not ASCII. A table of this file: one that is imported is slower to reach.
 */
const secondBytes = Uint8Array.from(escapes, (second, byte) => (byte < 0x80 ? second : 1));

/**
 * `'…'` with escapes, for a text in UTF-8.
 *
 * @param longest - bytes of the longest character: 3 for `utf8mb3`, 4 for `utf8mb4`
 * @returns -1 where a byte sequence is no character (surrogates are none): a server would cut the
 *   text there, without an error, when it is restored
 */
export function writeUtf8(
  source: ByteWords,
  start: number,
  end: number,
  target: ByteWords,
  position: number,
  longest: number,
): number {
  const to = target.bytes;
  to[position] = quote;
  const at =
    end - start < longValueBytes
      ? writeShort(source, start, end, target, position + 1, longest)
      : writeLong(source, start, end, target, position + 1, longest);
  if (at < 0) return -1;
  to[at] = quote;
  return at + 1;
}

/** Word by word. */
function writeShort(
  source: ByteWords,
  start: number,
  end: number,
  target: ByteWords,
  position: number,
  longest: number,
): number {
  const { bytes: from, view } = source;
  const { bytes: to, view: toView } = target;
  const last = end - 4;
  let at = position;
  let i = start;
  while (i <= last) {
    const word = view.getInt32(i, true);
    if (unusualInText(word) === 0) {
      toView.setInt32(at, word, true);
      i += 4;
      at += 4;
      continue;
    }
    if ((word & 0x80) === 0) {
      const byte = word & 0xff;
      const second = secondBytes[byte] as number;
      if (second === 0) {
        to[at++] = byte;
      } else {
        to[at++] = backslash;
        to[at++] = second;
      }
      i++;
      continue;
    }
    const length = utf8CharacterBytes(word, longest);
    if (length === 0) return -1;
    // Some of the next character with it, which is written again.
    toView.setInt32(at, word, true);
    i += length;
    at += length;
  }
  while (i < end) {
    const byte = from[i] as number;
    if (byte >= 0x80) {
      const next = afterCharacter(from, i, end, longest);
      if (next < 0) return -1;
      while (i < next) to[at++] = from[i++] as number;
      continue;
    }
    const second = secondBytes[byte] as number;
    i++;
    if (second === 0) {
      to[at++] = byte;
    } else {
      to[at++] = backslash;
      to[at++] = second;
    }
  }
  return at;
}

/** Run by run: what lies between two escapes is searched first, and copied after that. */
function writeLong(
  source: ByteWords,
  start: number,
  end: number,
  target: ByteWords,
  position: number,
  longest: number,
): number {
  const { bytes: from } = source;
  const { bytes: to } = target;
  let at = position;
  let i = start;
  while (i < end) {
    const run = i;
    i = runEnd(source, i, end, longest);
    if (i < 0) return -1;
    at = copyBytes(source, run, i, target, at);
    if (i < end) {
      to[at++] = backslash;
      to[at++] = secondBytes[from[i++] as number] as number;
    }
  }
  return at;
}

/** The position of the next byte to escape, or the end; -1 where a byte sequence is no character. */
function runEnd({ bytes, view }: ByteWords, start: number, end: number, longest: number): number {
  let i = start;
  while (i < end) {
    i = usualTextEnd(view, i, end);
    const stop = Math.min(end, i + 8);
    while (i < stop && secondBytes[bytes[i] as number] === 0) i++;
    if (i === stop) continue;
    if ((bytes[i] as number) < 0x80) return i;
    i = afterCharacters(bytes, view, i, end, longest);
    if (i < 0) return -1;
  }
  return i;
}

/** The position after characters that are not ASCII; -1 where a byte sequence is none. */
function afterCharacters(
  source: Buffer,
  view: DataView,
  start: number,
  end: number,
  longest: number,
): number {
  const last = end - 4;
  let i = start;
  while (i <= last) {
    const word = view.getInt32(i, true);
    if ((word & 0x80) === 0) return i;
    const length = utf8CharacterBytes(word, longest);
    if (length === 0) return -1;
    i += length;
  }
  while (i >= 0 && i < end && (source[i] as number) >= 0x80) {
    i = afterCharacter(source, i, end, longest);
  }
  return i;
}

/** The position after a character of which the end of the text may cut the word. */
function afterCharacter(source: Buffer, start: number, end: number, longest: number): number {
  let word = 0;
  for (let i = Math.min(end, start + 4) - 1; i >= start; i--) {
    word = (word << 8) | (source[i] as number);
  }
  const length = utf8CharacterBytes(word, longest);
  // A missing byte is 0 in the word, which continues no character.
  return length === 0 ? -1 : start + length;
}
