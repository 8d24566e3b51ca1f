/** What looks at four bytes at a time, against plain readings byte by byte, at every alignment. */

import { isUtf8 as isValidUtf8 } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type ByteWords,
  usualTextEnd,
  utf8CharacterBytes,
  wordsOf,
} from '../../src/render/rows/byte-words.ts';
import { writeUtf8 } from '../../src/render/rows/write-utf8.ts';
import {
  isPlainAscii,
  mostBytes,
  writeEscaped,
  writeHexadecimal,
} from '../../src/render/rows/write-value.ts';

const escapes = new Map([
  [0x00, '0'],
  [0x0a, 'n'],
  [0x0d, 'r'],
  [0x1a, 'Z'],
  [0x27, "'"],
  [0x5c, '\\'],
]);

function escaped(value: Buffer): Buffer {
  const bytes = [...value].flatMap((byte) => {
    const second = escapes.get(byte);
    return second === undefined ? [byte] : [0x5c, second.charCodeAt(0)];
  });
  return Buffer.from([0x27, ...bytes, 0x27]);
}

/** Surrogates, forms that are longer than needed, and what is above U+10FFFF are no characters. */
function isUtf8(value: Buffer, longest: number): boolean {
  return isValidUtf8(value) && (longest === 4 || value.every((byte) => byte < 0xf0));
}

type Write = (
  source: ByteWords,
  start: number,
  end: number,
  target: ByteWords,
  position: number,
) => number;

/**
 * What is written for a value that lies at some offset, among bytes that would be noticed; -1 where
 * nothing is. Fails where more room is touched than may be.
 */
function written(write: Write, value: Buffer, offset: number): Buffer | -1 {
  const around = Buffer.from("\\'\0\xff\\'\0\xff", 'latin1');
  const source = Buffer.concat([around.subarray(0, offset), value, around]);
  const room = mostBytes(value.length, 0);
  const target = Buffer.alloc(offset + room + 8, 0xee);
  const end = write(wordsOf(source), offset, offset + value.length, wordsOf(target), offset);
  expect(target.subarray(0, offset).every((byte) => byte === 0xee)).toBe(true);
  expect(target.subarray(offset + room).every((byte) => byte === 0xee)).toBe(true);
  return end < 0 ? -1 : target.subarray(offset, end);
}

/** Pieces of texts: runs, bytes to escape, characters, and what is none. */
const piece = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .integer({ min: 1, max: 140 })
      .map((length) => Buffer.alloc(length, 'usual TEXT 09 ~')),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      ...["'", '\\', '\n', '\0', '\r', '\x1a', '\t', '\x7f', '"'].map((text) => Buffer.from(text)),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.string({ unit: 'binary', maxLength: 30 }).map((text) => Buffer.from(text)),
  },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom('日本語', 'é', '߿', 'ࠀ', '퟿', '', '\u{10000}', '\u{10ffff}', '\ufeff')
      .map((text) => Buffer.from(text)),
  },
  {
    weight: 1,
    arbitrary: fc.uint8Array({ minLength: 1, maxLength: 6 }).map((bytes) => Buffer.from(bytes)),
  },
);
const text = fc.array(piece, { maxLength: 12 }).map((pieces) => Buffer.concat(pieces));
/** Most of them valid. */
const validText = fc
  .array(
    fc.oneof(
      { weight: 20, arbitrary: piece.filter((bytes) => isUtf8(bytes, 4)) },
      { weight: 1, arbitrary: piece },
    ),
    { maxLength: 12 },
  )
  .map((pieces) => Buffer.concat(pieces));
const offset = fc.integer({ min: 0, max: 7 });
const runs = { numRuns: 5000 };

describe('values written by words', () => {
  test('are escaped as byte by byte', () => {
    fc.assert(
      fc.property(text, offset, (value, at) => {
        expect(written(writeEscaped, value, at)).toEqual(escaped(value));
      }),
      runs,
    );
  });

  test.each([3, 4])('are escaped and checked as UTF-8 of up to %i bytes', (longest) => {
    let valid = 0;
    fc.assert(
      fc.property(validText, offset, (value, at) => {
        const write: Write = (source, start, end, target, position) =>
          writeUtf8(source, start, end, target, position, longest);
        const isValid = isUtf8(value, longest);
        if (isValid) valid++;
        expect(written(write, value, at)).toEqual(isValid ? escaped(value) : -1);
      }),
      runs,
    );
    expect(valid).toBeGreaterThan(100);
  });

  test('are the same digits in hexadecimal', () => {
    fc.assert(
      fc.property(text, offset, (value, at) => {
        const digits = value.toString('hex').toUpperCase();
        expect(String(written(writeHexadecimal, value, at))).toBe(
          digits === '' ? "''" : `0x${digits}`,
        );
      }),
      runs,
    );
  });

  test('are plain ASCII where each byte is', () => {
    fc.assert(
      fc.property(text, offset, (value, at) => {
        const source = Buffer.concat([Buffer.alloc(at, 0x80), value, Buffer.of(0x80)]);
        expect(isPlainAscii(wordsOf(source), at, at + value.length)).toBe(
          /^[\t\n\r -[\]-~]*$/.test(value.toString('latin1')),
        );
      }),
      runs,
    );
  });
});

test('each byte is found wherever it is in a long text', () => {
  for (let byte = 0; byte < 256; byte++) {
    for (let at = 100; at < 117; at++) {
      const value = Buffer.alloc(200, 'x');
      value[at] = byte;
      expect(written(writeEscaped, value, at % 5)).toEqual(escaped(value));
      const write: Write = (source, start, end, target, position) =>
        writeUtf8(source, start, end, target, position, 4);
      expect(written(write, value, at % 5)).toEqual(byte < 0x80 ? escaped(value) : -1);
      expect(isPlainAscii(wordsOf(value), 0, 200)).toBe(
        /^[\t\n\r -[\]-~]*$/.test(value.toString('latin1')),
      );
    }
  }
});

test('the end of a usual text is never behind a byte that is not usual', () => {
  fc.assert(
    fc.property(text, (value) => {
      const end = usualTextEnd(wordsOf(value).view, 0, value.length);
      const usual = value.findIndex(
        (byte) => byte < 0x20 || byte >= 0x80 || byte === 0x27 || byte === 0x5c,
      );
      const plain = usual < 0 ? value.length : usual;
      expect(end).toBeLessThanOrEqual(plain);
      expect(end).toBeGreaterThan(plain - 8);
    }),
    runs,
  );
});

test('a word begins with a UTF-8 character where its first bytes are one', () => {
  const thirds = [0x00, 0x41, 0x7f, 0x80, 0x9f, 0xa0, 0xbf, 0xc0, 0xe3, 0xff];
  for (let first = 0x80; first < 0x100; first++) {
    for (let second = 0; second < 0x100; second++) {
      for (const third of thirds) {
        for (const fourth of [0x00, 0x80, 0xbf, 0xc0]) {
          const bytes = Buffer.of(first, second, third, fourth);
          const expected = [2, 3, 4].find((length) => isUtf8(bytes.subarray(0, length), 4)) ?? 0;
          const found = utf8CharacterBytes(bytes.readInt32LE(), 4);
          if (found !== expected) expect({ bytes, found }).toEqual({ bytes, found: expected });
          const short = utf8CharacterBytes(bytes.readInt32LE(), 3);
          if (short !== (expected === 4 ? 0 : expected)) expect({ bytes, short }).toBe(undefined);
        }
      }
    }
  }
});
