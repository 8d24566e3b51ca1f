/** Reads what a server says of the columns, views, triggers, routines and events of a database. */

import type { DatabaseServer } from '../services/database-server.ts';
import { identifier, text } from './quote.ts';

type Row = Readonly<Record<string, unknown>>;

/** Where a kind of definitions is to be found. */
export interface DefinitionKind {
  readonly what: string;
  /** A view of information_schema, and its column for the database. */
  readonly from: string;
  readonly schemaColumn: string;
  /** Columns that name one definition. */
  readonly key: readonly string[];
  /**
   * What `SHOW CREATE` is asked for. Its text is exact, while information_schema replaces emoji on
   * some servers and cuts the text there.
   */
  readonly show?: (row: Row) => readonly [kind: string, name: unknown];
}

/** Everything that is compared besides tables. */
export const definitionKinds: readonly DefinitionKind[] = [
  {
    what: 'column',
    from: 'COLUMNS',
    schemaColumn: 'TABLE_SCHEMA',
    key: ['TABLE_NAME', 'COLUMN_NAME'],
  },
  {
    what: 'view',
    from: 'VIEWS',
    schemaColumn: 'TABLE_SCHEMA',
    key: ['TABLE_NAME'],
    show: (row) => ['VIEW', row['TABLE_NAME']],
  },
  {
    what: 'trigger',
    from: 'TRIGGERS',
    schemaColumn: 'TRIGGER_SCHEMA',
    key: ['TRIGGER_NAME'],
    show: (row) => ['TRIGGER', row['TRIGGER_NAME']],
  },
  {
    what: 'routine',
    from: 'ROUTINES',
    schemaColumn: 'ROUTINE_SCHEMA',
    key: ['ROUTINE_TYPE', 'ROUTINE_NAME'],
    show: (row) => [String(row['ROUTINE_TYPE']), row['ROUTINE_NAME']],
  },
  {
    what: 'parameter',
    from: 'PARAMETERS',
    schemaColumn: 'SPECIFIC_SCHEMA',
    key: ['ROUTINE_TYPE', 'SPECIFIC_NAME', 'ORDINAL_POSITION'],
  },
  {
    what: 'event',
    from: 'EVENTS',
    schemaColumn: 'EVENT_SCHEMA',
    key: ['EVENT_NAME'],
    show: (row) => ['EVENT', row['EVENT_NAME']],
  },
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
  'Created',
  'Database Collation',
]);

/** @returns all that is known of each definition, by its name; the database's own name taken out */
export async function readDefinitions(
  server: Pick<DatabaseServer, 'query'>,
  kind: DefinitionKind,
  database: string,
): Promise<Map<string, string>> {
  const rows: readonly Row[] = await server.query(
    `SELECT * FROM information_schema.${kind.from} WHERE ${kind.schemaColumn} = ${text(database)}`,
  );
  const definitions = new Map<string, string>();
  for (const row of rows) {
    const name = kind.key.map((column) => String(row[column])).join(' ');
    const created = await showCreate(server, kind, row, database);
    definitions.set(name, JSON.stringify([normalize(row, database), normalize(created, database)]));
  }
  return definitions;
}

async function showCreate(
  server: Pick<DatabaseServer, 'query'>,
  { show }: DefinitionKind,
  row: Row,
  database: string,
): Promise<Row> {
  if (show === undefined) return {};
  const [kind, name] = show(row);
  const [created] = await server.query(
    `SHOW CREATE ${kind} ${identifier(database)}.${identifier(String(name))}`,
  );
  if (created === undefined) throw new Error(`The server shows nothing of ${kind} ${name}.`);
  return created;
}

/** Takes out the database's name and the times. */
function normalize(row: Row, database: string): Row {
  const entries = Object.entries(row).filter(([column]) => !ignoredColumns.has(column));
  return Object.fromEntries(
    entries.map(([column, value]) => [column, withoutName(value, database)]),
  );
}

function withoutName(value: unknown, database: string): unknown {
  if (typeof value !== 'string') return value;
  return value === database ? '<database>' : value.replaceAll(identifier(database), '<database>');
}
