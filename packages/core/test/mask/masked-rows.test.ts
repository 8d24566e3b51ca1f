/** Rows with masked columns: what is read, what is masked, and what is written. */

import { describe, expect, it } from 'vitest';
import type { Column, Table } from '../../src/catalog/model.ts';
import type { ColumnMask } from '../../src/mask/column-mask.ts';
import { compileMask } from '../../src/mask/compile-mask.ts';
import { Keyed } from '../../src/mask/keyed.ts';
import { maskedColumn } from '../../src/mask/masked-column.ts';
import type { MaskFunction } from '../../src/mask-policy.ts';
import { chunkSelect } from '../../src/plan/chunk-statements.ts';
import { keysetOf } from '../../src/plan/keyset.ts';
import { maskedWriter } from '../../src/plan/masked-writer.ts';
import { type ColumnWriter, columnWriter } from '../../src/plan/value-kinds.ts';
import { InvalidTexts } from '../../src/render/rows/invalid-texts.ts';
import { useMaskMaker } from '../../src/render/rows/mask-maker.ts';
import { TupleBlock } from '../../src/render/rows/tuple-block.ts';
import { TupleRenderer } from '../../src/render/rows/tuple-renderer.ts';
import { testRules, testTable } from './tables.ts';

useMaskMaker((key) => (mask) => compileMask(mask, Keyed.fromDerived(key), testRules));

const maskKey = new Keyed('a key that is long enough').derived();

const base = testTable('t', ['`id` int NOT NULL', '`text` text', '`other` text']);

function withColumn(column: Partial<Column>): Table {
  const [id, text] = base.columns;
  return { ...base, columns: [id, { ...text, ...column }, base.columns[2]] as Column[] };
}

function writersOf(
  table: Table,
  rule: ColumnMask['rule'],
  { parameters = {}, reads = [] as string[], hexBlob = false } = {},
): readonly ColumnWriter[] {
  return table.columns.map((column, index) => {
    if (index !== 1) return columnWriter(table, column, hexBlob);
    const mask = { column: maskedColumn(table, column, false), rule, parameters, reads };
    return maskedWriter(table, column, mask, hexBlob);
  });
}

/** One row of values, of which the last ones may be extra columns. */
function rendered(
  writers: readonly ColumnWriter[],
  values: readonly (string | Buffer | null)[],
): string {
  const packet = Buffer.concat(
    values.map((value) => {
      if (value === null) return Buffer.from([0xfb]);
      const bytes = Buffer.from(value);
      const length = Buffer.from([0xfc, bytes.length & 0xff, bytes.length >> 8]);
      return Buffer.concat([bytes.length < 251 ? Buffer.from([bytes.length]) : length, bytes]);
    }),
  );
  const block = new TupleBlock();
  const renderer = new TupleRenderer(writers, block, {
    extraColumns: values.length - writers.length,
    invalidTexts: new InvalidTexts(base, writers, new Map()),
    jsonNumbers: undefined,
    maskKey,
  });
  renderer.row(packet, 0, packet.length);
  return block.tuples().bytes.toString().trim();
}

describe('a masked value', () => {
  const shown = (column: Partial<Column>, rule: MaskFunction, value: string | Buffer): string => {
    const row = rendered(writersOf(withColumn(column), rule), ['7', value, 'x']);
    return row.replace(/^.*\(7,/s, '').replace(/,'x'\)$/, '');
  };
  const number = { characterSet: undefined, collation: undefined };
  const bytes = { ...number, dataType: 'blob', columnType: 'blob' };

  it.each([
    ['text with escapes', {}, "it's \\ 名", "'it\\'s \\\\ 名'"],
    ['an empty text', {}, '', "''"],
    ['a number', { ...number, dataType: 'int', columnType: 'int' }, '-42', '-42'],
    ['a date', { ...number, dataType: 'date', columnType: 'date' }, '2020-02-30', "'2020-02-30'"],
    ['bytes', bytes, Buffer.from("a'\0b"), "_binary 'a\\'\\0b'"],
    ['no bytes', bytes, Buffer.alloc(0), "''"],
    ['bits', { ...bytes, dataType: 'bit', columnType: 'bit(8)' }, Buffer.from([5]), '0x05'],
  ])('is written as its column takes it: %s', (_, column, value, literal) => {
    expect(shown(column, () => value, 'original')).toBe(literal);
  });

  it('is given to the rule as text or as bytes', () => {
    const seen: unknown[] = [];
    const note: MaskFunction = (value) => {
      seen.push(value);
      return null;
    };
    shown({}, note, '名');
    shown(bytes, note, Buffer.from([1]));
    expect(seen).toEqual(['名', Buffer.from([1])]);
  });

  it('may be much longer than the original', () => {
    expect(shown({}, () => 'x'.repeat(60_000), 'a')).toHaveLength(60_002);
  });

  it('is not asked for where there is NULL', () => {
    const never: MaskFunction = () => 'masked';
    expect(rendered(writersOf(base, never), ['7', null, 'x'])).toContain("(7,NULL,'x')");
  });

  it.each([
    ['too long', { columnType: 'varchar(3)', dataType: 'varchar' }, 'four'],
    ['not of the members', { columnType: "enum('a','b')", dataType: 'enum' }, 'c'],
    ['no number', { ...number, dataType: 'double', columnType: 'double' }, '1) OR (1'],
    ['out of range', { ...number, dataType: 'tinyint', columnType: 'tinyint' }, '128'],
    ['with too many digits', { ...number, dataType: 'decimal', columnType: 'decimal(4,2)' }, '100'],
    ['no date', { ...number, dataType: 'date', columnType: 'date' }, 'today'],
    ['NULL in a NOT NULL column', { nullable: false }, null],
    ['no text at all', {}, 5 as unknown as string],
    ['half a character', {}, '\ud800'],
    ['beyond its character set', { characterSet: 'utf8mb3' }, '😀'],
  ])('that the column can not hold is refused: %s', (_, column, value) => {
    const secret = 'secret original';
    const mask = (): string => shown(column, () => value, secret);
    expect(mask).toThrow(expect.objectContaining({ code: 'INVALID_MASK' }));
    expect(mask).not.toThrow(secret);
  });

  it('is not told where its rule fails', () => {
    const failing: MaskFunction = (value) => {
      throw new TypeError(`can't read ${value}`);
    };
    const mask = (): string => shown({}, failing, 'secret original');
    expect(mask).toThrow(/`text` of table `shop`.`t` failed \(TypeError\)/);
    expect(mask).not.toThrow('secret original');
    expect(mask).toThrow(expect.not.objectContaining({ cause: expect.anything() }));
  });
});

describe('a text that is not valid', () => {
  const invalid = Buffer.from([0x61, 0xff]);
  const writersFor = (unique: boolean): readonly ColumnWriter[] =>
    writersOf(base, 'hash').map((writer) => {
      const { masked } = writer;
      if (masked === undefined) return writer;
      const mask = { ...masked.mask, column: { ...masked.mask.column, unique } };
      return { ...writer, masked: { ...masked, mask } };
    });

  it('is masked, but in a unique key, where it might become another one', () => {
    expect(rendered(writersFor(false), ['7', invalid, 'x'])).toMatch(/\(7,'[\da-f]{8}','x'\)/);
    expect(() => rendered(writersFor(true), ['7', invalid, 'x'])).toThrow(
      expect.objectContaining({ code: 'INVALID_TEXT' }),
    );
    expect(rendered(writersFor(true), ['7', '\ufffd', 'x'])).toMatch(/\(7,'[\da-f]{8}','x'\)/);
  });
});

describe('a rule that reads another column', () => {
  it('gets its text from behind the row, in chunks by key as well', () => {
    const [id] = base.columns;
    const clusteredKey = { name: 'PRIMARY', columns: [id as Column] };
    const table: Table = { ...base, clusteredKey };
    const writers = writersOf(table, 'text', { parameters: { by: 'other' }, reads: ['other'] });
    const keyset = keysetOf(table, writers, 'mysql');
    const chunk = { table, columns: writers, lower: undefined, upper: undefined, rowLimit: 1 };
    expect(chunkSelect(chunk, keyset, undefined)).toMatch(
      /, `other`, CONVERT\(CONVERT\(`other` USING utf8mb4\) USING binary\) FROM /,
    );
    expect(rendered(writers, ['7', 'value', 'x', 'entity'])).toContain("(7,'by entity','x')");
    expect(rendered(writers, ['7', 'value', 'x', null])).toContain("(7,'by null','x')");
  });
});

describe('a masked key', () => {
  it('is read a second time, as the server orders it', () => {
    const [id, text, other] = base.columns as [Column, Column, Column];
    const key = { ...text, dataType: 'varchar', columnType: 'varchar(9)', characterSet: 'latin1' };
    const table: Table = {
      ...base,
      columns: [id, key, other],
      clusteredKey: { name: 'PRIMARY', columns: [key] },
      rowKey: { name: 'PRIMARY', columns: [key] },
    };
    const keyset = keysetOf(table, writersOf(table, 'hash'), 'mysql');
    expect(keyset?.columns).toMatchObject([{ name: 'text', position: 3 }]);
    expect(keyset?.extraExpressions).toEqual(['CONVERT(`text` USING binary)']);
  });
});

describe('the same value', () => {
  it('is masked alike in any thread, and otherwise with another key', () => {
    const digest = (keyed: Keyed): string => keyed.domain('x').digest('value').toString('hex');
    const keyed = new Keyed('a key that is long enough');
    expect(digest(Keyed.fromDerived(keyed.derived()))).toBe(digest(keyed));
    expect(digest(new Keyed('another key, as long too'))).not.toBe(digest(keyed));
  });
});
