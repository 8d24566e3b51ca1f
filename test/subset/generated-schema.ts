/** Schemas of tables that refer to each other, with rows, from a seed. */

import type { Random } from '../sample/random.ts';
import type { Reference } from './expected-subset.ts';

export interface GeneratedSchema {
  /** Statements that make it, in an empty database, without checks of foreign keys. */
  readonly statements: readonly string[];
  readonly tables: readonly string[];
  /** A condition for some of the rows of each table. */
  readonly conditions: Readonly<Record<string, string>>;
  /** References without a foreign key. */
  readonly declared: readonly Reference[];
}

interface KeyType {
  readonly sql: string;
  /** Another literal that is the same to the server, now and then. */
  value(index: number, random: Random): string;
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Types of keys, with values that differ for each number. */
const keyTypes: readonly [KeyType, ...KeyType[]] = [
  { sql: 'INT', value: (index) => String(index * 3 - 20) },
  { sql: 'BIGINT UNSIGNED', value: (index) => String(2n ** 63n + BigInt(index)) },
  { sql: 'DECIMAL(20,4)', value: (index) => `${index}.25` },
  {
    sql: 'DATE',
    value: (index) => quoted(new Date(86_400_000 * index).toISOString().slice(0, 10)),
  },
  {
    sql: 'VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci',
    value: (index, random) =>
      quoted(random.pick(['Ä', 'ä', 'Ä']) + random.pick(['x', 'X']) + index),
  },
  {
    sql: 'CHAR(12) CHARACTER SET latin1 COLLATE latin1_swedish_ci',
    value: (index, random) => quoted(`k${index}`) + (random.oneIn(2) ? '' : ''),
  },
  {
    sql: 'VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin',
    value: (index) => quoted(`a,b'${index}`),
  },
  { sql: 'VARBINARY(8)', value: (index) => `x'00${index.toString(16).padStart(4, '0')}ff'` },
  { sql: "ENUM('x','y','z')", value: (index) => quoted('xyz'[index % 3] ?? 'x') },
];

interface Key {
  readonly columns: readonly string[];
  readonly types: readonly KeyType[];
  /** Rows whose keys differ, by numbers. */
  values(row: number, random: Random): readonly string[];
}

function keyOf(random: Random): Key {
  const unlike = keyTypes.slice(0, -1) as [KeyType, ...KeyType[]];
  if (random.oneIn(3)) {
    // The parts of one key are the same in many rows.
    const types = [random.pick(unlike), random.pick(keyTypes), random.pick(unlike)];
    const parts = (row: number): readonly number[] => [row % 4, row % 3, Math.floor(row / 12)];
    return {
      columns: ['k0', 'k1', 'k2'],
      types,
      values: (row, drawn) => types.map((type, at) => type.value(parts(row)[at] ?? 0, drawn)),
    };
  }
  const type = random.pick(unlike);
  return { columns: ['k0'], types: [type], values: (row, drawn) => [type.value(row, drawn)] };
}

/** @param keyless - whether the last table has no key, and nobody refers to it */
export function generateSchema(random: Random, keyless: boolean): GeneratedSchema {
  const count = random.between(2, 6);
  const names = Array.from({ length: count }, (_, index) => (index === 1 ? 't 1`' : `t${index}`));
  const keys = names.map(() => keyOf(random));
  const rows = names.map(() => random.between(0, 60));
  const statements: string[] = ['SET foreign_key_checks = 0'];
  const declared: Reference[] = [];
  const conditions: Record<string, string> = {};
  for (const [index, table] of names.entries()) {
    const isKeyless = keyless && index === count - 1;
    const own = keys[index];
    if (own === undefined) continue;
    const links = Array.from({ length: random.between(0, 3) }, (_, link) => {
      const last = keyless ? count - 2 : count - 1;
      return { link, to: random.between(0, Math.max(0, last)), declared: random.oneIn(4) };
    });
    const columns = own.columns.map((name, at) => `${name} ${own.types[at]?.sql} NOT NULL`);
    const items = isKeyless
      ? ['v INT']
      : [...columns, `PRIMARY KEY (${own.columns.join(', ')})`, 'v INT'];
    for (const { link, to, declared: isDeclared } of links) {
      const parent = keys[to];
      if (parent === undefined) continue;
      const from = parent.columns.map((_, at) => `f${link}_${at}`);
      items.push(...from.map((name, at) => `${name} ${parent.types[at]?.sql} NULL`));
      const target = names[to] ?? '';
      if (isDeclared) {
        declared.push({ child: table, columns: from, parent: target, references: parent.columns });
      } else {
        items.push(
          `CONSTRAINT ${`fk_${index}_${link}`} FOREIGN KEY (${from.join(', ')}) ` +
            `REFERENCES ${quotedName(target)} (${parent.columns.join(', ')})`,
        );
      }
    }
    statements.push(`CREATE TABLE ${quotedName(table)} (${items.join(', ')}) ENGINE=InnoDB`);
    const tuples = Array.from({ length: rows[index] ?? 0 }, (_, row) => {
      const values = isKeyless ? [] : own.values(row, random);
      const linked = links.flatMap(({ to }) => {
        const parent = keys[to];
        const parentRows = rows[to] ?? 0;
        if (parent === undefined) return [];
        if (parentRows === 0 || random.oneIn(4)) return parent.columns.map(() => 'NULL');
        const drawn = parent.values(random.between(0, parentRows - 1), random);
        // One part that is NULL, and the row refers to nothing.
        const without = random.oneIn(8) ? random.between(0, drawn.length - 1) : -1;
        return drawn.map((value, at) => (at === without ? 'NULL' : value));
      });
      return `(${[...values, random.between(0, 9), ...linked].join(', ')})`;
    });
    if (tuples.length > 0) {
      statements.push(`INSERT INTO ${quotedName(table)} VALUES ${tuples.join(', ')}`);
    }
    conditions[table] = random.pick([
      'v = 3',
      'v < 2',
      'v > 100',
      'v BETWEEN 4 AND 6',
      'v % 2 = 1',
    ]);
  }
  return { statements, tables: names, conditions, declared };
}

function quotedName(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}
