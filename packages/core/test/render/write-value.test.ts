/** The pure writers of values, alone, against a reader of MySQL's literals. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeRow } from '../../src/connect/row-encoding.ts';
import type { ColumnWriter, ValueKind } from '../../src/plan/value-kinds.ts';
import { RenderedRows, statementStart, writerOf } from './rendered-rows.ts';

function writers(kinds: readonly ValueKind[], introducer?: string): readonly ColumnWriter[] {
  return kinds.map((kind, index) => writerOf(kind, index, { introducer }));
}

/** The SQL that rows become, each row in a statement of its own where that is asked for. */
function render(
  columns: readonly ColumnWriter[],
  rows: readonly (readonly (Buffer | null)[])[],
  netBufferLength = 1_000_000,
): Buffer {
  const rendered = new RenderedRows(columns, netBufferLength);
  for (const row of rows) {
    const packet = encodeRow(row);
    // In the middle of a larger buffer, as packets come.
    const source = Buffer.concat([Buffer.from('before'), packet, Buffer.from('after')]);
    rendered.row(source, 6, 6 + packet.length);
  }
  return rendered.end().sql;
}

/** The literal of a single value. */
function literal(kind: ValueKind, value: Buffer, introducer?: string): Buffer {
  const sql = render(writers([kind], introducer), [[value]]);
  return sql.subarray(statementStart.length + 1, sql.length - ');\n'.length);
}

const escapes: Readonly<Record<string, number>> = {
  '0': 0,
  n: 10,
  r: 13,
  Z: 26,
  "'": 39,
  '\\': 92,
};

/** Reads `'…'` as the server does without NO_BACKSLASH_ESCAPES; undefined for anything else. */
function readString(text: Buffer): Buffer | undefined {
  const bytes: number[] = [];
  if (text[0] !== 39 || text.length < 2) return undefined;
  for (let i = 1; i < text.length; i++) {
    const byte = text[i] as number;
    if (byte === 39) return i === text.length - 1 ? Buffer.from(bytes) : undefined;
    if (byte !== 92) {
      bytes.push(byte);
      continue;
    }
    const escaped = escapes[String.fromCharCode(text[++i] as number)];
    if (escaped === undefined) return undefined;
    bytes.push(escaped);
  }
  return undefined;
}

function readHexadecimal(text: Buffer): Buffer | undefined {
  const digits = /^0x((?:[0-9A-F]{2})+)$/.exec(text.toString('latin1'))?.[1];
  if (digits === undefined) return text.toString() === "''" ? Buffer.alloc(0) : undefined;
  return Buffer.from(digits, 'hex');
}

const anyBytes = fc
  .oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.array(fc.constantFrom(0, 10, 13, 26, 34, 39, 92, 97, 200), { maxLength: 200 }),
  )
  .map((bytes) => Buffer.from(bytes));

describe('a literal of any bytes reads back as those bytes', () => {
  const runs = { numRuns: 50_000 };

  test('as an escaped text', () => {
    fc.assert(
      fc.property(anyBytes, (value) => {
        expect(readString(literal('text', value))?.equals(value)).toBe(true);
      }),
      runs,
    );
  });

  test('as an escaped binary string', () => {
    fc.assert(
      fc.property(anyBytes, (value) => {
        const sql = literal('binary', value);
        expect(sql.subarray(0, 8).toString()).toBe('_binary ');
        expect(readString(sql.subarray(8))?.equals(value)).toBe(true);
      }),
      runs,
    );
  });

  test('in hexadecimal', () => {
    fc.assert(
      fc.property(anyBytes, (value) => {
        expect(readHexadecimal(literal('hexadecimal', value))?.equals(value)).toBe(true);
      }),
      runs,
    );
  });

  test('as text where it is plain ASCII, else by its own bytes under an introducer', () => {
    fc.assert(
      fc.property(anyBytes, (value) => {
        const sql = literal('asciiText', value, '_cp932');
        const plain = /^[\t\n\r -[\]-~]*$/.test(value.toString('latin1'));
        expect(sql.subarray(0, 7).toString() === '_cp932 ').toBe(!plain);
        const read = plain ? readString(sql) : readHexadecimal(sql.subarray(7));
        expect(read?.equals(value)).toBe(true);
      }),
      runs,
    );
  });
});

describe('a literal', () => {
  test.each([
    ['number', '-12.50', '-12.50'],
    ['float', '-0', '-0e0'],
    ['float', '-0.5', '-0.5'],
    ['float', '0', '0'],
    ['plain', '2024-01-01', "'2024-01-01'"],
    ['text', '', "''"],
    ['text', 'say "it\'s" \\ \n\r\0\x1a', `'say "it\\'s" \\\\ \\n\\r\\0\\Z'`],
    ['hexadecimal', '', "''"],
    ['introducedText', '', "''"],
    ['introducedText', 'a', '_x 0x61'],
  ] as const)('of kind %s for %j is %s', (kind, value, expected) => {
    expect(literal(kind, Buffer.from(value), '_x').toString()).toBe(expected);
  });

  test.each([0, 1, 250, 251, 65_535, 65_536, 16_777_215, 16_777_216])(
    'holds all of a value of %i bytes',
    (length) => {
      const value = Buffer.alloc(length, "it's ");
      expect(readString(literal('text', value))?.equals(value)).toBe(true);
    },
  );
});

describe('rows', () => {
  test('stand in one statement, a line each, with NULL as NULL', () => {
    const sql = render(writers(['number', 'text', 'plain']), [
      [Buffer.from('1'), null, Buffer.from('x')],
      [null, Buffer.from(''), null],
    ]);
    expect(sql.toString()).toBe("INSERT INTO `t` VALUES\n(1,NULL,'x'),\n(NULL,'',NULL);\n");
  });

  test('of a table without insertable columns stand as empty parentheses', () => {
    const sql = render([], [[null], [null]]);
    expect(sql.toString()).toBe('INSERT INTO `t` VALUES\n(),\n();\n');
  });

  test('begin a new statement before netBufferLength is exceeded, and keep their order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat({ max: 200 }), { maxLength: 50 }),
        fc.integer({ min: 1, max: 500 }),
        (lengths, netBufferLength) => {
          const rows = lengths.map((length, index) => [
            Buffer.from(`${index}:`.padEnd(length + 4, 'x')),
          ]);
          const sql = render(writers(['text']), rows, netBufferLength).toString();
          const statements = sql.split(';\n').slice(0, -1);
          const tuples = statements.flatMap((statement) => {
            expect(statement.startsWith('INSERT INTO `t` VALUES\n')).toBe(true);
            const found = statement.slice('INSERT INTO `t` VALUES\n'.length).split(',\n');
            if (found.length > 1) {
              expect(statement.length + 2).toBeLessThanOrEqual(netBufferLength);
            }
            return found;
          });
          expect(tuples).toEqual(rows.map(([value]) => `('${value}')`));
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test('with another number of columns than was asked for are refused', () => {
    expect(() => render(writers(['text']), [[null, null]])).toThrow(
      expect.objectContaining({ code: 'INTERNAL' }),
    );
  });
});
