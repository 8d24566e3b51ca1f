/** Keys of rows are each there once and in their order, in memory and in a file. */

import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { KeyMemory } from '../../src/subset/keys/key-memory.ts';
import { KeySet } from '../../src/subset/keys/key-set.ts';

function take(set: KeySet, count: number): string[] {
  const cursor = set.cursor();
  const keys: string[] = [];
  for (let next = cursor.next(count); next.length > 0; next = cursor.next(count)) {
    keys.push(...next);
  }
  return keys;
}

test.for([
  ['in memory', Number.POSITIVE_INFINITY],
  ['in a file from the beginning', 0],
  ['in a file from the middle', 200_000],
] as const)('keys %s are each there once, in their order', ([, limit]) => {
  const set = new KeySet(new KeyMemory(limit));
  const expected = Array.from({ length: 100_000 }, (_, index) => `${index * 7919},'x${index}'`);
  for (const [index, key] of expected.entries()) {
    expect(set.add(key)).toBe(true);
    // Some come again, from near and far.
    if (index % 5 === 0) expect(set.add(expected[index >> 1] ?? '')).toBe(false);
  }
  expect(set.size).toBe(expected.length);
  expect(take(set, 500)).toEqual(expected);
  expect(take(set, 99_999)).toEqual(expected);
  set.close();
});

test('a cursor goes on with keys that come after it was at the end', () => {
  const set = new KeySet(new KeyMemory(1000));
  const cursor = set.cursor();
  expect(cursor.next(10)).toEqual([]);
  for (let index = 0; index < 10_000; index++) {
    set.add(String(index));
    if (index % 100 === 99) {
      const expected = Array.from({ length: 100 }, (_, at) => String(index - 99 + at));
      expect([...cursor.next(60), ...cursor.next(60)]).toEqual(expected);
      expect(cursor.next(1)).toEqual([]);
    }
  }
  set.close();
});

test('the largest set goes to a file first', () => {
  const memory = new KeyMemory(100_000);
  const small = new KeySet(memory);
  const large = new KeySet(memory);
  small.add('1');
  for (let index = 0; index < 5000; index++) large.add(String(index));
  expect(small.held).toBeGreaterThan(0);
  expect(large.held).toBe(0);
  small.close();
  large.close();
});

test('its files have no names', () => {
  const named = () =>
    readdirSync(tmpdir()).filter((name) => /^dumpstream-[0-9a-f-]{36}$/.test(name));
  const before = named();
  const set = new KeySet(new KeyMemory(0));
  set.add('1');
  expect(named()).toEqual(before);
  set.close();
});
