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

  it.each(['ⒿⓐⓃⓔ', '🅹🅰🅽🅴', '🄹🄰🄽🄴', '⠚⠁⠝⠑', '٥٥٥', '५५५'])(
    'leaves nothing of %s, whose letters or digits are unusual ones',
    (text) => {
      for (const rule of ['redact', 'text', 'name', 'address', 'phone', 'json'] as const) {
        for (const original of rule === 'json' ? [text, JSON.stringify([text])] : [text]) {
          const masked = textMask(rule, column)(original);
          for (const sign of text) expect(masked, rule).not.toContain(sign);
        }
      }
    },
  );

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

  it('is for texts and bytes', () => {
    expect(problemOf('redact', column)).toBeUndefined();
    expect(problemOf('redact', columnOf('blob'))).toBeUndefined();
    expect(problemOf('redact', columnOf('int'))).toContain('the column is an int');
  });
});

describe('redact of a unique column', () => {
  const asciiText = fc.string({ unit: fc.constantFrom(...'abzAZ09 -_.@'), maxLength: 80 });
  const folded = unique(columnOf('varchar(200)', { collation: 'utf8mb4_general_ci' }));

  it('exchanges texts one for one, also without regard to case', () => {
    const exchange = textMask('redact', folded);
    fc.assert(
      fc.property(fc.uniqueArray(asciiText, { maxLength: 20 }), (texts) => {
        const masked = texts.map((text) => exchange(text));
        const same = (list: readonly string[]) => new Set(list.map((text) => text.toLowerCase()));
        expect(new Set(masked).size).toBe(texts.length);
        expect(same(masked).size).toBe(same(texts).size);
        expect(masked.map(shapeOf)).toEqual(texts.map(shapeOf));
        expect(texts.map((text) => exchange(text))).toEqual(masked);
      }),
    );
  });

  it('exchanges all short codes for each other, and leaves none where it was', () => {
    const exchange = textMask('redact', folded);
    const codes = Array.from({ length: 2600 }, (_, number) => {
      return `${String.fromCharCode(97 + (number % 26))}-${String(Math.floor(number / 26)).padStart(2, '0')}`;
    });
    const masked = codes.map((code) => exchange(code));
    expect([...masked].sort()).toEqual([...codes].sort());
    expect(masked.filter((code, index) => code === codes[index])).toEqual([]);
  });

  it('exchanges long texts by all that they begin with', () => {
    const exchange = textMask('redact', folded);
    const tail = 'x'.repeat(30);
    const [first = '', second = ''] = ['a', 'b'].map((letter) =>
      exchange(`${letter.repeat(30)}${tail}`),
    );
    expect(first.slice(30)).not.toBe(second.slice(30));
  });

  it('exchanges bytes one for one', () => {
    const exchange = byteMask('redact', unique(columnOf('varbinary(40)')));
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.uint8Array({ maxLength: 40 }), {
          selector: (bytes) => Buffer.from(bytes).toString('hex'),
        }),
        (values) => {
          const masked = values.map((value) => exchange(Buffer.from(value)));
          expect(masked.map(({ length }) => length)).toEqual(values.map(({ length }) => length));
          expect(new Set(masked.map((value) => value.toString('hex'))).size).toBe(values.length);
        },
      ),
    );
  });

  it('ends the dump at a text whose letters may be those of others, and does not tell it', () => {
    const exchange = textMask('redact', folded);
    expect(() => exchange('geheim é')).toThrow(/unique column .* no text of ASCII/);
    expect(() => exchange('geheim é')).not.toThrow(/geheim/);
  });

  it('is refused where a collation takes letters for others', () => {
    for (const collation of ['utf8mb4_swedish_ci', 'utf8mb4_hungarian_ci', 'latin2_czech_cs']) {
      const column = unique(columnOf('varchar(9)', { collation }));
      expect(problemOf('redact', column)).toContain('unique');
    }
    for (const collation of ['ascii_bin', 'latin1_swedish_ci', 'utf8mb4_uca1400_ai_ci']) {
      expect(problemOf('redact', unique(columnOf('varchar(9)', { collation })))).toBeUndefined();
    }
  });
});
