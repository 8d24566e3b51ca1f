/** Generated databases of which all but the ids is masked, as SQL, and their policies. */

import type { DumpOptions, MaskPolicy, MaskRule } from '@dumpstream/core';
import fc from 'fast-check';
import type { ServerTraits } from '../../property/server-traits.ts';
import { maskKey } from '../masked-shop.ts';
import { type ColumnKind, columnKinds } from './column-kinds.ts';

export interface ColumnCase {
  readonly kind: ColumnKind;
  readonly rule: MaskRule;
  /** Whether it has a unique key, and a foreign key refers to it. */
  readonly isKey: boolean;
  /** Of three rows one has NULL. */
  readonly nulls: boolean;
}

export interface MaskedCase {
  readonly columns: readonly ColumnCase[];
  readonly rows: number;
  /** The first two keys are one key of two columns as well. */
  readonly composite: boolean;
  /** How the child writes what it refers to. */
  readonly childCase: 'UPPER' | 'LOWER' | '';
  /** A column that is computed from the first one. */
  readonly generated: 'VIRTUAL' | 'STORED' | undefined;
  readonly check: 'trusted' | 'not trusted' | undefined;
  readonly partitions: 'HASH (id)' | 'RANGE (id)' | 'KEY (c0)' | 'masked' | undefined;
  /** The same texts in two columns of different types, which an application joins. */
  readonly alike: { readonly a: ColumnKind; readonly b: ColumnKind; readonly rule: MaskRule };
  readonly options: Partial<DumpOptions>;
}

const options: fc.Arbitrary<Partial<DumpOptions>> = fc.record(
  {
    hexBlob: fc.boolean(),
    completeInsert: fc.boolean(),
    netBufferLength: fc.constantFrom(50, 1000),
    chunkBytes: fc.constantFrom(100, 100_000),
    skipDumpDate: fc.constant(true),
  },
  { requiredKeys: [] },
);

export function maskedCase(traits: ServerTraits): fc.Arbitrary<MaskedCase> {
  const kinds = columnKinds(traits);
  const texts = kinds.filter(({ name }) => name.startsWith('VARCHAR'));
  const column = fc
    .record({
      kind: fc.constantFrom(...kinds),
      wantsKey: fc.boolean(),
      nulls: fc.boolean(),
      choice: fc.nat(),
    })
    .map(({ kind, wantsKey, nulls, choice }): ColumnCase => {
      const isKey = wantsKey && kind.keyRules.length > 0;
      // Now and then a rule that a key can't have: the dump must refuse it.
      const rules = isKey && choice % 12 !== 0 ? kind.keyRules : kind.rules;
      return { kind, isKey, nulls, rule: rules[choice % rules.length] as MaskRule };
    });
  const alikeRules = texts[0]?.rules.filter((rule) => rule !== 'null') ?? [];
  return fc.record({
    columns: fc.array(column, { minLength: 1, maxLength: 6 }),
    rows: fc.integer({ min: 1, max: 14 }),
    composite: fc.boolean(),
    childCase: fc.constantFrom('UPPER', 'LOWER', ''),
    generated: fc.option(fc.constantFrom('VIRTUAL', 'STORED'), { nil: undefined }),
    check: rarely(fc.constantFrom('trusted', 'trusted', 'not trusted')),
    partitions: rarely(fc.constantFrom('HASH (id)', 'RANGE (id)', 'KEY (c0)', 'masked')),
    alike: fc.record({
      a: fc.constantFrom(...texts),
      b: fc.constantFrom(...texts),
      rule: fc.constantFrom(...alikeRules),
    }),
    options,
  });
}

function rarely<Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> {
  return fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
}

/** No two of them are alike, and none is found by chance. */
export function tokenOf(column: number, number: number): string {
  return `zqSecret${column}x${number}Wv`;
}

/** The number of the value of a row: keys have each one once. */
function numberOf({ isKey }: ColumnCase, row: number): number {
  return isKey ? row : row % 5;
}

function literalOf(one: ColumnCase, index: number, row: number, number: number): string {
  if (one.nulls && row % 3 === 2) return 'NULL';
  return one.kind.literal(tokenOf(index, number), number);
}

/** All that must not be found. */
export function secretsOf({ columns, rows }: MaskedCase): readonly string[] {
  return columns.flatMap(({ kind }, index) =>
    Array.from({ length: rows }, (_, number) => [
      tokenOf(index, number),
      ...(kind.secrets?.(number) ?? []),
    ]).flat(),
  );
}

/** Whether its values are texts, or computed from without their case. */
export function isText({ kind }: ColumnCase): boolean {
  return kind.isFolding !== undefined;
}

/**
 * SQL that makes the tables `t`, `u` which refers to it, `v` with the same texts twice, `w` in parts, and
 * `m` whose primary key is masked.
 */
export function sqlOf(masked: MaskedCase): readonly string[] {
  const { columns, alike } = masked;
  const rows = Array.from({ length: masked.rows }, (_, row) => row);
  const defined = columns.map(({ kind }, index) => `c${index} ${kind.type} NULL`);
  const keys = keyNames(masked);
  const names = columns.map((_, index) => `c${index}`).join();
  const computed = generatedColumn(masked);
  const check =
    masked.check === undefined
      ? []
      : ['CONSTRAINT not_never CHECK (c0 IS NULL OR LENGTH(c0) >= 0)'];
  const rowsOf = (value: (one: ColumnCase, index: number, row: number) => string): string =>
    rows.map((row) => `(${[row, ...columns.map((one, at) => value(one, at, row))].join()})`).join();
  const tokens = rows.map((row) => {
    const token = `zqSecret9x${row}Wv@shop.example`;
    const mixed = alike.b.isFolding === true ? token : token.toLowerCase();
    return `(${row}, '${token.toLowerCase()}', '${mixed}')`;
  });
  return [
    `CREATE TABLE t (${[
      ...['id INT PRIMARY KEY', ...defined, 'kept VARCHAR(20)', ...computed, ...check],
      ...keys.map((key) => `UNIQUE KEY (${key})`),
    ].join()}) ENGINE=InnoDB`,
    `INSERT INTO t (id, ${names}) VALUES ${rowsOf((one, index, row) =>
      literalOf(one, index, row, numberOf(one, row)),
    )}`,
    "UPDATE t SET kept = CONCAT('kept ', id)",
    `CREATE TABLE u (${[
      ...[
        'id INT PRIMARY KEY',
        ...columns.map(({ kind }, index) => `c${index} ${kind.shorter ?? kind.type} NULL`),
      ],
      ...keys.flatMap((key) => [`KEY (${key})`, `FOREIGN KEY (${key}) REFERENCES t (${key})`]),
    ].join()}) ENGINE=InnoDB`,
    `INSERT INTO u (id, ${names}) VALUES ${rowsOf((one, index, row) => childLiteral(masked, one, index, row))}`,
    `CREATE TABLE v (id INT PRIMARY KEY, a ${alike.a.type} NULL, b ${alike.b.type} NULL) ENGINE=InnoDB`,
    `INSERT INTO v VALUES ${tokens.join()}`,
    `CREATE TABLE w (id INT, c0 ${columns[0]?.kind.type}) ENGINE=InnoDB${partitionsOf(masked)}`,
    'INSERT INTO w SELECT id, c0 FROM t',
    ...maskedKeyTable(masked),
    'CREATE VIEW seen AS SELECT t.id, t.c0 FROM t JOIN u USING (id)',
    'CREATE TRIGGER changed BEFORE UPDATE ON t FOR EACH ROW SET NEW.id = OLD.id',
  ];
}

/** The first column that may be a key; undefined where there is none. */
export function firstKey({ columns }: MaskedCase): string | undefined {
  const index = columns.findIndex(({ isKey }) => isKey);
  return index < 0 ? undefined : `c${index}`;
}

function maskedKeyTable(masked: MaskedCase): readonly string[] {
  const key = firstKey(masked);
  const column = masked.columns.find(({ isKey }) => isKey);
  if (key === undefined || column === undefined) return [];
  return [
    `CREATE TABLE m (id INT, ${key} ${column.kind.type} NOT NULL, PRIMARY KEY (${key})) ENGINE=InnoDB`,
    `INSERT INTO m SELECT id, ${key} FROM t WHERE ${key} IS NOT NULL`,
  ];
}

/** Each row refers to what one row of `t` has, in all of its columns: so keys of two columns hold. */
function childLiteral(masked: MaskedCase, one: ColumnCase, index: number, row: number): string {
  const other = (row * 3) % masked.rows;
  const literal = literalOf(one, index, other, numberOf(one, other));
  const folds = one.kind.isFolding === true && masked.childCase !== '' && literal !== 'NULL';
  return folds ? `${masked.childCase}(${literal})` : literal;
}

/** Columns of keys, one or two. */
export function keyNames({ columns, composite }: MaskedCase): readonly string[] {
  const single = columns.flatMap(({ isKey }, index) => (isKey ? [`c${index}`] : []));
  const [first, second] = single;
  return composite && first !== undefined && second !== undefined
    ? [...single, `${first}, ${second}`]
    : single;
}

/** What the computed column is made by; undefined where there is none. */
export function generatedExpression(masked: MaskedCase): string | undefined {
  const [first] = masked.columns;
  if (masked.generated === undefined || first === undefined || !isText(first)) return undefined;
  return 'CHAR_LENGTH(c0) + LENGTH(c0)';
}

function generatedColumn(masked: MaskedCase): readonly string[] {
  const expression = generatedExpression(masked);
  return expression === undefined ? [] : [`computed INT AS (${expression}) ${masked.generated}`];
}

function partitionsOf({ partitions, columns: [first] }: MaskedCase): string {
  switch (partitions) {
    case undefined:
      return '';
    case 'HASH (id)':
      return ' PARTITION BY HASH (id) PARTITIONS 3';
    case 'RANGE (id)':
      return ' PARTITION BY RANGE (id) (PARTITION a VALUES LESS THAN (4), PARTITION b VALUES LESS THAN MAXVALUE)';
    case 'KEY (c0)':
      // Long texts and JSON are no columns of a partition.
      return first === undefined || /BLOB|TEXT|JSON/.test(first.kind.type)
        ? ''
        : ' PARTITION BY KEY (c0) PARTITIONS 2';
    default:
      return first?.kind.name === 'BIGINT'
        ? ' PARTITION BY RANGE (c0) (PARTITION a VALUES LESS THAN (10), PARTITION b VALUES LESS THAN MAXVALUE)'
        : '';
  }
}

export function policyOf(masked: MaskedCase): { mask: MaskPolicy; maskKey: string } {
  const { columns, alike } = masked;
  const named: Record<string, MaskRule> = {
    ...{ '*.*.id': 'keep', '*.*.kept': 'keep', '*.*.computed': 'keep' },
    ...{ '*.v.a': alike.rule, '*.v.b': alike.rule },
  };
  for (const [index, { rule }] of columns.entries()) {
    named[`*.*.c${index}`] = index === 0 && masked.check === 'trusted' ? trusted(rule) : rule;
  }
  if (generatedExpression(masked) === undefined) delete named['*.*.computed'];
  return { mask: { version: 1, strict: true, columns: named }, maskKey };
}

function trusted(rule: MaskRule): MaskRule {
  if (typeof rule === 'function') return rule;
  return typeof rule === 'string' ? { rule, trustChecks: true } : { ...rule, trustChecks: true };
}
