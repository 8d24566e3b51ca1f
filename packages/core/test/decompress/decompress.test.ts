/** What was compressed comes out as it was, whoever compressed it and however it is cut. */

import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gzip, sample, skippable, textOf, twice, zstd } from './samples.ts';

const files: Readonly<Record<string, { readonly stored: Buffer; readonly text: Buffer }>> = {
  'plain text': { stored: sample, text: sample },
  'plain text with a byte order mark': {
    stored: Buffer.concat([Buffer.from('\ufeff'), sample]),
    text: sample,
  },
  gzip: { stored: gzip(sample), text: sample },
  'gzip of text with a byte order mark': { stored: gzip(`\ufeff${sample}`), text: sample },
  'gzip of several members': {
    stored: Buffer.concat([gzip(sample), gzip(''), gzip(sample), gzip('')]),
    text: twice,
  },
  'gzip with zeros behind it': {
    stored: Buffer.concat([gzip(sample), Buffer.alloc(700)]),
    text: sample,
  },
  zstd: { stored: zstd(sample), text: sample },
  'zstd of several frames': {
    stored: Buffer.concat([zstd(sample), zstd(''), zstd(sample, false)]),
    text: twice,
  },
  'zstd with frames that are passed over': {
    stored: Buffer.concat([
      skippable('hello'),
      skippable(''),
      zstd(sample),
      skippable('x'.repeat(100_000)),
      zstd(sample),
      skippable('end'),
    ]),
    text: twice,
  },
};

describe.for(Object.entries(files))('%s', ([, { stored, text }]) => {
  test('gives its text however it is cut', async () => {
    expect((await textOf(stored)).equals(text)).toBe(true);
    const sizes = fc.array(fc.integer({ min: 1, max: 9000 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(sizes, async (cut) => {
        expect((await textOf(stored, cut)).equals(text)).toBe(true);
      }),
      { numRuns: 12 },
    );
  });

  test('gives its text byte by byte', async () => {
    const short = stored.subarray(0, 30_000);
    // What is longer is cut into bytes at its ends alone, where headers are.
    const cut = stored.length > short.length ? [...Array(400).fill(1), stored.length - 800] : [1];
    expect((await textOf(stored, [...cut, ...Array(400).fill(1)])).equals(text)).toBe(true);
  });
});

test('many small zstd frames are read to the last', async () => {
  const frames = Array.from({ length: 2000 }, (_, number) => zstd(`SELECT ${number};\n`));
  const text = await textOf(Buffer.concat(frames), [5000]);
  expect(text.toString().split('\n')).toHaveLength(2001);
});

/** What the program makes of its input; `undefined` where this machine has no such program. */
function madeBy(program: string, flags: readonly string[]): Buffer | undefined {
  try {
    return execFileSync(program, flags, { input: sample, maxBuffer: 2 ** 28 });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

test.for([
  ['gzip', '-9'],
  ['pigz', '-b', '128'],
  ['bgzip', '-c'],
  ['zstd', '-c', '-19'],
  ['zstd', '-c', '--long=27', '-T2'],
  ['zstd', '-c', '--no-check'],
  ['zstd', '-c', '--format=gzip'],
  ['pzstd', '-c', '-p', '2'],
] as const)('what %s %s makes is read', async ([program, ...flags], { skip }) => {
  const stored = madeBy(program, flags);
  if (stored === undefined) return skip(`there is no program ${program} here`);
  expect((await textOf(stored)).equals(sample)).toBe(true);
  expect((await textOf(Buffer.concat([stored, stored]), [777])).equals(twice)).toBe(true);
});
