/** What is refused of a policy of masks at the door, before anything is connected to. */

import { describe, expect, it } from 'vitest';
import { checkOptions } from '../../src/check-options.ts';
import { policyProblems } from '../../src/mask/check-policy.ts';
import { hasFunctions } from '../../src/mask/column-mask.ts';
import type { MaskPolicy } from '../../src/mask-policy.ts';

const connection = 'mysql://nobody@127.0.0.1:1/nothing';
const maskKey = 'a secret that is long enough';

function check(mask: unknown, key: unknown = maskKey): () => void {
  const options = { connection, mask: mask as MaskPolicy, maskKey: key as string };
  return () => checkOptions(options);
}

describe('a policy', () => {
  it('is taken with its key', () => {
    const mask = {
      $schema: './policy.json',
      version: 1,
      strict: true,
      columns: { 'a.b.c': 'hash' },
    };
    expect(check(mask)).not.toThrow();
    expect(check({ version: 1, columns: { 'a.b.c': () => 'x' } }, Buffer.alloc(16))).not.toThrow();
  });

  const columns = {};
  it.each([
    ['another version', { version: 2, columns }, 'version 1'],
    ['an unknown name', { version: 1, columns, colums: {} }, '"colums"'],
    ['strict that is no boolean', { version: 1, columns, strict: 'yes' }, 'strict'],
    ['no columns', { version: 1 }, '"columns"'],
    ['a pattern of two parts', { version: 1, columns: { 'a.b': 'hash' } }, '"a.b"'],
    ['an unknown rule', { version: 1, columns: { 'a.b.c': 'hsah' } }, '"hsah" for "a.b.c"'],
    ['a rule without a name', { version: 1, columns: { 'a.b.c': { length: 1 } } }, '"a.b.c"'],
    [
      'an unknown parameter',
      { version: 1, columns: { 'a.b.c': { rule: 'phone', colour: 1 } } },
      'for "a.b.c": the rule phone has no parameter "colour"',
    ],
    [
      'an unknown rule within documents',
      { version: 1, columns: { 'a.b.c': { rule: 'json', paths: { '$.a': 'hsah' } } } },
      '"hsah" for "a.b.c" at "$.a"',
    ],
    ['a key', { version: 1, columns, maskKey }, '"maskKey": a key never stands in a policy'],
    ['relations that are none', { version: 1, columns, relations: [{ from: 'a.b.c' }] }, '"to"'],
    [
      'trustChecks that is no boolean',
      { version: 1, columns: { 'a.b.c': { rule: 'hash', trustChecks: 1 } } },
      'trustChecks for "a.b.c"',
    ],
  ])('is refused with %s', (_, mask, message) => {
    expect(check(mask)).toThrow(expect.objectContaining({ code: 'INVALID_MASK' }));
    expect(check(mask)).toThrow(message);
  });

  it('is told of with all that is wrong, and where', () => {
    const rule = { rule: 'json', paths: { '$.a': { rule: 'number', noise: 5 } } };
    const problems = policyProblems({ version: 2, columns: { 'a.b.c': rule, 'a.b': 'hash' } });
    expect(problems.map(({ policyPaths }) => policyPaths)).toEqual([
      [['version']],
      [['columns', 'a.b.c', 'paths', '$.a', 'noise']],
      [['columns', 'a.b']],
    ]);
    expect(policyProblems([])).toHaveLength(1);
    expect(policyProblems(null)).toHaveLength(1);
    expect(policyProblems({ version: 1, columns: {} })).toEqual([]);
  });

  it('needs a key of some length, which no message tells', () => {
    const mask = { version: 1, columns };
    expect(() => checkOptions({ connection, mask: { version: 1, columns } })).toThrow('maskKey');
    expect(check(mask, 'too short')).toThrow(expect.objectContaining({ code: 'INVALID_MASK' }));
    expect(check(mask, 'too short')).not.toThrow('too short');
    expect(check(undefined)).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
    expect(check(mask, 42)).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
  });

  it('is known to have functions, also within a rule', () => {
    const within = { rule: 'json', paths: { '$.a': () => 'x' } } as const;
    expect(hasFunctions({ version: 1, columns: { 'a.b.c': within } })).toBe(true);
    expect(hasFunctions({ version: 1, columns: { 'a.b.c': { rule: 'hash' } } })).toBe(false);
    expect(hasFunctions(undefined)).toBe(false);
  });
});
