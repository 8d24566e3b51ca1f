/** Makes the closure of a subset in another way: by SQL, on a whole copy, from which the rest is deleted. */

import type { DatabaseServer } from '../services/index.ts';

export interface Reference {
  readonly child: string;
  readonly columns: readonly string[];
  readonly parent: string;
  readonly references: readonly string[];
}

export interface Expected {
  /** Conditions of the roots, by table. */
  readonly roots: Readonly<Record<string, string>>;
  /** Without a foreign key. */
  readonly declared?: readonly Reference[];
  readonly referring?: readonly string[];
}

/** A column that no table has. */
const rowNumber = 'number_of_the_row';

const name = (text: string): string => `\`${text.replaceAll('`', '``')}\``;

/** Deletes what does not belong to the subset. */
export async function keepSubset(
  server: DatabaseServer,
  database: string,
  { roots, declared = [], referring = [] }: Expected,
): Promise<void> {
  const scratch = await server.createDatabase('scratch');
  // For the time being, they get one.
  const keyless = await tablesWithoutKey(server, database);
  for (const table of keyless) {
    await server.query(
      `ALTER TABLE ${database}.${name(table)} ` +
        `ADD COLUMN ${rowNumber} INT NOT NULL AUTO_INCREMENT PRIMARY KEY`,
    );
  }
  const tables = await keysOf(server, database);
  const references = [...(await foreignKeys(server, database)), ...declared];
  for (const [table, key] of tables) {
    const list = key.map(name).join(', ');
    await server.query(
      `CREATE TABLE ${scratch}.${name(table)} (PRIMARY KEY (${list})) ` +
        `SELECT ${list} FROM ${database}.${name(table)} WHERE (${roots[table] ?? 'FALSE'})`,
    );
  }
  /** Rows of `to` that are equal to chosen ones of `from`. */
  const add = (
    from: string,
    fromColumns: readonly string[],
    to: string,
    toColumns: readonly string[],
  ) => {
    const key = (table: string): readonly string[] => tables.get(table) ?? [];
    const equal = toColumns.map((column, index) => {
      return `b.${name(column)} = a.${name(fromColumns[index] ?? '')}`;
    });
    const chosen = key(from).map((column) => `c.${name(column)} = a.${name(column)}`);
    return server.query(
      `INSERT IGNORE INTO ${scratch}.${name(to)} SELECT ${key(to)
        .map((column) => `b.${name(column)}`)
        .join(', ')} FROM ${database}.${name(from)} a JOIN ${scratch}.${name(from)} c ON ` +
        `${chosen.join(' AND ')} JOIN ${database}.${name(to)} b ON ${equal.join(' AND ')}`,
    );
  };
  const towardsChildren = references.filter(({ child }) => referring.includes(child));
  await untilStill(server, scratch, [...tables.keys()], async () => {
    for (const { child, columns, parent, references: to } of towardsChildren) {
      await add(parent, to, child, columns);
    }
  });
  await untilStill(server, scratch, [...tables.keys()], async () => {
    for (const { child, columns, parent, references: to } of references) {
      await add(child, columns, parent, to);
    }
  });
  for (const [table, key] of tables) {
    const equal = key.map((column) => `c.${name(column)} = a.${name(column)}`).join(' AND ');
    await server.query(
      `USE ${database}; SET foreign_key_checks = 0; ` +
        `DELETE a FROM ${database}.${name(table)} a WHERE NOT EXISTS ` +
        `(SELECT 1 FROM ${scratch}.${name(table)} c WHERE ${equal})`,
    );
  }
  for (const table of keyless) {
    await server.query(`ALTER TABLE ${database}.${name(table)} DROP COLUMN ${rowNumber}`);
  }
}

async function untilStill(
  server: DatabaseServer,
  scratch: string,
  tables: readonly string[],
  round: () => Promise<void>,
): Promise<void> {
  const count = async (): Promise<number> => {
    let sum = 0;
    for (const table of tables) {
      const [row] = await server.query(`SELECT COUNT(*) AS n FROM ${scratch}.${name(table)}`);
      sum += Number(row?.['n']);
    }
    return sum;
  };
  for (let before = -1, now = await count(); before !== now; ) {
    before = now;
    await round();
    now = await count();
  }
}

async function tablesWithoutKey(
  server: DatabaseServer,
  database: string,
): Promise<readonly string[]> {
  const rows = await server.query(
    `SELECT t.TABLE_NAME AS t FROM information_schema.TABLES t WHERE t.TABLE_SCHEMA = '${database}' ` +
      "AND t.TABLE_TYPE = 'BASE TABLE' AND NOT EXISTS (SELECT 1 FROM information_schema.STATISTICS s " +
      `WHERE s.TABLE_SCHEMA = '${database}' AND s.TABLE_NAME = t.TABLE_NAME AND s.INDEX_NAME = 'PRIMARY')`,
  );
  return rows.map((row) => String(row['t']));
}

async function keysOf(
  server: DatabaseServer,
  database: string,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await server.query(
    'SELECT TABLE_NAME AS t, COLUMN_NAME AS c FROM information_schema.STATISTICS WHERE ' +
      `TABLE_SCHEMA = '${database}' AND INDEX_NAME = 'PRIMARY' ORDER BY TABLE_NAME, SEQ_IN_INDEX`,
  );
  const keys = new Map<string, string[]>();
  for (const row of rows) {
    const key = keys.get(String(row['t'])) ?? [];
    keys.set(String(row['t']), key);
    key.push(String(row['c']));
  }
  return keys;
}

/** @returns foreign keys of one database, and not between databases */
export async function foreignKeys(
  server: DatabaseServer,
  database: string,
): Promise<readonly Reference[]> {
  const rows = await server.query(
    'SELECT CONSTRAINT_NAME AS k, TABLE_NAME AS child, COLUMN_NAME AS c, REFERENCED_TABLE_NAME AS parent, ' +
      'REFERENCED_COLUMN_NAME AS r FROM information_schema.KEY_COLUMN_USAGE ' +
      `WHERE TABLE_SCHEMA = '${database}' AND REFERENCED_TABLE_NAME IS NOT NULL ` +
      'ORDER BY TABLE_NAME, CONSTRAINT_NAME, ORDINAL_POSITION',
  );
  const found = new Map<string, Reference & { columns: string[]; references: string[] }>();
  for (const row of rows) {
    const id = `${row['child']}\n${row['k']}`;
    const known = found.get(id) ?? {
      child: String(row['child']),
      columns: [],
      parent: String(row['parent']),
      references: [],
    };
    found.set(id, known);
    known.columns.push(String(row['c']));
    known.references.push(String(row['r']));
  }
  return [...found.values()];
}

/** How many rows refer to nothing, by all foreign keys. */
export async function danglingRows(server: DatabaseServer, database: string): Promise<number> {
  let sum = 0;
  for (const { child, columns, parent, references } of await foreignKeys(server, database)) {
    const equal = columns.map((column, index) => {
      return `p.${name(references[index] ?? '')} = c.${name(column)}`;
    });
    const whole = columns.map((column) => `c.${name(column)} IS NOT NULL`);
    const [row] = await server.query(
      `SELECT COUNT(*) AS n FROM ${database}.${name(child)} c WHERE ${whole.join(' AND ')} AND ` +
        `NOT EXISTS (SELECT 1 FROM ${database}.${name(parent)} p WHERE ${equal.join(' AND ')})`,
    );
    sum += Number(row?.['n']);
  }
  return sum;
}
