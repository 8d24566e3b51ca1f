/** Finds names that no dump could bring back through the client programs. */

import { DumpError } from '../errors.ts';
import { commentText } from '../sql/identifier.ts';
import type { Database } from './model.ts';

/**
 * The clients read CR LF as LF, also in a name, which would then be another one; nothing in a name
 * can be written as an escape. Names inside of a definition (keys, partitions) are no matter: that
 * is written in a form that the clients do not look into.
 *
 * @throws DumpError `UNSUPPORTED`
 */
export function checkNames(databases: readonly Database[]): void {
  for (const database of databases) {
    const { name, sequences, tables, views, triggers, routines, events } = database;
    checkName('database', name, name);
    for (const objects of [sequences, tables, views, triggers, routines, events]) {
      for (const object of objects) checkName(object.kind, object.name, name);
    }
    for (const { columns } of tables) {
      for (const column of columns) checkName('column', column.name, name);
    }
  }
}

function checkName(kind: string, name: string, database: string): void {
  if (!name.includes('\r\n')) return;
  throw new DumpError(
    'UNSUPPORTED',
    `The ${kind} "${commentText(name)}" of database "${commentText(database)}" has a ` +
      'carriage return and line feed in its name, of which the client programs would restore ' +
      'only the line feed. Rename it, or leave it out of the dump.',
  );
}
