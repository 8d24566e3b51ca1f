/** The databases that a statement writes to. */

import type { NamedObject, Understood } from './understood.ts';

/**
 * Each of them once; `undefined` stands for the current one. Empty for statements that write to no
 * database, to the server as a whole (`setGlobal`, `accounts`, `replication`), or of which nobody
 * knows (`prepared`, and `other` without a name). USE gives the database that becomes the current one.
 */
export function targetsOf(understood: Understood): readonly (string | undefined)[] {
  const { kind, object, name } = understood;
  if (kind === 'use' || object === 'database') return [name];
  const databases = (understood.sequences ?? []).map(({ database }: NamedObject) => database);
  if (name !== undefined) databases.push(understood.database);
  if (understood.table !== undefined) databases.push(understood.tableDatabase);
  databases.push(...(understood.others ?? []).map(({ database }: NamedObject) => database));
  return [...new Set(databases)];
}
