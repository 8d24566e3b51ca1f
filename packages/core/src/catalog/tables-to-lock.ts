/** Lists the tables whose rows are dumped from a snapshot, before there is one. */

import type { SqlSession } from '../connect/sql-session.ts';
import type { DumpOptions } from '../options.ts';
import { quoteString } from '../sql/identifier.ts';
import { systemDatabases } from './schemas.ts';
import { TableSelection } from './selection.ts';
import { enginesOfRowsElsewhere } from './tables.ts';
import { text } from './text.ts';

/** `TABLE_TYPE` of what stands in the list of tables and has no rows of its own. */
const withoutRows = new Set(['VIEW', 'SYSTEM VIEW', 'SEQUENCE', 'TEMPORARY']);

/**
 * Tables of engines without transactions are not in it: nothing holds their rows still after the
 * lock is given back. A table whose engine the server does not tell is in it.
 *
 * @param databases - by default all but those of the server itself
 */
export async function readTablesToLock(
  session: SqlSession,
  databases: readonly string[] | undefined,
  options: Pick<DumpOptions, 'ignoreTables' | 'tables'>,
): Promise<readonly { readonly database: string; readonly name: string }[]> {
  const names = databases ?? [...systemDatabases];
  if (names.length === 0) return [];
  const rows = await session.query(
    'SELECT TABLE_SCHEMA, TABLE_NAME, TABLE_TYPE, ENGINE FROM information_schema.TABLES WHERE ' +
      `TABLE_SCHEMA ${databases === undefined ? 'NOT IN' : 'IN'} (${names.map(quoteString).join(', ')})`,
    'list the tables',
  );
  const entries = rows.map(([database, name, type, engine]) => ({
    database: text(database),
    name: text(name),
    type: text(type),
    engine: text(engine).toUpperCase(),
  }));
  const chosen = databases === undefined ? undefined : namesThere(databases, entries);
  const inDatabases = entries.filter(({ database }) => chosen?.has(database) ?? true);
  const selection = new TableSelection(options, [
    ...new Set(inDatabases.map(({ database }) => database)),
  ]);
  const rowless = await enginesWithoutSnapshot(session);
  return inDatabases
    .filter(({ type, engine }) => !withoutRows.has(type) && !rowless.has(engine))
    .filter((entry) => selection.includes(entry))
    .map(({ database, name }) => ({ database, name }));
}

/** information_schema compares without case and accents; the server only where it is told to. */
function namesThere(
  databases: readonly string[],
  entries: readonly { readonly database: string }[],
): ReadonlySet<string> {
  const there = [...new Set(entries.map(({ database }) => database))];
  return new Set(
    databases.flatMap((name) =>
      there.includes(name)
        ? [name]
        : there.filter((candidate) => candidate.toLowerCase() === name.toLowerCase()),
    ),
  );
}

async function enginesWithoutSnapshot(session: SqlSession): Promise<ReadonlySet<string>> {
  const rows = await session.query(
    "SELECT ENGINE FROM information_schema.ENGINES WHERE TRANSACTIONS = 'NO'",
    'list its engines',
  );
  return new Set([
    ...rows.map(([engine]) => text(engine).toUpperCase()),
    ...enginesOfRowsElsewhere,
  ]);
}
