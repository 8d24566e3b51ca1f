/** Tells in what two databases of one server differ: rows, tables, views, triggers, routines, events. */

import type { DatabaseServer } from '../services/database-server.ts';
import { identifier, text } from './quote.ts';
import { tableChecksums } from './table-checksums.ts';

type Querying = Pick<DatabaseServer, 'query' | 'flavor'>;
type Row = Readonly<Record<string, unknown>>;

/** A view of information_schema, and what to compare of it. */
interface Definitions {
  readonly what: string;
  readonly from: string;
  readonly schemaColumn: string;
  /** Columns that name one definition. */
  readonly key: readonly string[];
}

const definitions: readonly Definitions[] = [
  {
    what: 'column',
    from: 'COLUMNS',
    schemaColumn: 'TABLE_SCHEMA',
    key: ['TABLE_NAME', 'COLUMN_NAME'],
  },
  { what: 'view', from: 'VIEWS', schemaColumn: 'TABLE_SCHEMA', key: ['TABLE_NAME'] },
  { what: 'trigger', from: 'TRIGGERS', schemaColumn: 'TRIGGER_SCHEMA', key: ['TRIGGER_NAME'] },
  {
    what: 'routine',
    from: 'ROUTINES',
    schemaColumn: 'ROUTINE_SCHEMA',
    key: ['ROUTINE_TYPE', 'ROUTINE_NAME'],
  },
  {
    what: 'parameter',
    from: 'PARAMETERS',
    schemaColumn: 'SPECIFIC_SCHEMA',
    key: ['ROUTINE_TYPE', 'SPECIFIC_NAME', 'ORDINAL_POSITION'],
  },
  { what: 'event', from: 'EVENTS', schemaColumn: 'EVENT_SCHEMA', key: ['EVENT_NAME'] },
];

/**
 * When something was made, last changed or last run, and the collation that the database itself has
 * by default, which is given to a database when it is made.
 */
const ignoredColumns: ReadonlySet<string> = new Set([
  'CREATED',
  'LAST_ALTERED',
  'LAST_EXECUTED',
  'DATABASE_COLLATION',
]);

/**
 * Compares every table by definition, row count and checksums, and every view, trigger, routine and
 * event by all that information_schema says of it.
 *
 * @returns one sentence for each difference; empty means equal
 */
export async function compareDatabases(
  server: Querying,
  a: string,
  b: string,
): Promise<readonly string[]> {
  const differences = await compareTables(server, a, b);
  for (const definition of definitions) {
    const [left, right] = [
      await readDefinitions(server, definition, a),
      await readDefinitions(server, definition, b),
    ];
    differences.push(...compareMaps(definition.what, left, right));
  }
  return differences;
}

async function compareTables(server: Querying, a: string, b: string): Promise<string[]> {
  const [left, right] = [await readTables(server, a), await readTables(server, b)];
  return compareMaps('table', left, right);
}

async function readTables(server: Querying, database: string): Promise<Map<string, string>> {
  const rows = await server.query(
    `SELECT TABLE_NAME AS name FROM information_schema.TABLES
      WHERE TABLE_SCHEMA = ${text(database)} AND TABLE_TYPE = 'BASE TABLE'`,
  );
  const tables = new Map<string, string>();
  for (const { name } of rows) {
    const table = `${identifier(database)}.${identifier(String(name))}`;
    const [created] = await server.query(`SHOW CREATE TABLE ${table}`);
    const checksums = await tableChecksums(server, database, String(name));
    tables.set(
      String(name),
      JSON.stringify({ ...checksums, definition: created?.['Create Table'] }),
    );
  }
  return tables;
}

async function readDefinitions(
  server: Querying,
  { from, schemaColumn, key }: Definitions,
  database: string,
): Promise<Map<string, string>> {
  const rows = await server.query(
    `SELECT * FROM information_schema.${from} WHERE ${schemaColumn} = ${text(database)}`,
  );
  return new Map(
    rows.map((row: Row) => [
      key.map((column) => String(row[column])).join(' '),
      JSON.stringify(normalize(row, database)),
    ]),
  );
}

/** Takes out the database's name and the times. */
function normalize(row: Row, database: string): Row {
  const entries = Object.entries(row).filter(([column]) => !ignoredColumns.has(column));
  return Object.fromEntries(
    entries.map(([column, value]) => [
      column,
      typeof value !== 'string'
        ? value
        : value === database
          ? '<database>'
          : value.replaceAll(identifier(database), '<database>'),
    ]),
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
