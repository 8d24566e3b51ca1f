/** How long a function of some memory would take. */

import { expect, test } from 'vitest';
import { functionSeconds } from '../src/dry-run.ts';

const estimate = { rows: 1, bytes: 1_000_000_000, outputBytes: 340_000_000, seconds: 15 };
const seconds = (memoryMegabytes?: number, maxRate?: number, readBackShare = 0) =>
  functionSeconds(estimate, { memoryMegabytes, maxRate, readBackShare });

test('a function with one and a half cores or more takes as long as any machine', () => {
  expect([seconds(2_654), seconds(10_240), seconds(undefined)]).toEqual([15, 15, 15]);
});

test('a function with less takes longer by as much', () => {
  expect(seconds(1_769)).toBe(23);
  expect(seconds(128)).toBe(311);
});

test('a rate counts where it is slower than the function, and does not add up with it', () => {
  expect(seconds(1_769, 10_000_000)).toBe(100);
  expect(seconds(128, 10_000_000)).toBe(311);
});

test('reading the dump back takes its time after that, for which there is no rate', () => {
  expect(seconds(2_654, undefined, 0.5)).toBe(23);
  expect(seconds(2_654, 10_000_000, 0.5)).toBe(108);
});
