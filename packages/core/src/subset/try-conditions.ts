/** Asks the server whether it understands the conditions of a subset. */

import type { Table } from '../catalog/model.ts';
import type { Problems } from '../catalog/problems.ts';
import type { RowSession } from '../connect/sql-session.ts';
import { DumpError } from '../errors.ts';
import { rowsOf } from '../plan/chunk-statements.ts';
import { qualifiedName } from '../sql/identifier.ts';
import { type Seed, seedCondition } from './seed.ts';
import { use } from './use-database.ts';

/**
 * No row is read for it.
 *
 * @param problems - told `QUERY_FAILED` for each that is wrong
 */
export async function tryConditions(
  connection: RowSession,
  seeds: ReadonlyMap<Table, Seed>,
  problems: Problems,
): Promise<void> {
  for (const [table, seed] of seeds) {
    if (seed.condition === undefined) continue;
    await use(connection, table);
    try {
      await connection.query(
        `SELECT 1 FROM ${rowsOf(table)} WHERE ${seedCondition(table, seed)} LIMIT 0`,
        `take the condition for rows of table ${qualifiedName(table)}`,
      );
    } catch (error) {
      if (!(error instanceof DumpError) || error.code !== 'QUERY_FAILED') throw error;
      problems.report(error);
    }
  }
}
