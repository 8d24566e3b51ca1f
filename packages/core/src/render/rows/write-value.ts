/**
 * The hot path: the bytes of one value in, the bytes of one SQL literal out. Pure functions over
 * buffers, without an allocation per value.
 *
 * Each returns the position after what it wrote. The caller has reserved {@link mostBytes}.
 * Indexing is asserted as `number` since the bounds are known, and a check per byte is not free.
 */

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
const escapes = new Uint8Array(256);
escapes[0x00] = 0x30;
escapes[0x0a] = 0x6e;
escapes[0x0d] = 0x72;
escapes[0x1a] = 0x5a;
escapes[quote] = quote;
escapes[backslash] = backslash;

/**
 * For a text in UTF-8, by byte: 0 for itself, the second character of an escape (all above 0x20),
 * or the length of the character that begins with it, 5 where none does.
 */
const utf8Bytes = Uint8Array.from(escapes, (second, byte) => {
  if (byte < 0x80) return second;
  if (byte < 0xc2 || byte > 0xf4) return 5;
  return byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
});

const hexadecimalDigits = Buffer.from('0123456789ABCDEF');

/** Runs of at least this many bytes are copied natively; below it the call costs more. */
const nativeCopyBytes = 48;

/** Upper bound for the literal of a value, whatever its kind. */
export function mostBytes(valueBytes: number, introducerBytes: number): number {
  return 2 * valueBytes + introducerBytes + 16;
}

export function copyBytes(
  source: Buffer,
  start: number,
  end: number,
  target: Buffer,
  position: number,
): number {
  if (end - start >= nativeCopyBytes) {
    source.copy(target, position, start, end);
    return position + end - start;
  }
  let at = position;
  for (let i = start; i < end; i++) target[at++] = source[i] as number;
  return at;
}

/** `-0` alone would be read as the integer 0, which has no sign. */
export function writeFloat(
  source: Buffer,
  start: number,
  end: number,
  target: Buffer,
  position: number,
): number {
  let at = copyBytes(source, start, end, target, position);
  if (end - start === 2 && source[start] === minus && source[start + 1] === digitZero) {
    target[at++] = 0x65;
    target[at++] = digitZero;
  }
  return at;
}

/** `'…'` for bytes that hold nothing to escape. */
export function writePlain(
  source: Buffer,
  start: number,
  end: number,
  target: Buffer,
  position: number,
): number {
  target[position] = quote;
  const at = copyBytes(source, start, end, target, position + 1);
  target[at] = quote;
  return at + 1;
}

/** `'…'` with escapes. */
export function writeEscaped(
  source: Buffer,
  start: number,
  end: number,
  target: Buffer,
  position: number,
): number {
  let at = position;
  target[at++] = quote;
  let i = start;
  while (i < end) {
    const runStart = i;
    while (i < end && escapes[source[i] as number] === 0) i++;
    at = copyBytes(source, runStart, i, target, at);
    if (i < end) {
      target[at++] = backslash;
      target[at++] = escapes[source[i++] as number] as number;
    }
  }
  target[at++] = quote;
  return at;
}

/**
 * `'…'` with escapes, for a text in UTF-8.
 *
 * @param longest - bytes of the longest character: 3 for `utf8mb3`, 4 for `utf8mb4`
 * @returns -1 where a byte sequence is no character (surrogates are none): a server would cut the
 *   text there, without an error, when it is restored
 */
export function writeUtf8(
  source: Buffer,
  start: number,
  end: number,
  target: Buffer,
  position: number,
  longest: number,
): number {
  let at = position;
  target[at++] = quote;
  let i = start;
  while (i < end) {
    const runStart = i;
    while (i < end && utf8Bytes[source[i] as number] === 0) i++;
    // In a function of its own: this keeps the loop over ASCII twice as fast.
    if (i < end && (source[i] as number) >= 0x80) {
      i = afterCharacters(source, i, end, longest);
      if (i < 0) return -1;
    }
    at = copyBytes(source, runStart, i, target, at);
    if (i < end) {
      target[at++] = backslash;
      target[at++] = utf8Bytes[source[i++] as number] as number;
    }
  }
  target[at++] = quote;
  return at;
}

/** The position of the next byte to escape, or the end; -1 where a byte sequence is no character. */
function afterCharacters(source: Buffer, start: number, end: number, longest: number): number {
  let i = start;
  while (i < end) {
    const kind = utf8Bytes[source[i] as number] as number;
    if (kind > 0x20) break;
    if (kind === 0) {
      i++;
      continue;
    }
    if (kind > longest || !isUtf8Character(source, i, end, kind)) return -1;
    i += kind;
  }
  return i;
}

/** @param length - what the first byte says it is */
function isUtf8Character(source: Buffer, at: number, end: number, length: number): boolean {
  if (at + length > end) return false;
  const second = source[at + 1] as number;
  if ((second & 0xc0) !== 0x80) return false;
  if (length === 2) return true;
  const first = source[at] as number;
  if (((source[at + 2] as number) & 0xc0) !== 0x80) return false;
  if (length === 3) {
    if (first === 0xe0) return second >= 0xa0;
    return first !== 0xed || second < 0xa0;
  }
  if (((source[at + 3] as number) & 0xc0) !== 0x80) return false;
  return first === 0xf0 ? second >= 0x90 : first !== 0xf4 || second < 0x90;
}

/** `0x…`, or `''` for nothing: `0x` alone is no literal. */
export function writeHexadecimal(
  source: Buffer,
  start: number,
  end: number,
  target: Buffer,
  position: number,
): number {
  let at = position;
  if (start === end) {
    target[at++] = quote;
    target[at++] = quote;
    return at;
  }
  target[at++] = digitZero;
  target[at++] = letterX;
  for (let i = start; i < end; i++) {
    const byte = source[i] as number;
    target[at++] = hexadecimalDigits[byte >> 4] as number;
    target[at++] = hexadecimalDigits[byte & 15] as number;
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

export function isPlainAscii(source: Buffer, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    if (plainAscii[source[i] as number] === 0) return false;
  }
  return true;
}
