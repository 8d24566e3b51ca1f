/** Keys of rows are each there once and in their order, in memory and in a file. */

import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import type { KeysetColumn } from '../../src/plan/keyset.ts';
import type { KeyCursor } from '../../src/subset/keys/key-cursor.ts';
import { KeyMemory } from '../../src/subset/keys/key-memory.ts';
import { keyOrder } from '../../src/subset/keys/key-order.ts';
import { KeySet } from '../../src/subset/keys/key-set.ts';

function take(cursor: KeyCursor, count: number): string[] {
  const keys: string[] = [];
  for (let next = cursor.next(count); next.length > 0; next = cursor.next(count)) {
    keys.push(...next);
  }
  return keys;
}

/** Of this process, as far as the system tells (Linux). */
function openFiles(): number {
  return existsSync('/proc/self/fd') ? readdirSync('/proc/self/fd').length : 0;
}

/** Shown in full, a difference would be megabytes. */
function sameKeys(keys: readonly string[], expected: readonly string[]): boolean {
  return keys.join('\n') === expected.join('\n');
}

function orderOf(...literals: readonly KeysetColumn['literal'][]) {
  return keyOrder(literals.map((literal) => ({ name: 'a', position: 0, literal, introducer: '' })));
}

test.for([
  ['in memory', Number.POSITIVE_INFINITY],
  ['in a file from the beginning', 0],
  ['in a file from the middle', 9_000_000],
] as const)('keys %s are each there once, in their order', ([, limit]) => {
  const set = new KeySet(new KeyMemory(limit));
  // More than two runs are sorted, and the table of fingerprints has grown.
  const count = 150_000;
  const expected = Array.from({ length: count }, (_, index) => String((index * 7919) % count));
  for (const [index, key] of expected.entries()) {
    set.add(key);
    // Some come again, from near and far.
    if (index % 5 === 0) set.add(expected[index >> 1] ?? '');
  }
  expect(set.size).toBe(count);
  const sorted = Array.from({ length: count }, (_, index) => String(index));
  for (const together of [500, 99_999]) {
    expect(sameKeys(take(set.rounds(orderOf('number')), together), sorted)).toBe(true);
  }
  for (const together of [500, 99_999]) {
    expect(sameKeys(take(set.sorted(orderOf('number')), together), sorted)).toBe(true);
  }
  set.close();
});

test.for([0, 1000, 1e9])(
  'keys that come after all have been read are the next round (%i)',
  (limit) => {
    const set = new KeySet(new KeyMemory(limit));
    const rounds = set.rounds(orderOf('number'));
    expect(rounds.next(10)).toEqual([]);
    for (let index = 0; index < 10_000; index++) {
      set.add(String(index ^ 1));
      if (index % 100 === 99) {
        const expected = Array.from({ length: 100 }, (_, at) => String(index - 99 + at));
        expect([...rounds.next(60), ...rounds.next(60)]).toEqual(expected);
        expect(rounds.next(1)).toEqual([]);
      }
    }
    set.close();
  },
);

test('keys that come while a round is read are in the next one, however long both are', () => {
  const set = new KeySet(new KeyMemory(1_000_000));
  const count = 100_000;
  for (let index = count; index-- > 0; ) set.add(String(index));
  const rounds = set.rounds(orderOf('number'));
  const first = [...rounds.next(10)];
  for (let index = 2 * count; index-- > count; ) set.add(String(index));
  const keys = [...first, ...take(rounds, 500)];
  const sorted = Array.from({ length: 2 * count }, (_, index) => String(index));
  expect(sameKeys(keys, sorted)).toBe(true);
  set.close();
});

test('many short rounds of a set in a file open no file each', () => {
  const set = new KeySet(new KeyMemory(0));
  set.add('-1');
  const before = openFiles();
  const rounds = set.rounds(orderOf('number'));
  for (let index = 0; index < 100; index++) {
    set.add(String(index));
    expect(rounds.next(500)).toContain(String(index));
    expect(openFiles()).toBe(before);
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
  expect(take(set.sorted(orderOf('number')), 1)).toEqual(['1']);
  expect(named()).toEqual(before);
  set.close();
});

test('numbers are in the order of the server', () => {
  const numbers = ['-123.45', '-20', '-3', '0.25', '3', '12.5', '123', '18446744073709551615'];
  expect(numbers.toReversed().toSorted(orderOf('number'))).toEqual(numbers);
  expect(['1e3', '-5e-1', '2.5e1'].toSorted(orderOf('double'))).toEqual(['-5e-1', '2.5e1', '1e3']);
});

test('keys of several columns are in the order of one after the other', () => {
  const keys = [
    "2,_utf8mb4 0x61,'2020-01-01'",
    "10,_utf8mb4 0x61,'1999-01-01'",
    '10,_utf8mb4 0x62,1',
  ];
  expect(keys.toReversed().toSorted(orderOf('number', 'bytes', 'quoted'))).toEqual(keys);
});
