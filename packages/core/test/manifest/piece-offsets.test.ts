/** Offsets of pieces: as many as there may be, evenly spread, and never one that was none. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mostPieces, PieceOffsets } from '../../src/manifest/piece-offsets.ts';

test('all pieces are told, up to as many as there may be, and then one of two, four, eight', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 500 }),
      fc.integer({ min: 1, max: 40 }),
      (count, most) => {
        const offsets = new PieceOffsets(most);
        for (let piece = 0; piece < count; piece += 1) offsets.add(10 * piece, 3 * piece);
        const { text, file } = offsets.offsets();
        let stride = 1;
        while (Math.ceil(count / stride) > most) stride *= 2;
        const kept = Array.from(
          { length: Math.ceil(count / stride) },
          (_, index) => index * stride,
        );
        expect(text).toEqual(kept.map((piece) => 10 * piece));
        expect(file).toEqual(kept.map((piece) => 3 * piece));
      },
    ),
    { numRuns: 300 },
  );
});

test('a terabyte has no more of them than a small dump may have', () => {
  const offsets = new PieceOffsets();
  for (let piece = 0; piece < 2 ** 20; piece += 1) offsets.add(piece * 2 ** 20, piece * 2 ** 18);
  const { text } = offsets.offsets();
  expect(text).toHaveLength(mostPieces);
  expect(text[1]).toBe(2 ** 27);
});
