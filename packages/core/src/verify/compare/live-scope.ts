/** Looks which databases and tables of a dump there are on the server that it is compared with. */

import { text } from '../../catalog/text.ts';
import { databaseOf } from '../../connect/connection-options.ts';
import { DatabaseConnection } from '../../connect/database-connection.ts';
import { readServerInfo } from '../../connect/server-info.ts';
import { waitOf } from '../../connect/server-wait.ts';
import { DumpError } from '../../errors.ts';
import type { Manifest } from '../../manifest/manifest.ts';
import { inDatabase } from '../../sql/identifier.ts';
import type { ServerInfo } from '../../summary.ts';
import type { VerifyOptions } from '../../verify-options.ts';
import { type LiveOptions, liveOptions } from './live-options.ts';

type ComparisonOptions = Pick<VerifyOptions, 'database' | 'waitForServer'> &
  Required<Pick<VerifyOptions, 'connection'>>;

/** What can be dumped for the comparison. */
export interface LiveScope {
  readonly server: ServerInfo;
  /** Names of the databases that are compared with, by those of the dump. */
  readonly names: ReadonlyMap<string, string>;
  /** Of those, the ones that are there. */
  readonly databases: readonly string[];
  /** Without tables that are not there, which a dump would take for misspelt. */
  readonly options: LiveOptions;
}

/**
 * @throws DumpError `INVALID_OPTION` where one database is named for a dump of several; what
 *   `DatabaseConnection.open` throws
 */
export async function findLiveScope(
  manifest: Manifest,
  options: ComparisonOptions,
  signal: AbortSignal,
): Promise<LiveScope> {
  const connection = await DatabaseConnection.open(options.connection, signal, waitOf(options));
  const cut = (): void => connection.destroy(signal.reason);
  signal.addEventListener('abort', cut, { once: true });
  try {
    signal.throwIfAborted();
    const names = await chooseNames(connection, manifest, options);
    const databases = await present(connection, [...names.values()]);
    const told = liveOptions(manifest, names);
    const scope = {
      server: await readServerInfo(connection),
      names,
      databases,
      options: await withoutMissing(connection, told, databases),
    };
    await connection.end();
    return scope;
  } finally {
    signal.removeEventListener('abort', cut);
    connection.destroy(new DumpError('ABORTED', 'The comparison has ended.'));
    await connection.stopped();
  }
}

/** The option `database`, that of the connection, or those of the dump. */
async function chooseNames(
  connection: DatabaseConnection,
  { databases }: Manifest,
  { database, connection: source }: ComparisonOptions,
): Promise<ReadonlyMap<string, string>> {
  const [first, ...others] = databases;
  if (first === undefined || others.length > 0) {
    if (database !== undefined) {
      throw new DumpError(
        'INVALID_OPTION',
        `The option database names one database, and the dump holds ${databases.length}. Leave it ` +
          'out: they are compared with those of the same names.',
      );
    }
    return new Map(databases.map((name) => [name, name]));
  }
  const chosen = database ?? databaseOf(source) ?? (await currentDatabase(connection));
  return new Map([[first, chosen ?? first]]);
}

/** That of a connection that a function has opened. */
async function currentDatabase(connection: DatabaseConnection): Promise<string | undefined> {
  const [row] = await connection.query('SELECT DATABASE()', 'tell the current database');
  return text(row?.[0]) || undefined;
}

async function present(
  connection: DatabaseConnection,
  databases: readonly string[],
): Promise<readonly string[]> {
  const rows = await connection.query(
    'SELECT SCHEMA_NAME FROM information_schema.SCHEMATA',
    'list the databases',
  );
  const there = new Set(rows.map(([name]) => text(name)));
  return databases.filter((name) => there.has(name));
}

async function withoutMissing(
  connection: DatabaseConnection,
  options: LiveOptions,
  databases: readonly string[],
): Promise<LiveOptions> {
  const { tables, ignoreTables, where } = options;
  const perTable = typeof where === 'object' ? where : undefined;
  if (tables === undefined && ignoreTables === undefined && perTable === undefined) return options;
  const there = new Set<string>();
  for (const database of databases) {
    const rows = await connection.query(
      `SELECT TABLE_NAME FROM information_schema.TABLES WHERE ${inDatabase('TABLE_SCHEMA', database)}`,
      `list the tables of ${database}`,
    );
    for (const [name] of rows) there.add(text(name)).add(`${database}.${text(name)}`);
  }
  const isThere = (name: string): boolean => there.has(name);
  return {
    ...options,
    ...(tables === undefined ? {} : { tables: tables.filter(isThere) }),
    ...(ignoreTables === undefined ? {} : { ignoreTables: ignoreTables.filter(isThere) }),
    ...(perTable === undefined
      ? {}
      : { where: Object.fromEntries(Object.entries(perTable).filter(([name]) => isThere(name))) }),
  };
}
