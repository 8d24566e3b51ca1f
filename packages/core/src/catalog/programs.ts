/** Lists the programs that the server stores: triggers, routines and events. */

import type { DatabaseConnection } from '../connect/database-connection.ts';
import { DumpError } from '../errors.ts';
import { inDatabase, quoteIdentifier } from '../sql/identifier.ts';
import type { StoredProgram } from './model.ts';
import { compareNames, text } from './tables.ts';

/** Triggers of the given tables, those of one table in the order in which they fire. */
export async function readTriggers(
  connection: DatabaseConnection,
  database: string,
  tables: ReadonlySet<string>,
): Promise<readonly StoredProgram[]> {
  const rows = await connection.query(
    'SELECT TRIGGER_NAME, EVENT_OBJECT_TABLE, ACTION_ORDER FROM information_schema.TRIGGERS ' +
      `WHERE ${inDatabase('TRIGGER_SCHEMA', database)}`,
    `list the triggers of ${quoteIdentifier(database)}`,
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
    .map(({ name }) => ({ kind: 'trigger', database, name }));
}

/** @throws DumpError `UNSUPPORTED` for MariaDB's Oracle-mode packages */
export async function readRoutines(
  connection: DatabaseConnection,
  database: string,
): Promise<readonly StoredProgram[]> {
  const rows = await connection.query(
    'SELECT ROUTINE_NAME, ROUTINE_TYPE FROM information_schema.ROUTINES ' +
      `WHERE ${inDatabase('ROUTINE_SCHEMA', database)}`,
    `list the routines of ${quoteIdentifier(database)}`,
  );
  return rows
    .map(([name, type]) => ({
      kind: routineKind(database, text(name), text(type)),
      database,
      name: text(name),
    }))
    .sort((a, b) => compareNames(a.kind, b.kind) || compareNames(a.name, b.name));
}

function routineKind(database: string, name: string, type: string): 'procedure' | 'function' {
  if (type === 'PROCEDURE') return 'procedure';
  if (type === 'FUNCTION') return 'function';
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
  const rows = await connection.query(
    `SELECT EVENT_NAME FROM information_schema.EVENTS WHERE ${inDatabase('EVENT_SCHEMA', database)}`,
    `list the events of ${quoteIdentifier(database)}`,
  );
  return rows
    .map(([name]): StoredProgram => ({ kind: 'event', database, name: text(name) }))
    .sort((a, b) => compareNames(a.name, b.name));
}
