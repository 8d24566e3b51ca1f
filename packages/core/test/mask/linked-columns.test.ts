/** Columns that relations of a policy join, which may be of different collations and types. */

import { describe, expect, it } from 'vitest';
import type { Column } from '../../src/catalog/model.ts';
import { compileMask } from '../../src/mask/compile-mask.ts';
import { Keyed } from '../../src/mask/keyed.ts';
import { maskRules } from '../../src/mask/rules.ts';
import type { MaskRuleName } from '../../src/mask-policy.ts';
import { planOf, type TestTable, testTable } from './tables.ts';

const relations = [{ from: 'shop.child.c', to: 'shop.parent.p' }];

interface Side {
  readonly type: string;
  readonly collation?: string;
  readonly unique?: boolean;
}

function tableOf(
  name: string,
  column: string,
  { type, collation, unique = false }: Side,
): TestTable {
  const key = unique ? [`UNIQUE KEY \`k\` (\`${column}\`)`] : [];
  const table = testTable(name, [`\`${column}\` ${type}`, ...key]);
  const columns = table.columns.map(
    (one): Column => (collation === undefined ? one : { ...one, collation }),
  );
  return { ...table, columns };
}

/** The masks of both columns; or what is wrong. */
function linked(rule: MaskRuleName, child: Side, parent: Side) {
  const [a, b] = [tableOf('child', 'c', child), tableOf('parent', 'p', parent)];
  const columns = { '*.child.c': rule, '*.parent.p': rule };
  const { tables, messages } = planOf([a, b], columns, relations, false, maskRules);
  const keyed = new Keyed('a key for tests of masks');
  const mask = (table: TestTable, column: string) => {
    const planned = tables.get(table)?.get(column);
    if (planned === undefined) return undefined;
    const masked = compileMask(planned, keyed);
    return (value: string) => masked(value, { column: () => null });
  };
  return { messages, child: mask(a, 'c'), parent: mask(b, 'p') };
}

const text = 'varchar(100)';
const general = 'utf8mb4_general_ci';
const bin = 'utf8mb4_bin';

describe('columns of different collations that a relation joins', () => {
  it.each([
    [
      { type: text, collation: bin },
      { type: text, collation: general, unique: true },
    ],
    [
      { type: text, collation: general },
      { type: text, collation: bin, unique: true },
    ],
    [
      { type: text, collation: bin },
      { type: text, collation: general },
    ],
    [
      { type: text, collation: 'latin1_swedish_ci' },
      { type: text, collation: bin, unique: true },
    ],
  ])('have the same masked value for the same one: %j and %j', (child, parent) => {
    const masks = linked('hash', child, parent);
    expect(masks.messages).toEqual([]);
    for (const value of ['Bob@Shop.example', 'Zoë', 'x']) {
      expect(masks.child?.(value)).toBe(masks.parent?.(value));
    }
  });

  it('keep apart what a unique one keeps apart', () => {
    const exact = linked(
      'hash',
      { type: text, collation: general },
      { type: text, collation: bin, unique: true },
    );
    expect(exact.parent?.('Bob')).not.toBe(exact.parent?.('bob'));
    const folding = linked(
      'hash',
      { type: text, collation: bin },
      { type: text, collation: general, unique: true },
    );
    expect(folding.child?.('BOB')).toBe(folding.parent?.('bob'));
  });
});

describe('columns of different types that a relation joins', () => {
  it('see the same length, also where one is limited in bytes', () => {
    const masks = linked('email', { type: 'text' }, { type: 'varchar(40)', unique: true });
    const value = 'bob@shop.example';
    expect(masks.child?.(value)).toBe(masks.parent?.(value));
    const names = linked('name', { type: 'text' }, { type: 'varchar(9)' });
    for (const one of ['Erika Mustermann', 'Max Maier', 'Jo Li Ann Bo Cy']) {
      expect(names.child?.(one)).toBe(names.parent?.(one));
    }
  });

  it.each([
    ['hash', 'varchar(64)', 'varbinary(64)'],
    ['redact', 'varchar(64)', 'varbinary(64)'],
    ['hash', "enum('a','b')", 'varchar(64)'],
    ['hash', "enum('a','b')", "enum('a','b','c')"],
    // 99999 has fewer numbers of its size to become than in the other type.
    ['number', 'decimal(5,0)', 'int'],
    ['number', 'decimal(7,2)', 'decimal(9,2)'],
    ['number', 'double', 'int'],
  ] as const)('are refused where %s makes different values of %s and %s', (rule, child, parent) => {
    const { messages } = linked(rule, { type: child }, { type: parent });
    expect(messages).toEqual([
      expect.stringMatching(
        /`child`.*`c` .* and .*`parent`.*`p` .*a relation of the policy.*two types/,
      ),
    ]);
  });

  it.each([
    ['number', 'int', 'bigint'],
    ['number', 'int unsigned', 'smallint'],
    ['number', 'decimal(10,0)', 'int'],
    ['number', 'decimal(7,2)', 'decimal(5,0)'],
    ['dateShift', 'date', 'datetime'],
    ['hash', 'varchar(64)', 'text'],
    ['hash', "enum('a','b')", "enum('a','b')"],
  ] as const)('are taken where %s makes the same of %s and %s', (rule, child, parent) => {
    expect(linked(rule, { type: child }, { type: parent }).messages).toEqual([]);
  });
});
