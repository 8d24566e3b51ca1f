/** `hash`. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byteMask, columnOf, problemOf, ruleOf, textMask, unique } from './columns.ts';

const wide = columnOf('varchar(255)');

describe('hash', () => {
  it.each([
    [{}, 'varchar(255)', /^[0-9a-f]{64}$/],
    [{}, 'char(20)', /^[0-9a-f]{20}$/],
    [{ length: 12 }, 'varchar(255)', /^[0-9a-f]{12}$/],
    [{ encoding: 'base64url' }, 'varchar(255)', /^[\w-]{64}$/],
    [{ encoding: 'base64url', length: 22 }, 'tinytext', /^[\w-]{22}$/],
  ])('with %j of %s has its form', (parameters, columnType, form) => {
    expect(textMask('hash', columnOf(columnType), parameters)('jane@example.com')).toMatch(form);
  });

  it('tells whether two texts are the same one, and nothing else', () => {
    const hash = textMask('hash', wide);
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (a, b) => {
        expect(hash(a) === hash(b)).toBe(a.replace(/ +$/, '') === b.replace(/ +$/, ''));
        expect(hash(a)).not.toContain(a.length > 8 ? a : `${a} `);
      }),
      { numRuns: 60 },
    );
    expect(textMask('hash', wide, {}, 'another key for tests of masks')('x')).not.toBe(hash('x'));
  });

  it('is the same one in every column and table, and begins with that of a shorter column', () => {
    const other = columnOf('char(40)', { table: 'orders', name: 'd' });
    expect(textMask('hash', wide)('x')).toMatch(new RegExp(`^${textMask('hash', other)('x')}`));
  });

  it('is the same one for texts that the collation takes for one', () => {
    const folded = textMask('hash', columnOf('varchar(64)', { collation: 'utf8mb4_0900_ai_ci' }));
    expect(folded('Jane@Example.com')).toBe(folded('jane@example.COM'));
  });

  it('is bytes in a binary column', () => {
    const bytes = Buffer.from('secret');
    expect(byteMask('hash', columnOf('binary(16)'))(bytes)).toHaveLength(16);
    expect(byteMask('hash', columnOf('blob'), { length: 20 })(bytes)).toHaveLength(20);
    expect(byteMask('hash', columnOf('blob'))(Buffer.alloc(0))).toHaveLength(0);
  });

  it('picks another member of an ENUM', () => {
    const column = columnOf("enum('a','b','it''s')");
    const hash = textMask('hash', column);
    for (const member of column.members ?? []) {
      expect(column.members).toContain(hash(member));
      expect(hash(member)).not.toBe(member);
    }
    expect(hash('')).toBe('');
  });

  it.each([
    ['char(31)', {}, false],
    ['char(32)', {}, true],
    ['char(64)', { length: 31 }, false],
    ['char(64)', { encoding: 'base64url', length: 26 }, true],
    ['char(64)', { encoding: 'base64url', length: 25 }, false],
    ['binary(16)', {}, true],
    ['binary(15)', {}, false],
    ["enum('a','b')", {}, false],
  ])('of %s with %j is one for one: %s', (columnType, parameters, injective) => {
    const column = columnOf(columnType);
    expect(ruleOf('hash').injective(column, parameters)).toBe(injective);
    expect(problemOf('hash', column, parameters)).toBeUndefined();
    const problem = problemOf('hash', unique(column), parameters);
    if (injective) expect(problem).toBeUndefined();
    else expect(problem).toContain('unique');
  });

  it('is refused where it can not fit', () => {
    expect(problemOf('hash', columnOf('char(7)'))).toContain('takes 7 characters');
    expect(problemOf('hash', columnOf('char(20)'), { length: 21 })).toContain('needs 21');
    expect(problemOf('hash', columnOf('int'))).toContain('the column is an int');
    expect(problemOf('hash', columnOf("enum('a')"))).toContain('one member');
    expect(problemOf('hash', columnOf("set('a')"))).toContain('one member');
    expect(problemOf('hash', unique(columnOf("set('a','b')")))).toContain('unique');
  });
});

describe('of a SET', () => {
  const members = ['a', 'b', "it's", 'd'];
  const mask = textMask('hash', columnOf("set('a','b','it''s','d')"));

  it('are other members, in their order', () => {
    for (const value of ['a', 'b', 'a,b', "a,b,it's,d", "b,it's"]) {
      const masked = mask(value);
      expect(masked).not.toBe(value);
      expect(masked).not.toBe('');
      const parts = masked.split(',');
      expect(parts).toEqual(members.filter((member) => parts.includes(member)));
      expect(mask(value)).toBe(masked);
    }
  });

  it('is none where there was none', () => {
    expect(mask('')).toBe('');
  });
});
