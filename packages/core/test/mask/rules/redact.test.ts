/** `redact`. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byteMask, columnOf, problemOf, textMask, unique } from './columns.ts';

const column = columnOf('varchar(200)');
const redact = textMask('redact', column);

/** Letters as `a` and `A`, digits as `0`, by writing; everything else as it is. */
function shapeOf(text: string): string {
  return text
    .replace(/[a-z]/g, 'a')
    .replace(/[A-Z]/g, 'A')
    .replace(/[0-9]/g, '0')
    .replace(/\p{Script=Hiragana}/gu, 'あ')
    .replace(/[ァ-ヺー]/g, 'ア')
    .replace(/\p{Script=Han}/gu, '字');
}

const character = fc.constantFrom(...'abzAZ09 -_.@/あかんアガン山田太郎,ーé😀');

describe('redact', () => {
  it('keeps length, blanks, signs and kinds of characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: character, maxLength: 40 }), (text) => {
        const masked = redact(text);
        expect([...masked].length).toBe([...text].length);
        expect(shapeOf(masked)).toBe(shapeOf(text.replaceAll('é', 'e')));
        expect(redact(text)).toBe(masked);
      }),
      { numRuns: 60 },
    );
  });

  it('leaves no letter and no digit of any writing at its place', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 20 }), (text) => {
        const masked = [...redact(text)];
        for (const [index, original] of [...text].entries()) {
          if (/[\p{L}\p{N}]/u.test(original)) expect(masked[index]).not.toBe(original);
        }
      }),
      { numRuns: 60 },
    );
  });

  it.each(['Иван Петров', 'Γιώργος', '김철수', 'محمد', 'สมชาย', 'ｶﾀｶﾅ', '１２３', 'Zoë Ångström'])(
    'leaves nothing of %s but its length',
    (name) => {
      const masked = redact(name);
      expect([...masked].length).toBe([...name].length);
      for (const letter of new Set(name.replace(/\P{L}/gu, ''))) {
        expect(masked.indexOf(letter)).not.toBe(name.indexOf(letter));
      }
    },
  );

  it('takes no more bytes than there were', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 20 }), (text) => {
        expect(Buffer.byteLength(redact(text))).toBeLessThanOrEqual(Buffer.byteLength(text));
      }),
      { numRuns: 60 },
    );
  });

  it('makes ASCII of Latin letters with accents, which every character set holds', () => {
    expect(redact('éÀß')).toMatch(/^[a-z][A-Z][a-z]$/);
  });

  it('makes one text of what the collation takes for one', () => {
    const folded = textMask('redact', columnOf('varchar(20)', { collation: 'utf8mb4_unicode_ci' }));
    expect(folded('JOSÉ 1')).toBe(folded('josé 1').toUpperCase());
    expect(folded('José')).toBe(folded('Jose'));
    expect(folded('José  ').trimEnd()).toBe(folded('José'));
  });

  it('is another one with another key', () => {
    const other = textMask('redact', column, {}, 'another key for tests of masks');
    expect(other('Jane Doe 12345')).not.toBe(redact('Jane Doe 12345'));
  });

  it('leaves an empty text empty, and replaces all bytes of a binary value', () => {
    expect(redact('')).toBe('');
    const bytes = byteMask('redact', columnOf('blob'));
    expect(bytes(Buffer.alloc(0))).toEqual(Buffer.alloc(0));
    expect(bytes(Buffer.from('secret'))).toHaveLength(6);
    for (let byte = 0; byte < 256; byte++) {
      expect(bytes(Buffer.from([byte]))).not.toEqual(Buffer.from([byte]));
    }
  });

  it('is for texts and bytes that need not differ', () => {
    expect(problemOf('redact', column)).toBeUndefined();
    expect(problemOf('redact', columnOf('blob'))).toBeUndefined();
    expect(problemOf('redact', unique(column))).toContain('unique');
    expect(problemOf('redact', columnOf('int'))).toContain('the column is an int');
  });
});
