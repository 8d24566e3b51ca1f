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
    const objects = [...sequences, ...tables, ...views, ...triggers, ...routines, ...events];
    const names = [
      ['database', name],
      ...objects.map((object) => [object.kind, object.name]),
      ...tables.flatMap((table) => table.columns.map((column) => ['column', column.name])),
    ] as const;
    const found = names.find(([, candidate]) => candidate?.includes('\r\n'));
    if (found === undefined) continue;
    throw new DumpError(
      'UNSUPPORTED',
      `The ${found[0]} "${commentText(found[1] ?? '')}" of database "${commentText(name)}" has a ` +
        'carriage return and line feed in its name, of which the client programs would restore ' +
        'only the line feed. Rename it, or leave it out of the dump.',
    );
  }
}
