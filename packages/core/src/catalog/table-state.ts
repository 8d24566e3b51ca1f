/** Notices that a table was altered or emptied while the dump ran, where the server keeps quiet. */

import { createHash } from 'node:crypto';
import type { SqlSession } from '../connect/sql-session.ts';
import { DumpError } from '../errors.ts';
import { qualifiedName } from '../sql/identifier.ts';
import type { ServerInfo } from '../summary.ts';
import { readCreateTimes, tellsCreateTimes } from './create-times.ts';
import type { TableEntry, TableState } from './model.ts';
import { readOccupiedParts } from './occupied-parts.ts';

type WatchedTable = {
  readonly database: string;
  readonly name: string;
  readonly engine: string;
};

/**
 * The states of base tables, by their names. To be read before their columns are.
 *
 * A snapshot holds rows and no definitions. An ALTER TABLE that changes no rows (columns renamed or
 * in another order, say) goes unnoticed by the server, and values would be restored into other
 * columns.
 *
 * @param entries - listed a moment ago. When the tables were made is taken from there: one that takes
 *   the place of another between the list and now is noticed all the more.
 * @param keep - asked with each definition; it returns it, or `undefined` to have it forgotten
 */
export async function readTableStates(
  connection: SqlSession,
  server: ServerInfo,
  database: string,
  entries: readonly TableEntry[],
  keep: (definition: string) => string | undefined,
): Promise<ReadonlyMap<string, TableState>> {
  const created = await createTimesOf(connection, server, database, entries);
  const shown: ShownTable[] = [];
  for (const entry of entries) {
    const { definition, ...table } = await showTable(connection, { ...entry, database });
    shown.push({ ...table, definition: keep(definition) });
  }
  const occupied = await readOccupiedParts(connection, server, shown);
  return new Map(
    shown.map(({ name, digest, definition }, index) => [
      name,
      {
        digest: `${digest} ${occupied[index]}`,
        created: created.get(name) ?? '',
        ...(definition === undefined ? {} : { definition }),
      },
    ]),
  );
}

/** One that information_schema failed to open, which happens at times, is asked for again. */
async function createTimesOf(
  connection: SqlSession,
  server: ServerInfo,
  database: string,
  entries: readonly TableEntry[],
): Promise<ReadonlyMap<string, string>> {
  if (!tellsCreateTimes(server)) return new Map();
  const untold = entries.filter((entry) => entry.created === '');
  const told = await readCreateTimes(
    connection,
    server,
    untold.map(({ name }) => ({ database, name })),
  );
  return new Map([
    ...entries.map(({ name, created }) => [name, created] as const),
    ...untold.map(({ name }, index) => [name, told[index] ?? ''] as const),
  ]);
}

/**
 * To be called while the transaction still holds the metadata lock of the rows it has read.
 *
 * @throws DumpError `SCHEMA_CHANGED`
 */
export async function checkTableUnchanged(
  connection: SqlSession,
  server: ServerInfo,
  table: WatchedTable,
  before: TableState,
): Promise<void> {
  const shown = await showTable(connection, table);
  const [occupied] = await readOccupiedParts(connection, server, [shown]);
  const [created] = await readCreateTimes(connection, server, [shown]);
  // A table that information_schema fails to open at times has no time then.
  const times = new Set([before.created, created].filter(Boolean));
  if (`${shown.digest} ${occupied}` === before.digest && times.size < 2) return;
  throw new DumpError(
    'SCHEMA_CHANGED',
    `Table ${qualifiedName(table)} was altered, renamed, or emptied by TRUNCATE, while the dump ran; run ` +
      'the dump again.',
  );
}

interface ShownTable extends WatchedTable {
  readonly definition: string | undefined;
  readonly digest: string;
  readonly partitioned: boolean;
}

async function showTable(
  connection: SqlSession,
  { database, name, engine }: WatchedTable,
): Promise<ShownTable & { readonly definition: string }> {
  const qualified = qualifiedName({ database, name });
  const [row] = await connection.query(
    `SHOW CREATE TABLE ${qualified}`,
    `show the definition of table ${qualified}`,
  );
  const definition = row?.[1]?.toString('latin1') ?? '';
  // Grows with every row that is inserted.
  const lasting = definition.replace(/^(\) ENGINE=\S+) AUTO_INCREMENT=\d+/m, '$1');
  return {
    ...{ database, name, engine, definition },
    digest: createHash('sha256').update(lasting, 'latin1').digest('base64'),
    partitioned: /\bPARTITION BY\b/.test(definition),
  };
}
