/** Lists the programs that the server stores: triggers, routines and events. */

import type { DatabaseConnection } from '../connect/database-connection.ts';
import { DumpError } from '../errors.ts';
import { inDatabase, quoteIdentifier } from '../sql/identifier.ts';
import { serverIsAtLeast } from '../sql/server-version.ts';
import type { ServerInfo } from '../summary.ts';
import type { RoutineKind, StoredProgram } from './model.ts';
import { listEveryTable } from './skipped-tables.ts';
import { compareNames, text } from './text.ts';

/** Triggers of the given tables, those of one table in the order in which they fire. */
export async function readTriggers(
  connection: DatabaseConnection,
  database: string,
  tables: ReadonlySet<string>,
): Promise<readonly StoredProgram[]> {
  const action = `list the triggers of ${quoteIdentifier(database)}`;
  const rows = await listEveryTable(connection, action, () =>
    connection.query(
      'SELECT TRIGGER_NAME, EVENT_OBJECT_TABLE, ACTION_ORDER FROM information_schema.TRIGGERS ' +
        // Always that of the trigger, too; by TRIGGER_SCHEMA, MySQL 5.7 and MariaDB open the tables
        // of all databases.
        `WHERE ${inDatabase('EVENT_OBJECT_SCHEMA', database)}`,
      action,
    ),
  );
  return rows
    .map(([name, table, order]) => ({
      name: text(name),
      table: text(table),
      order: Number(text(order)),
    }))
    .filter(({ table }) => tables.has(table))
    .sort(
      (a, b) => compareNames(a.table, b.table) || a.order - b.order || compareNames(a.name, b.name),
    )
    .map(({ name, table }) => ({ kind: 'trigger', database, name, table }));
}

/** @throws DumpError `UNSUPPORTED` for a kind of routine that this package doesn't know */
export async function readRoutines(
  connection: DatabaseConnection,
  server: ServerInfo,
  database: string,
): Promise<readonly StoredProgram[]> {
  const rows = await connection.query(
    'SELECT ROUTINE_NAME, ROUTINE_TYPE FROM information_schema.ROUTINES ' +
      `WHERE ${inDatabase('ROUTINE_SCHEMA', database)}`,
    `list the routines of ${quoteIdentifier(database)}`,
  );
  const routines = rows
    .map(([name, type]) => ({
      kind: routineKind(database, text(name), text(type)),
      database,
      name: text(name),
    }))
    .sort((a, b) => compareNames(a.kind, b.kind) || compareNames(a.name, b.name));
  return [...(await readLibraries(connection, server, database)), ...routines];
}

/**
 * Libraries of MySQL 9.2, which routines in JavaScript import.
 * https://dev.mysql.com/doc/refman/9.4/en/create-library.html
 */
async function readLibraries(
  connection: DatabaseConnection,
  server: ServerInfo,
  database: string,
): Promise<readonly StoredProgram[]> {
  if (server.flavor !== 'mysql' || !serverIsAtLeast(server, 9, 2)) return [];
  const rows = await connection.query(
    'SELECT LIBRARY_NAME FROM information_schema.LIBRARIES ' +
      `WHERE ${inDatabase('LIBRARY_SCHEMA', database)}`,
    `list the libraries of ${quoteIdentifier(database)}`,
  );
  return rows
    .map(([name]): StoredProgram => ({ kind: 'library', database, name: text(name) }))
    .sort((a, b) => compareNames(a.name, b.name));
}

const routineKinds = new Map<string, RoutineKind>([
  ['PROCEDURE', 'procedure'],
  ['FUNCTION', 'function'],
  ['PACKAGE', 'package'],
  ['PACKAGE BODY', 'package body'],
]);

function routineKind(database: string, name: string, type: string): RoutineKind {
  const kind = routineKinds.get(type);
  if (kind !== undefined) return kind;
  throw new DumpError(
    'UNSUPPORTED',
    `${quoteIdentifier(database)}.${quoteIdentifier(name)} is a ${type.toLowerCase()}, which ` +
      "can't be dumped exactly yet. Leave the routines out with routines: false.",
  );
}

export async function readEvents(
  connection: DatabaseConnection,
  database: string,
): Promise<readonly StoredProgram[]> {
  const end = 'COALESCE(EXECUTE_AT, ENDS)';
  const rows = await connection.query(
    `SELECT EVENT_NAME, IF(${end} IS NULL, NULL, ` +
      'LEAST(UNIX_TIMESTAMP(LAST_ALTERED), ' +
      `COALESCE(UNIX_TIMESTAMP(CONVERT_TZ(${end}, TIME_ZONE, '+00:00')) - 1, ~0))) ` +
      `FROM information_schema.EVENTS WHERE ${inDatabase('EVENT_SCHEMA', database)}`,
    `list the events of ${quoteIdentifier(database)}`,
  );
  return rows
    .map(
      ([name, madeAt]): StoredProgram => ({
        kind: 'event',
        database,
        name: text(name),
        madeAt: madeAt == null ? undefined : Math.floor(Number(text(madeAt))),
      }),
    )
    .sort((a, b) => compareNames(a.name, b.name));
}
