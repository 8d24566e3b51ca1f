/** A dump that is cut off or changed never reads as a shorter or another one without a word. */

import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openDump } from '../../src/decompress/open-dump.ts';
import { DumpError } from '../../src/errors.ts';
import { gzip, never, sample, skippable, textOf, zstd } from './samples.ts';

/** Long enough for several blocks, short enough to be cut at each byte. */
const text = sample.subarray(0, 4000);
const noise = Buffer.from(
  Array.from({ length: 600 }, (_, at) => `${Math.sin(at)}\n`).join(''),
).subarray(0, 6000);

async function failureOf(stored: Buffer): Promise<unknown> {
  return textOf(stored).then(
    () => undefined,
    (error: unknown) => error,
  );
}

const told = ['TRUNCATED_DUMP', 'DAMAGED_DUMP'];

describe.for([
  ['gzip', gzip(text)],
  ['gzip of noise', gzip(`-- ${noise}`)],
  ['zstd', zstd(text)],
  ['zstd without a checksum', zstd(text, false)],
  ['zstd of noise', zstd(`-- ${noise}`)],
] as const)('%s', ([, stored]) => {
  test('that is cut off anywhere is told as such', async () => {
    for (let end = 1; end < stored.length; end += 1) {
      const error = await failureOf(stored.subarray(0, end));
      expect(error, `cut off after ${end} bytes`).toBeInstanceOf(DumpError);
      expect(error, `cut off after ${end} bytes`).toMatchObject({ code: 'TRUNCATED_DUMP' });
    }
  });

  test('that is cut off in its second member or frame is told as such', async () => {
    const both = Buffer.concat([stored, stored]);
    for (let end = stored.length + 1; end < both.length; end += 7) {
      const error = await failureOf(both.subarray(0, end));
      expect(error, `cut off after ${end} bytes`).toMatchObject({
        code: expect.toBeOneOf(told),
      });
    }
  });

  test.for([
    'x',
    '\0\0\0x',
    'more of this',
    '-- and a long line of SQL text behind it, which nobody asked for',
  ])('with something else behind it (%j) is told as damaged', async (behind) => {
    const error = await failureOf(Buffer.concat([stored, Buffer.from(behind)]));
    expect(error).toMatchObject({ code: expect.toBeOneOf(told) });
  });
});

test('zeros behind zstd are damage, as they are to the program zstd', async () => {
  expect(await failureOf(Buffer.concat([zstd(text), Buffer.alloc(64)]))).toMatchObject({
    code: 'DAMAGED_DUMP',
  });
});

test.for([1, 777, 65_536, 200_000])(
  'zeros behind gzip with something else behind them are damage, in chunks of %i bytes',
  async (size) => {
    const padded = Buffer.concat([gzip(text), Buffer.alloc(70_000)]);
    expect((await textOf(padded, [size])).equals(text)).toBe(true);
    for (const behind of [Buffer.from('x'), gzip(text)]) {
      const error = await textOf(Buffer.concat([padded, behind]), [size]).catch((e: unknown) => e);
      expect(error).toMatchObject({ code: 'DAMAGED_DUMP' });
    }
  },
);

test('what is behind zeros is looked at also where it comes late', async () => {
  async function* late(): AsyncGenerator<Buffer> {
    yield gzip(`-- ${Array.from({ length: 3000 }, (_, at) => Math.sin(at))}`);
    yield Buffer.alloc(10);
    for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    yield Buffer.from('x');
  }
  const dump = await openDump(late(), never);
  await expect(buffer(dump.text())).rejects.toMatchObject({ code: 'DAMAGED_DUMP' });
});

describe.for([
  ['gzip', Buffer.concat([gzip(text), gzip(`-- ${noise}`)])],
  ['zstd', Buffer.concat([skippable('a'), zstd(text), skippable('b'), zstd(`-- ${noise}`)])],
] as const)('%s with checksums', ([, stored]) => {
  test('in which a bit was flipped gives the same text, or an error', async () => {
    const whole = Buffer.concat([text, Buffer.from('-- '), noise]);
    await fc.assert(
      fc.asyncProperty(fc.nat(stored.length * 8 - 1), async (bit) => {
        const flipped = Buffer.from(stored);
        flipped.writeUInt8(flipped.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
        const result = await textOf(flipped).catch((error: unknown) => error);
        if (Buffer.isBuffer(result)) expect(result.equals(whole)).toBe(true);
        else expect(result).toBeInstanceOf(DumpError);
      }),
      { numRuns: 1500 },
    );
  });
});

test('a wrong checksum, length or block is damage, and the message says what to do', async () => {
  const wrongChecksum = gzip(text);
  wrongChecksum.writeUInt8(
    wrongChecksum.readUInt8(wrongChecksum.length - 8) ^ 1,
    wrongChecksum.length - 8,
  );
  expect(await failureOf(wrongChecksum)).toMatchObject({
    code: 'DAMAGED_DUMP',
    message: expect.stringContaining('Copy it again'),
  });
  const wrongFrame = zstd(text);
  wrongFrame.writeUInt8(wrongFrame.readUInt8(wrongFrame.length - 1) ^ 1, wrongFrame.length - 1);
  expect(await failureOf(wrongFrame)).toMatchObject({ code: 'DAMAGED_DUMP' });
});
