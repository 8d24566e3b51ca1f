/** What masks follow from: keyed hashes, and the choices that they make. */

import { createCipheriv, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Choices } from '../../src/mask/choices.ts';
import { streamBlock, streamWords } from '../../src/mask/cipher-stream.ts';
import { KeyedDomain } from '../../src/mask/keyed.ts';

const key = Buffer.from('a key of thirty-two bytes in all');

describe('the digest of a value', () => {
  const domain = new KeyedDomain(key);
  const expected = (value: string | Uint8Array): string =>
    createHmac('sha256', key).update(value).digest('hex');
  const digest = (value: string | Uint8Array): string => domain.digest(value).toString('hex');

  it('is the HMAC-SHA256 that OpenSSL makes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (value) => {
        expect(digest(value)).toBe(expected(value));
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (value) => {
        expect(digest(value)).toBe(expected(value));
      }),
    );
  });

  it.each([0, 1, 54, 55, 56, 63, 64, 65, 118, 119, 120, 1023, 1024, 1025, 5000])(
    'is so for %d bytes',
    (length) => {
      for (const text of ['a'.repeat(length), 'é'.repeat(length), `${'漢'.repeat(length)}a`]) {
        expect(digest(text)).toBe(expected(text));
        expect(digest(Buffer.from(text))).toBe(expected(text));
      }
    },
  );

  it('does not depend on what came before', () => {
    const before = digest('short');
    digest('x'.repeat(900));
    new KeyedDomain(Buffer.alloc(32, 1)).digest('another');
    expect(digest('short')).toBe(before);
  });
});

describe('a block of the stream', () => {
  it('is the one of ChaCha20 that OpenSSL makes', () => {
    const words = Int32Array.from({ length: 8 }, (_, index) => key.readInt32LE(4 * index));
    for (const [counter, nonce0, nonce1] of [
      [0, 0, 0],
      [1, 0, 0],
      [9, -5, 0x7fffffff],
    ] as const) {
      const block = new Int32Array(streamWords);
      streamBlock(block, words, counter, nonce0, nonce1);
      const start = Buffer.alloc(16);
      for (const [index, word] of [counter, nonce0, nonce1].entries()) {
        start.writeInt32LE(word, 4 * index);
      }
      const bytes = createCipheriv('chacha20', key, start).update(Buffer.alloc(64));
      expect([...block]).toEqual(
        Array.from({ length: streamWords }, (_, index) => bytes.readInt32LE(4 * index)),
      );
    }
  });
});

describe('choices', () => {
  const choices = (value: string): Choices => new KeyedDomain(key).choices(value);

  it('are the same for the same value, and others for another one', () => {
    const bytes = choices('value').bytes(200);
    expect(choices('value').bytes(200)).toEqual(bytes);
    expect(choices('valve').bytes(200)).not.toEqual(bytes);
    expect(bytes.subarray(0, 64)).not.toEqual(bytes.subarray(64, 128));
  });

  it('do not tell the hash that they follow from', () => {
    const hash = new KeyedDomain(key).digest('value').toString('hex');
    expect(choices('value').bytes(200).toString('hex')).not.toContain(hash.slice(0, 8));
  });

  it('outlive those of the next value', () => {
    const domain = new KeyedDomain(key);
    const first = domain.choices('first');
    const second = domain.choices('second');
    expect(first.bytes(100)).toEqual(choices('first').bytes(100));
    expect(second.bytes(100)).toEqual(choices('second').bytes(100));
  });

  it.each([1, 2, 10, 255, 256, 257, 65_535, 65_536, 65_537, 10 ** 9, 2 ** 32, 10 ** 12, 2 ** 48])(
    'below %d are all of them, alike',
    (limit) => {
      const stream = choices(`below ${limit}`);
      const seen = Array.from({ length: 4000 }, () => stream.below(limit));
      expect(seen.every((value) => Number.isInteger(value) && value >= 0 && value < limit)).toBe(
        true,
      );
      const low = seen.filter((value) => value < limit / 2).length / seen.length;
      if (limit > 1) expect(Math.abs(low - Math.ceil(limit / 2) / limit)).toBeLessThan(0.05);
      if (limit <= 10) expect(new Set(seen).size).toBe(limit);
    },
  );
});
