/** `uuid`. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileMask } from '../../../src/mask/compile-mask.ts';
import { Keyed } from '../../../src/mask/keyed.ts';
import { keyedPermutation } from '../../../src/mask/permutation.ts';
import { byteMask, columnOf, key, problemOf, ruleOf, textMask, unique } from './columns.ts';

const text = columnOf('varchar(45)');
const uuid = textMask('uuid', text);
const plain = (value: string): string => value.replaceAll(/urn:uuid:|\W/g, '').toLowerCase();

describe('uuid', () => {
  it('keeps version and variant, and is another one', () => {
    fc.assert(
      fc.property(fc.uuid(), (value) => {
        const masked = uuid(value);
        expect(masked).toMatch(/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/);
        expect(masked).not.toBe(value);
        expect(masked[14]).toBe(value[14]);
        expect(masked[19]).toMatch(/[89ab]/);
      }),
      { numRuns: 60 },
    );
  });

  it('becomes the same one in every form', () => {
    fc.assert(
      fc.property(fc.uuid(), (value) => {
        const masked = plain(uuid(value));
        const hex = plain(value);
        // Which case a UUID of digits alone has, nobody can tell.
        if (/[a-f]/.test(value)) {
          expect(uuid(value.toUpperCase())).toBe(uuid(value).toUpperCase());
        }
        expect(uuid(hex)).toBe(masked);
        expect(uuid(`{${value}}`)).toBe(`{${uuid(value)}}`);
        expect(uuid(`urn:uuid:${value}`)).toBe(`urn:uuid:${uuid(value)}`);
        expect(textMask('uuid', columnOf('uuid'))(value)).toBe(uuid(value));
        const bytes = byteMask('uuid', columnOf('binary(16)'));
        expect(bytes(Buffer.from(hex, 'hex')).toString('hex')).toBe(masked);
        const shown = byteMask('uuid', columnOf('binary(36)'))(Buffer.from(value));
        expect(shown.toString()).toBe(uuid(value));
      }),
      { numRuns: 20 },
    );
  });

  it('leaves the nil and the max UUID, and an empty text', () => {
    const nil = '00000000-0000-0000-0000-000000000000';
    expect(uuid(nil)).toBe(nil);
    expect(uuid(nil.replaceAll('0', 'f'))).toBe(nil.replaceAll('0', 'f'));
    expect(uuid('')).toBe('');
  });

  it.each([
    'unknown-12',
    '{123e4567-e89b-12d3-a456-426614174000',
    '123e4567e89b12d3-a456426614174000',
  ])('redacts %s, and refuses it where values must differ', (stray) => {
    expect(uuid(stray)).not.toBe(stray);
    expect(uuid(stray)).toHaveLength(stray.length);
    const strict = textMask('uuid', unique(text));
    expect(() => strict(stray)).toThrow(/^The unique column `c` of table `shop`.`customers` holds/);
    expect(() => strict(stray)).not.toThrow(stray);
  });

  describe('in a unique column that tells upper and lower case apart', () => {
    const exact = textMask('uuid', unique(text));
    const bytes = byteMask('uuid', unique(columnOf('varbinary(45)')));

    it('is refused in both cases at once, which would become what it is in one', () => {
      const mixed = '123e4567-E89b-12d3-a456-426614174000';
      expect(() => exact(mixed)).toThrow('no UUID in lower or upper case');
      expect(() => bytes(Buffer.from(mixed))).toThrow('no UUID in lower or upper case');
      const folded = unique(columnOf('varchar(45)', { collation: 'utf8mb4_general_ci' }));
      expect(textMask('uuid', folded)(mixed)).toBe(uuid(mixed));
      expect(exact(mixed.toLowerCase())).toBe(uuid(mixed.toLowerCase()));
      expect(exact(mixed.toUpperCase())).toBe(uuid(mixed.toUpperCase()));
      expect(exact(`urn:uuid:${mixed.toUpperCase()}`)).toBe(uuid(`urn:uuid:${mixed}`));
    });

    it('does not become the same in both cases where digits alone come of it', () => {
      // The 122 bits beside version 4 and variant 2, of which the rule makes others.
      const others = keyedPermutation(new Keyed(key).domain('uuid'), 2n ** 122n).invert(
        (0x111111111111111n << 62n) | 0x1111111111111111n,
      );
      const digits = others.toString(2).padStart(122, '0');
      const bits = `${digits.slice(0, 48)}0100${digits.slice(48, 60)}10${digits.slice(60)}`;
      const value = BigInt(`0b${bits}`).toString(16).padStart(32, '0');
      expect(value).toMatch(/[a-f]/);
      expect(exact(value)).toBe('11111111111141119111111111111111');
      expect(uuid(value.toUpperCase())).toBe(uuid(value));
      expect(exact(value.toUpperCase())).toMatch(/^[\dA-F]*[A-F][\dA-F]*$/);
      expect(exact(value.toUpperCase()).toLowerCase()).toBe(uuid(exact(value)));
    });
  });

  it('tells in a dump why a value ends it, and not the value', () => {
    const mask = { column: unique(text), rule: 'uuid', parameters: {}, reads: [] } as const;
    const compiled = compileMask(mask, new Keyed(key));
    const run = () => compiled('unknown-12', { column: () => null });
    expect(run).toThrow('holds a value that is no UUID');
    expect(run).not.toThrow('unknown-12');
  });

  it('is for columns that take UUIDs', () => {
    for (const type of ['char(36)', 'varchar(32)', 'binary(16)', 'uuid', 'text']) {
      expect(problemOf('uuid', unique(columnOf(type)))).toBeUndefined();
      expect(ruleOf('uuid').injective(columnOf(type), {})).toBe(true);
    }
    expect(problemOf('uuid', columnOf('char(31)'))).toContain('takes 31 characters');
    expect(problemOf('uuid', columnOf('binary(8)'))).toContain('16 bytes');
    expect(problemOf('uuid', columnOf('int'))).toContain('holds no UUIDs');
  });
});
