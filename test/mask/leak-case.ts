/** Generated tables with personal data, and policies under which all of it is masked. */

import type { DumpOptions, MaskPolicy, MaskRule } from '@dumpstream/core';
import fc from 'fast-check';
import { formsOf, maskKey } from './masked-shop.ts';

/** A column that is masked. */
interface ColumnCase {
  readonly type: string;
  readonly rule: MaskRule;
  readonly unique: boolean;
  /** What stands around the secret in each value. */
  readonly before: string;
  readonly after: string;
  /** Of three rows one has NULL. */
  readonly nulls: boolean;
}

export interface LeakCase {
  readonly columns: readonly ColumnCase[];
  readonly rows: number;
  readonly options: Partial<DumpOptions>;
}

const textTypes = [
  'VARCHAR(200) CHARACTER SET utf8mb4',
  'VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin',
  'VARCHAR(200) CHARACTER SET latin1',
  'VARCHAR(200) CHARACTER SET cp932',
  'VARCHAR(200) CHARACTER SET utf16',
  'MEDIUMTEXT CHARACTER SET utf8mb4',
];
const binaryTypes = ['VARBINARY(200)', 'BLOB'];

const textRules: MaskRule[] = [
  ...(['redact', 'hash', 'email', 'name', 'phone', 'address', 'text'] as const),
  { rule: 'constant', value: 'nothing' },
  { rule: 'email', keepDomain: false },
  { rule: 'name', locale: 'ja' },
  { rule: 'hash', encoding: 'base64url', length: 40 },
  () => 'by a function',
];
const uniqueRules: MaskRule[] = ['hash', 'email', { rule: 'hash', length: 40 }];

const around = fc.constantFrom('', ' ', "'", '"', '\\', '\n', 'x-', '漢', '{"a": "', '%_', '\0');

const column: fc.Arbitrary<ColumnCase> = fc
  .record({
    isText: fc.integer({ min: 0, max: 3 }).map((choice) => choice > 0),
    text: fc.constantFrom(...textTypes),
    binary: fc.constantFrom(...binaryTypes),
    unique: fc.boolean(),
    ...{ before: around, after: around, nulls: fc.boolean() },
    textRule: fc.constantFrom(...textRules),
    uniqueRule: fc.constantFrom(...uniqueRules),
    binaryRule: fc.constantFrom<MaskRule>('redact', 'hash'),
  })
  .map(({ isText, text, binary, textRule, uniqueRule, binaryRule, ...rest }) => {
    const type = isText ? text : binary;
    // A key of a whole TEXT or BLOB is none everywhere.
    const unique = rest.unique && isText && !/TEXT/.test(type);
    const plain = /latin1/.test(type) ? { before: 'ü', after: 'é' } : {};
    const rule = unique ? uniqueRule : isText ? textRule : binaryRule;
    return { ...rest, ...plain, type, rule, unique };
  })
  .filter(
    ({ type, rule }) => !(/latin1|cp932/.test(type) && isJapanese(rule) && /latin1/.test(type)),
  );

function isJapanese(rule: MaskRule): boolean {
  return typeof rule === 'object' && rule['locale'] === 'ja';
}

export const leakCase: fc.Arbitrary<LeakCase> = fc.record({
  columns: fc.array(column, { minLength: 1, maxLength: 5 }),
  rows: fc.integer({ min: 1, max: 12 }),
  options: fc.record(
    {
      hexBlob: fc.boolean(),
      completeInsert: fc.boolean(),
      netBufferLength: fc.constantFrom(50, 1000),
      chunkBytes: fc.constantFrom(100, 100_000),
      skipDumpDate: fc.constant(true),
    },
    { requiredKeys: [] },
  ),
});

/** No two of them are alike, and none is found by chance. */
function secretOf(column: number, row: number): string {
  return `zqSecret${column}x${row}Wv`;
}

/** SQL that makes the table `t` of a case, and `u` that refers to its unique columns. */
export function sqlOf({ columns, rows }: LeakCase): string {
  const names = columns.map((_, index) => `c${index}`);
  const defined = columns.map(({ type }, index) => `c${index} ${type} NULL`);
  const keys = columns.flatMap(({ unique }, index) => (unique ? [`UNIQUE KEY (c${index})`] : []));
  const foreign = columns.flatMap(({ unique }, index) =>
    unique ? [`KEY (c${index}), FOREIGN KEY (c${index}) REFERENCES t (c${index})`] : [],
  );
  const values = Array.from({ length: rows }, (_, row) => {
    const literals = columns.map(({ before, after, nulls }, index) =>
      nulls && row % 3 === 2
        ? 'NULL'
        : `CONVERT(0x${hexOf(`${before}${secretOf(index, row)}${after}`)} USING utf8mb4)`,
    );
    return `(${row}, ${literals.join(', ')})`;
  });
  return [
    `CREATE TABLE t (${['id INT PRIMARY KEY', ...defined, ...keys].join(', ')}) ENGINE=InnoDB`,
    `INSERT INTO t VALUES ${values.join(', ')}`,
    `CREATE TABLE u (${['id INT PRIMARY KEY', ...defined, ...foreign].join(', ')}) ENGINE=InnoDB`,
    `INSERT INTO u (id, ${names.join(', ')}) SELECT id, ${names.join(', ')} FROM t`,
  ].join(';\n');
}

function hexOf(text: string): string {
  return Buffer.from(text).toString('hex');
}

export function policyOf({ columns }: LeakCase): { mask: MaskPolicy; maskKey: string } {
  const rules = columns.map(({ rule }, index) => [`*.*.c${index}`, rule] as const);
  const named = { ...Object.fromEntries(rules), '*.*.id': 'keep' } as const;
  return { mask: { version: 1, strict: true, columns: named }, maskKey };
}

/** All secrets of a case that can be found in a text, in whatever form. */
export function leaksIn({ columns, rows }: LeakCase, text: Buffer): readonly string[] {
  const shown = text.toString('latin1');
  const folded = shown.toLowerCase();
  const utf16 = Buffer.from('zqSecret', 'utf16le').swap16().toString('hex');
  const found = [shown.includes('zqSecret'), folded.includes('zqsecret'), folded.includes(utf16)];
  const leaks = found.some(Boolean) ? ['zqSecret'] : [];
  for (let index = 0; index < columns.length; index++) {
    for (let row = 0; row < rows; row++) {
      const secret = secretOf(index, row);
      if (formsOf(secret).some((form) => shown.includes(form))) leaks.push(secret);
    }
  }
  return leaks;
}
