/** Makes the database of a table the current one. */

import type { Table } from '../catalog/model.ts';
import type { SqlSession } from '../connect/sql-session.ts';
import { quoteIdentifier } from '../sql/identifier.ts';

/** The tables in a subquery of a condition are those of the database of the condition's table. */
export async function use(connection: SqlSession, { database }: Table): Promise<void> {
  const name = quoteIdentifier(database);
  await connection.query(`USE ${name}`, `use database ${name}`);
}
