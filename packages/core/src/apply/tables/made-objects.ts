/** Whether the target still has what a definition has made: a crash of the machine may have taken it. */

import type { SqlSession } from '../../connect/sql-session.ts';
import { quoteIdentifier, quoteString } from '../../sql/identifier.ts';
import type { ObjectKind, Understood } from '../../understand/understood.ts';

/** View of information_schema, columns with the database and the name, and what else must hold. */
type Place = readonly [view: string, database: string, name: string, condition?: string];

const tables: Place = ['TABLES', 'TABLE_SCHEMA', 'TABLE_NAME'];
const routines = (type: string): Place => [
  'ROUTINES',
  'ROUTINE_SCHEMA',
  'ROUTINE_NAME',
  ` AND ROUTINE_TYPE = '${type}'`,
];

const places = new Map<ObjectKind, Place>([
  ['table', tables],
  ['view', tables],
  ['sequence', tables],
  ['trigger', ['TRIGGERS', 'TRIGGER_SCHEMA', 'TRIGGER_NAME']],
  ['procedure', routines('PROCEDURE')],
  ['function', routines('FUNCTION')],
  ['event', ['EVENTS', 'EVENT_SCHEMA', 'EVENT_NAME']],
]);

/** Of what it can't tell it says yes. */
export async function isThere(
  session: SqlSession,
  database: string,
  { object, name }: Pick<Understood, 'object' | 'name'>,
): Promise<boolean> {
  const place = object === undefined ? undefined : places.get(object);
  if (place === undefined || name === undefined) return true;
  const [view, databaseColumn, nameColumn, condition = ''] = place;
  // Names are compared as the server does, which may be without their case.
  const rows = await session.query(
    `SELECT 1 FROM information_schema.${view}
      WHERE ${databaseColumn} = ${quoteString(database)} AND ${nameColumn} = ${quoteString(name)}${condition}
      LIMIT 1`,
    `look for ${object} ${quoteIdentifier(name)}`,
  );
  return rows.length > 0;
}
