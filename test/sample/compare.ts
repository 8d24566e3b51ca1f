/** Tells in what two databases of one server differ: rows, tables, views, triggers, routines, events. */

import type { DatabaseServer } from '../services/database-server.ts';
import { definitionKinds, readDefinitions } from './definitions.ts';
import { identifier, text } from './quote.ts';
import { tableChecksums } from './table-checksums.ts';

type Querying = Pick<DatabaseServer, 'query' | 'flavor'> & Partial<Pick<DatabaseServer, 'connect'>>;

/**
 * Compares every table by definition, row count and checksums, and every view, trigger, routine and
 * event by all that information_schema and `SHOW CREATE` say of it. Only the databases' names and
 * the times of creation and change may differ.
 *
 * @returns one sentence for each difference; empty means equal
 */
export async function compareDatabases(
  server: Querying,
  a: string,
  b: string,
): Promise<readonly string[]> {
  return differencesOf(await contentsOf(server, a), await contentsOf(server, b));
}

/** All that {@link compareDatabases} looks at, by kind and name. */
export type DatabaseContents = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** Reads a database that is to be compared with several others. */
export async function contentsOf(server: Querying, database: string): Promise<DatabaseContents> {
  const session = await server.connect?.();
  try {
    const { flavor } = server;
    const asked = { flavor, query: (sql: string) => (session ?? server).query(sql) };
    const contents = new Map([['table', await readTables(asked, database)]]);
    for (const kind of definitionKinds) {
      contents.set(kind.what, await readDefinitions(asked, kind, database));
    }
    return contents;
  } finally {
    session?.close();
  }
}

/** As {@link compareDatabases}, of what was read. */
export function differencesOf(left: DatabaseContents, right: DatabaseContents): readonly string[] {
  return [...left].flatMap(([what, definitions]) =>
    compareMaps(what, definitions, right.get(what) ?? new Map()),
  );
}

async function readTables(server: Querying, database: string): Promise<Map<string, string>> {
  const rows = await server.query(
    `SELECT TABLE_NAME AS 'table' FROM information_schema.TABLES
      WHERE TABLE_SCHEMA = ${text(database)} AND TABLE_TYPE = 'BASE TABLE'`,
  );
  const tables = new Map<string, string>();
  for (const row of rows) {
    const table = String(row['table']);
    const [created] = await server.query(
      `SHOW CREATE TABLE ${identifier(database)}.${identifier(table)}`,
    );
    const checksums = await tableChecksums(server, database, table);
    // MySQL 8 says which character set a collation is of only where that was said before.
    const definition = String(created?.['Create Table']).replace(
      / CHARACTER SET \w+(?= COLLATE )/g,
      '',
    );
    tables.set(table, JSON.stringify({ ...checksums, definition: withSortedKeys(definition) }));
  }
  return tables;
}

/**
 * MySQL sorts the keys of a table when it is made, and those that are alike to it not always in the
 * same way: the text that it shows, run again, may show another order.
 */
function withSortedKeys(definition: string): string {
  const keyLines = /(?:^ {2}(?:UNIQUE |FULLTEXT |SPATIAL )?KEY .*\n)+/gm;
  return definition.replace(keyLines, (lines) =>
    lines
      .split('\n')
      .map((line) => line.replace(/,$/, ''))
      .sort()
      .join('\n'),
  );
}

function compareMaps(
  what: string,
  left: ReadonlyMap<string, string>,
  right: ReadonlyMap<string, string>,
): string[] {
  const differences: string[] = [];
  for (const [name, value] of left) {
    const other = right.get(name);
    if (other === undefined) differences.push(`${what} ${name} is missing in the second database`);
    else if (other !== value) {
      differences.push(`${what} ${name} differs:\n  first:  ${value}\n  second: ${other}`);
    }
  }
  for (const name of right.keys()) {
    if (!left.has(name)) differences.push(`${what} ${name} is only in the second database`);
  }
  return differences;
}
