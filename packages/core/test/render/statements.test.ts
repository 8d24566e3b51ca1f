/** From row packets to statements, without a server: packets that the test builds and reads back. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ValueKind } from '../../src/plan/value-kinds.ts';
import { RenderedRows, statementStart, writerOf } from './rendered-rows.ts';
import { type ReadValue, readStatements } from './sql-rows.ts';

/** A value, and how its length is written in the packet. */
interface PacketValue {
  readonly bytes: Buffer | null;
  readonly width: 1 | 2 | 3 | 8;
}

interface Column {
  readonly kind: ValueKind;
  readonly characterSet: string | undefined;
}

/** https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_basic_dt_integers.html */
function packetOf(values: readonly PacketValue[]): Buffer {
  return Buffer.concat(
    values.flatMap(({ bytes, width }) => {
      if (bytes === null) return [Buffer.of(0xfb)];
      const length = Buffer.alloc(8);
      length.writeBigUInt64LE(BigInt(bytes.length));
      const smallest = bytes.length < 0xfb ? 1 : bytes.length <= 0xffff ? 2 : 3;
      const used = Math.max(width, smallest);
      if (used === 1) return [Buffer.of(bytes.length), bytes];
      const mark = used === 2 ? 0xfc : used === 3 ? 0xfd : 0xfe;
      return [Buffer.of(mark), length.subarray(0, used), bytes];
    }),
  );
}

interface RenderOptions {
  readonly netBufferLength?: number;
  /** Rows after which a block goes to the statements, and what was written is taken away. */
  readonly takeAfter?: number;
  /** Rows that come in one piece of memory. */
  readonly together?: number;
}

function render(
  columns: readonly Column[],
  rows: readonly (readonly PacketValue[])[],
  { netBufferLength = 1_000_000, takeAfter, together = 1 }: RenderOptions = {},
): Buffer {
  const rendered = new RenderedRows(
    columns.map(({ kind, characterSet }, index) =>
      writerOf(kind, index, {
        characterSet,
        introducer: characterSet === undefined ? undefined : `_${characterSet}`,
      }),
    ),
    netBufferLength,
  );
  for (let first = 0; first < rows.length; first += together) {
    const packets = rows.slice(first, first + together).map(packetOf);
    // Headers stand between the packets of a connection.
    const source = Buffer.concat(packets.flatMap((packet) => [Buffer.from('head'), packet]));
    let at = 0;
    for (const [index, packet] of packets.entries()) {
      at += 4;
      rendered.row(source, at, at + packet.length);
      at += packet.length;
      if (takeAfter !== undefined && (first + index + 1) % takeAfter === 0) {
        rendered.cut();
      }
    }
  }
  const { sql, rows: count } = rendered.end();
  expect(count).toBe(rows.length);
  return sql;
}

const width = fc.constantFrom(1, 1, 2, 3, 8) as fc.Arbitrary<PacketValue['width']>;

function packetValue(bytes: fc.Arbitrary<Buffer>): fc.Arbitrary<PacketValue> {
  return fc.record({ bytes: fc.option(bytes, { freq: 10 }), width });
}

const anyBytes = fc
  .oneof(
    { weight: 30, arbitrary: fc.uint8Array({ maxLength: 16 }) },
    { weight: 1, arbitrary: fc.uint8Array({ minLength: 200, maxLength: 300, size: 'max' }) },
    {
      weight: 10,
      arbitrary: fc.array(fc.constantFrom(0, 10, 13, 26, 34, 37, 39, 92, 95, 96), {
        maxLength: 16,
      }),
    },
  )
  .map((bytes) => Buffer.from(bytes));
const unicode = fc
  .string({
    unit: fc.oneof(
      fc.constantFrom("'", '\\', '\0', '\n'),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    ),
    maxLength: 30,
  })
  .map((text) => Buffer.from(text));
const number = fc
  .oneof(
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }).map(String),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => String(value)),
  )
  .map((text) => Buffer.from(text.replace('e+', 'e')));
const plain = fc
  .array(fc.constantFrom(...'0123456789-:. abcdef'), { maxLength: 36 })
  .map((characters) => Buffer.from(characters.join('')));

/** What can be read of each kind, and the bytes that a column of it may hold. */
const kinds = {
  number: { characterSet: undefined, bytes: number },
  float: { characterSet: undefined, bytes: number },
  plain: { characterSet: undefined, bytes: plain },
  text: { characterSet: 'utf8mb4', bytes: unicode },
  // Every byte is a character, so that none is refused.
  asciiText: { characterSet: 'koi8r', bytes: anyBytes },
  introducedText: { characterSet: 'swe7', bytes: anyBytes },
  binary: { characterSet: undefined, bytes: anyBytes },
  hexadecimal: { characterSet: undefined, bytes: anyBytes },
} as const;
type Kind = keyof typeof kinds;

function columnOf(kind: Kind): Column {
  return { kind, characterSet: kinds[kind].characterSet };
}

/** What a server makes of the literal: the bytes, under the right character set. */
function expectValue(kind: Kind, { bytes }: PacketValue, read: ReadValue | undefined): void {
  if (bytes === null) {
    expect(read?.form).toBe('null');
    return;
  }
  const same = kind === 'float' && bytes.toString() === '-0' ? Buffer.from('-0e0') : bytes;
  // A comparison of buffers by expect() is too slow for so many.
  if (read === undefined || !read.bytes.equals(same)) expect(read?.bytes).toEqual(same);
  const introduced = read?.form === 'hexadecimal' || kind === 'binary';
  const { characterSet } = kinds[kind];
  const introducer = characterSet !== undefined ? `_${characterSet}` : '_binary';
  const isIntroduced = introduced && kind !== 'hexadecimal';
  if (read?.introducer !== (isIntroduced ? introducer : '')) {
    expect(read?.introducer).toBe(isIntroduced ? introducer : '');
  }
  // Without an introducer a text is read in the character set of the connection, UTF-8.
  const readsAsUtf8 = kind === 'text' || same.every((byte) => byte < 0x80);
  if (characterSet !== undefined && !isIntroduced) expect(readsAsUtf8).toBe(true);
}

describe('a value of any kind reads back as its own bytes, however its length is written', () => {
  test.each(Object.keys(kinds) as Kind[])('%s', (kind) => {
    let values = 0;
    fc.assert(
      fc.property(
        fc.array(packetValue(kinds[kind].bytes), { minLength: 1, maxLength: 100, size: 'max' }),
        (column) => {
          const sql = render(
            [columnOf(kind)],
            column.map((value) => [value]),
          );
          const rows = readStatements(sql, statementStart).flatMap((statement) => statement.rows);
          expect(rows).toHaveLength(column.length);
          for (const [index, value] of column.entries()) expectValue(kind, value, rows[index]?.[0]);
          values += column.length;
        },
      ),
      { numRuns: 3000 },
    );
    expect(values).toBeGreaterThan(100_000);
  });
});

const tableOfRows = fc
  .array(fc.constantFrom(...(Object.keys(kinds) as Kind[])), { minLength: 1, maxLength: 8 })
  .chain((columns) =>
    fc.record({
      columns: fc.constant(columns),
      rows: fc.array(fc.tuple(...columns.map((kind) => packetValue(kinds[kind].bytes))), {
        minLength: 1,
        maxLength: 30,
      }),
    }),
  );
const netBufferLength = fc.oneof(
  fc.integer({ min: 1, max: 400 }),
  fc.integer({ min: 1, max: 5000 }),
);

describe('rows of many columns', () => {
  test('stand in statements no longer than netBufferLength, all of them once and in order', () => {
    fc.assert(
      fc.property(tableOfRows, netBufferLength, ({ columns, rows }, limit) => {
        const sql = render(columns.map(columnOf), rows, { netBufferLength: limit });
        const statements = readStatements(sql, statementStart);
        for (const { length, rows: inside } of statements) {
          if (inside.length > 1) expect(length).toBeLessThanOrEqual(limit);
        }
        const read = statements.flatMap((statement) => statement.rows);
        expect(read).toHaveLength(rows.length);
        for (const [index, row] of rows.entries()) {
          expect(read[index]).toHaveLength(columns.length);
          for (const [column, kind] of columns.entries()) {
            expectValue(kind, row[column] ?? { bytes: null, width: 1 }, read[index]?.[column]);
          }
        }
      }),
      { numRuns: 3000 },
    );
  });

  test('begin no statement where the one before has room for them', () => {
    fc.assert(
      fc.property(tableOfRows, netBufferLength, ({ columns, rows }, limit) => {
        const sql = render(columns.map(columnOf), rows, { netBufferLength: limit });
        const statements = readStatements(sql, statementStart);
        const single = render(columns.map(columnOf), rows, { netBufferLength: 1 });
        const lengths = readStatements(single, statementStart).map(
          ({ length }) => length - statementStart.length - 2,
        );
        let next = 0;
        for (const { length, rows: inside } of statements.slice(0, -1)) {
          next += inside.length;
          expect(length + (lengths[next] ?? 0) + 2).toBeGreaterThan(limit);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('are the same bytes whatever pieces they come in and are taken away in', () => {
    const piece = fc.integer({ min: 1, max: 10 });
    fc.assert(
      fc.property(
        tableOfRows,
        netBufferLength,
        piece,
        piece,
        ({ columns, rows }, limit, takeAfter, together) => {
          const options = { netBufferLength: limit };
          const whole = render(columns.map(columnOf), rows, options);
          const inPieces = render(columns.map(columnOf), rows, { ...options, takeAfter, together });
          expect(inPieces.equals(whole)).toBe(true);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('a long value', () => {
  test.each([0xfa, 0xfb, 0xffff, 0x1_0000, 0xff_ffff, 0x100_0000])(
    'of %i bytes reads back under each width that its length may have',
    (length) => {
      const bytes = Buffer.alloc(length, "it's \\ \n");
      const rows = ([1, 2, 3, 8] as const).map((used) => [
        { bytes, width: length > 0xff_ffff ? (8 as const) : used },
      ]);
      const read = readStatements(render([columnOf('hexadecimal')], rows), statementStart);
      const values = read.flatMap((statement) => statement.rows.flat());
      expect(values.map((value) => value.bytes.equals(bytes))).toEqual([true, true, true, true]);
    },
  );
});
