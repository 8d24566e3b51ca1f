/** Which keys are found by a scan of their range. */

import { expect, test } from 'vitest';
import { denseCondition } from '../../src/subset/dense-keys.ts';

const every = (step: number, first = 0): string[] =>
  Array.from({ length: 20 }, (_, index) => String(first + index * step));

test('keys that lie close together are a range and a filter, in whatever order they come', () => {
  const expected = /^`id` >= -10 AND `id` <= 180 AND `id` \+ 0 IN \((?:-?\d+(?:, )?){20}\)$/;
  expect(denseCondition('`id`', false, every(10, -10))).toMatch(expected);
  expect(denseCondition('`id`', false, every(10, -10).toReversed())).toMatch(expected);
});

test('leading zeros are those of a decimal number', () => {
  const keys = every(1, 8).map((key) => key.padStart(5, '0'));
  expect(denseCondition('`id`', true, keys)).toContain('`id` >= 8 AND `id` <= 27 AND');
});

test.for([
  ['far from each other', false, every(17)],
  ['few', false, every(1).slice(0, 5)],
  ['beyond what a number holds exactly', true, every(1).map((key) => `1844674407370955${key}9`)],
  ['below an unsigned column', true, every(1, -3)],
] as const)('keys that are %s are not', ([, isUnsigned, keys]) => {
  expect(denseCondition('`id`', isUnsigned, keys)).toBeUndefined();
});
