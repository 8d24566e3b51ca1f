/** Parts of large tables: where they begin, their keys, and how many there are at most. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeRow } from '../../src/connect/row-encoding.ts';
import type { ManifestPart } from '../../src/manifest/manifest.ts';
import type { ColumnWriter } from '../../src/plan/value-kinds.ts';
import { PartBudget } from '../../src/render/rows/table-parts.ts';
import { tupleLiterals } from '../../src/render/rows/tuple-literals.ts';
import { RenderedRows, statementStart, writerOf } from './rendered-rows.ts';

interface Rendering {
  readonly budget: PartBudget;
  readonly netBufferLength?: number;
  readonly isKeyed?: boolean;
  /** After so many rows, again and again, a block ends. */
  readonly blockRows: number;
}

function render(
  columns: readonly ColumnWriter[],
  rows: readonly (readonly Buffer[])[],
  { budget, netBufferLength = 100, isKeyed = true, blockRows }: Rendering,
) {
  const parts = budget.open(isKeyed ? [0] : undefined);
  const rendered = new RenderedRows(columns, netBufferLength, parts);
  const origin = rendered.origin;
  for (const [index, row] of rows.entries()) {
    const packet = encodeRow(row);
    rendered.row(packet, 0, packet.length);
    if ((index + 1) % blockRows === 0) rendered.cut();
  }
  const { sql } = rendered.end();
  parts.end(rows.length);
  const all = parts.parts().map((part): ManifestPart => ({ ...part, start: part.start - origin }));
  return { sql, parts: all };
}

const keyed = [writerOf('number', 0), writerOf('text', 1)];

function numbered(count: number, length = 10): Buffer[][] {
  return Array.from({ length: count }, (_, index) => [
    Buffer.from(String(index)),
    Buffer.from('x'.repeat(length)),
  ]);
}

describe('the parts of a table', () => {
  test('are the same whatever blocks its rows come in, begin with statements, and have their keys', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 120 }), { minLength: 1, maxLength: 200 }),
        fc.integer({ min: 1, max: 250 }),
        fc.integer({ min: 1, max: 2000 }),
        fc.integer({ min: 1, max: 300 }),
        (lengths, blockRows, partBytes, netBufferLength) => {
          const rows = lengths.map((length, index) => [
            Buffer.from(String(index)),
            Buffer.from("'".repeat(length)),
          ]);
          const whole = render(keyed, rows, {
            budget: new PartBudget(partBytes),
            netBufferLength,
            blockRows: rows.length,
          });
          const { sql, parts } = render(keyed, rows, {
            budget: new PartBudget(partBytes),
            netBufferLength,
            blockRows,
          });
          expect(parts).toEqual(whole.parts);
          let row = 0;
          for (const [index, part] of parts.entries()) {
            const end = parts[index + 1]?.start ?? sql.length;
            const text = sql.toString('latin1', part.start, end);
            expect(text.startsWith(`${statementStart}(${row},`)).toBe(true);
            expect(text.endsWith(';\n')).toBe(true);
            if (index > 0)
              expect(part.start - (parts[index - 1]?.start ?? 0)).toBeGreaterThanOrEqual(partBytes);
            expect(part.firstKey).toEqual([String(row)]);
            row += part.rows;
            expect(part.lastKey).toEqual([String(row - 1)]);
          }
          if (parts.length > 0) expect(row).toBe(rows.length);
          expect(parts.length).not.toBe(1);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('are none where the table is small, or its rows have no key to tell', () => {
    const rows = numbered(100);
    expect(render(keyed, rows, { budget: new PartBudget(), blockRows: 10 }).parts).toEqual([]);
    const unkeyed = render(keyed, rows, {
      budget: new PartBudget(500),
      isKeyed: false,
      blockRows: 10,
    });
    expect(unkeyed.parts.length).toBeGreaterThan(2);
    for (const part of unkeyed.parts) expect(Object.keys(part)).toEqual(['start', 'rows']);
  });

  test('are as many as there may be, whatever the number of tables and rows', () => {
    const most = 50;
    const budget = new PartBudget(200, most);
    const tables = Array.from({ length: 60 }, (_, index) => numbered(index % 7 === 0 ? 900 : 20));
    const all = tables.map((rows) => {
      const parts = budget.open([0]);
      const rendered = new RenderedRows(keyed, 100, parts);
      for (const row of rows) {
        const packet = encodeRow(row);
        rendered.row(packet, 0, packet.length);
      }
      rendered.end();
      parts.end(rows.length);
      return { parts, rows };
    });
    const ended = all.map(({ parts, rows }) => ({ parts: parts.parts(), rows: rows.length }));
    const count = ended.reduce((sum, { parts }) => sum + parts.length, 0);
    expect(count).toBeLessThanOrEqual(most);
    expect(count).toBeGreaterThan(most / 4);
    for (const { parts, rows } of ended) {
      let row = 0;
      for (const part of parts) {
        expect(part.firstKey).toEqual([String(row)]);
        row += part.rows;
        expect(part.lastKey).toEqual([String(row - 1)]);
      }
      if (parts.length > 0) expect(row).toBe(rows);
    }
  });
});

describe('the literals of a tuple', () => {
  const literals = (tuple: string | Buffer, ...columns: number[]) =>
    tupleLiterals(Buffer.from(tuple), columns);

  test('are found by their place, in whatever order', () => {
    expect(literals("(1,'a',NULL,-2.5e10)", 0, 1, 2, 3)).toEqual(['1', "'a'", 'NULL', '-2.5e10']);
    expect(literals("(1,'a',NULL,-2.5e10)", 3, 0)).toEqual(['-2.5e10', '1']);
  });

  test('are whole with quotes, parentheses, commas and backslashes in them', () => {
    const tuple = String.raw`('a,\'b\\',_latin1 0xE9,JSON_OBJECT('k)',JSON_ARRAY(1,'\'),(')),0x00,_binary 'x\0\\',7)`;
    expect(literals(tuple, 0, 1, 2, 3, 4, 5)).toEqual([
      String.raw`'a,\'b\\'`,
      '_latin1 0xE9',
      String.raw`JSON_OBJECT('k)',JSON_ARRAY(1,'\'),('))`,
      '0x00',
      String.raw`_binary 'x\0\\'`,
      '7',
    ]);
  });

  test('are digits where bytes are no text', () => {
    const tuple = Buffer.concat([
      Buffer.from("(1,_binary '"),
      Buffer.from([0xff, 0x5c, 0x30, 0x5c, 0x6e, 0x5c, 0x5a, 0x5c, 0x5c, 0x5c, 0x27, 0xe9]),
      Buffer.from("',2)"),
    ]);
    expect(literals(tuple, 1, 2)).toEqual(['0xFF000A1A5C27E9', '2']);
  });

  test('are left out where they are long, or text that is not valid', () => {
    expect(literals(`('${'x'.repeat(600)}',1)`, 0)).toBeUndefined();
    expect(literals(`('${'x'.repeat(600)}',1)`, 1)).toEqual(['1']);
    expect(tupleLiterals(Buffer.from([0x28, 0x27, 0xff, 0x27, 0x29]), [0])).toBeUndefined();
    expect(literals('(1)', 1)).toBeUndefined();
  });

  test('of values of any kind and content are those that were written', () => {
    const anyBytes = fc.uint8Array({ maxLength: 30 }).map((bytes) => Buffer.from(bytes));
    fc.assert(
      fc.property(anyBytes, anyBytes, (before, key) => {
        const columns = [writerOf('binary', 0), writerOf('hexadecimal', 1)];
        const rendered = new RenderedRows(columns, 1000);
        const packet = encodeRow([before, key]);
        rendered.row(packet, 0, packet.length);
        const { sql } = rendered.end();
        const tuple = sql.subarray(statementStart.length, -2);
        const digits = key.length === 0 ? "''" : `0x${key.toString('hex').toUpperCase()}`;
        expect(tupleLiterals(tuple, [1])).toEqual([digits]);
      }),
      { numRuns: 300 },
    );
  });
});
