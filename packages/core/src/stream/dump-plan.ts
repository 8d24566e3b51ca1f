/** The first steps of a dump and of a dry run alike: what is to be dumped, and in what order. */

import { type CatalogReading, readCatalog } from '../catalog/catalog.ts';
import type { Grants } from '../catalog/grants.ts';
import type { Catalog, Schema, Table } from '../catalog/model.ts';
import type { Problems } from '../catalog/problems.ts';
import { readGrants } from '../catalog/read-grants.ts';
import { readAllSchemas, readSchemas } from '../catalog/schemas.ts';
import { TableSelection } from '../catalog/selection.ts';
import { readTableFacts } from '../catalog/table-facts.ts';
import { text } from '../catalog/text.ts';
import { databaseOf } from '../connect/connection-options.ts';
import type { DatabaseConnection } from '../connect/database-connection.ts';
import { readServerInfo } from '../connect/server-info.ts';
import { DumpError } from '../errors.ts';
import type { DumpOptions } from '../options.ts';
import type { ChosenRows } from '../plan/chosen-rows.ts';
import { planSections, type Section } from '../plan/sections.ts';
import { discreetSession } from '../read/discreet-reader.ts';
import { TableJob } from '../read/table-job.ts';
import { prepareSession } from '../snapshot/session.ts';
import { Subset } from '../subset/subset.ts';
import type { ServerInfo } from '../summary.ts';
import { type DumpMasks, findMasks } from './dump-masks.ts';

/** Who asks, whom, and for which databases. */
export interface DumpScope {
  readonly server: ServerInfo;
  readonly grants: Grants;
  readonly schemas: readonly Schema[];
}

/** What is to be dumped, in the order of the dump. */
export interface DumpPlan {
  readonly catalog: Catalog;
  readonly sections: readonly Section[];
  /** `undefined` without a policy. */
  readonly masks: DumpMasks | undefined;
  /** `undefined` where all rows are dumped, or those of the option `where`. */
  readonly subset: Subset | undefined;
  /** Which rows of a table are dumped: of a subset, once it is complete. */
  rowsOf(table: Table): ChosenRows;
  /**
   * How the rows of a table are read.
   *
   * @throws DumpError `UNSUPPORTED` for a column that can't be dumped exactly
   */
  makeJob(table: Table, chunkBytes: number): TableJob;
}

/**
 * Sets the session up, and finds the databases.
 *
 * @throws DumpError `UNKNOWN_DATABASE`, `INVALID_OPTION` where none is named, and what is a problem,
 *   where that is the end
 */
export async function findScope(
  connection: DatabaseConnection,
  options: DumpOptions,
  problems: Problems,
): Promise<DumpScope> {
  const server = await readServerInfo(connection);
  await prepareSession(connection, server, options.lockTimeout);
  const grants = await readGrants(connection, server);
  const schemas = options.allDatabases
    ? await readAllSchemas(problems, connection, grants)
    : await chosenSchemas(connection, options);
  return { server, grants, schemas };
}

/** @throws DumpError as `readCatalog`, and what is a problem of the masks, where that is the end */
export async function planDump(
  connection: DatabaseConnection,
  { server, grants, schemas }: DumpScope,
  options: DumpOptions,
  reading: CatalogReading,
): Promise<DumpPlan> {
  const selection = selectionOf(options, schemas);
  const catalog = await readCatalog(
    connection,
    server,
    grants,
    schemas,
    selection,
    options,
    reading,
  );
  const facts =
    options.mask === undefined && options.subset === undefined
      ? undefined
      : await readTableFacts(connection, catalog);
  const { problems } = reading;
  const masks = facts && (await findMasks(connection, catalog, facts, options, problems));
  const where = (table: Table): string | undefined => selection.condition(table);
  const subset = facts && Subset.plan(catalog, facts, options, where, problems);
  const session = masks === undefined ? connection : discreetSession(connection);
  await subset?.tryConditions(session, problems);
  const rowsOf = (table: Table): ChosenRows =>
    subset?.chosen(table) ?? { kind: 'rows', condition: where(table) };
  return {
    catalog,
    masks,
    subset,
    rowsOf,
    sections: planSections(catalog, options),
    makeJob: (table, chunkBytes) =>
      new TableJob(table, catalog, {
        hexBlob: options.hexBlob === true,
        rows: rowsOf(table),
        chunkBytes,
        maxRate: options.maxRate,
        masks: masks?.tables.get(table),
        maskKey: masks?.key,
      }),
  };
}

/** A selection that has met no names yet. */
export function selectionOf(
  options: DumpOptions,
  schemas: readonly Pick<Schema, 'name'>[],
): TableSelection {
  return new TableSelection(
    options,
    schemas.map(({ name }) => name),
  );
}

async function chosenSchemas(
  connection: DatabaseConnection,
  options: DumpOptions,
): Promise<readonly Schema[]> {
  const names = options.databases ?? [await currentDatabase(connection, options)];
  return readSchemas(connection, names);
}

async function currentDatabase(
  connection: DatabaseConnection,
  options: DumpOptions,
): Promise<string> {
  const named = databaseOf(options.connection);
  if (named !== undefined) return named;
  const [row] = await connection.query('SELECT DATABASE()', 'tell the current database');
  const current = text(row?.[0]);
  if (current !== '') return current;
  throw new DumpError(
    'INVALID_OPTION',
    'No database is named. Name one in the connection (mysql://user@host/database), or several ' +
      'with the option databases.',
  );
}
