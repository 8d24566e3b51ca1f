/** Values that come again are not masked again, and few of them are remembered. */

import { describe, expect, it } from 'vitest';
import { rememberingMask } from '../../src/mask/repeated-values.ts';

const row = { column: () => null };

function counted(): {
  readonly mask: (value: string | Buffer) => unknown;
  readonly calls: string[];
} {
  const calls: string[] = [];
  const mask = rememberingMask((value) => {
    calls.push(String(value));
    return value === 'nothing' ? null : `masked ${value}`;
  });
  return { calls, mask: (value) => mask(value, row) };
}

describe('values that come again', () => {
  it('are masked once, also those that become NULL', () => {
    const { mask, calls } = counted();
    for (let round = 0; round < 5000; round++) {
      expect(mask('one')).toBe('masked one');
      expect(mask('nothing')).toBeNull();
    }
    expect(calls).toEqual(['one', 'nothing']);
  });

  it('are told from each other, however many there are', () => {
    const { mask } = counted();
    for (let round = 0; round < 3; round++) {
      for (let index = 0; index < 30_000; index++) {
        const value = `value ${index % 9000}`;
        expect(mask(value)).toBe(`masked ${value}`);
      }
    }
  });

  it('are forgotten where there are too many others between', () => {
    const { mask, calls } = counted();
    const others = (): void => {
      // Every other one comes again at once, so that it is worth looking.
      for (let index = 0; index < 4000; index++) for (const _ of [1, 2]) mask(`other ${index}`);
    };
    mask('first');
    others();
    mask('first');
    expect(calls.filter((call) => call === 'first')).toHaveLength(2);
    expect(calls).toHaveLength(4002);
  });

  it('are not looked for where hardly any come again, and then again after a while', () => {
    const { mask, calls } = counted();
    for (let index = 0; index < 2000; index++) mask(`different ${index}`);
    calls.length = 0;
    for (let index = 0; index < 100_000; index++) mask('same');
    expect(calls.length).toBeGreaterThan(1000);
    expect(calls.length).toBeLessThan(50_000);
  });

  it('are masked each time where they are long, or bytes', () => {
    const { mask, calls } = counted();
    for (const value of ['x'.repeat(1000), Buffer.from('bytes')]) {
      mask(value);
      mask(value);
    }
    expect(calls).toHaveLength(4);
  });
});
