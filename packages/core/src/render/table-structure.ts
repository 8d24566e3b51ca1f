/** A table's definition, and the beginning of its INSERT statements. */

import type { Table } from '../catalog/model.ts';
import type { DatabaseConnection } from '../connect/database-connection.ts';
import { DumpError } from '../errors.ts';
import type { DumpOptions } from '../options.ts';
import type { ColumnWriter } from '../plan/value-kinds.ts';
import { commentText, qualifiedName, quoteIdentifier } from '../sql/identifier.ts';
import type { OutputBuffer } from './output-buffer.ts';

export async function renderTableStructure(
  connection: DatabaseConnection,
  table: Table,
  options: Pick<DumpOptions, 'addDropTable'>,
  output: OutputBuffer,
): Promise<void> {
  const qualified = qualifiedName(table);
  const [row] = await connection.query(
    `SHOW CREATE TABLE ${qualified}`,
    `show the definition of table ${qualified}`,
  );
  const definition = row?.[1];
  if (definition == null) {
    throw new DumpError('INTERNAL', `The server gave no definition of table ${qualified}.`);
  }
  const name = quoteIdentifier(table.name);
  output.text(`\n--\n-- Table structure for table ${commentText(name)}\n--\n\n`);
  if (options.addDropTable !== false) output.text(`DROP TABLE IF EXISTS ${name};\n`);
  output.raw(definition);
  output.text(';\n');
}

/**
 * `INSERT INTO … VALUES` and a line feed. Column names stand only where the statement needs them:
 * a generated or invisible column, or the caller's wish.
 */
export function insertStart(
  table: Table,
  writers: readonly ColumnWriter[],
  options: Pick<DumpOptions, 'completeInsert' | 'insertIgnore' | 'replace'>,
): string {
  const verb = options.replace ? 'REPLACE' : options.insertIgnore ? 'INSERT IGNORE' : 'INSERT';
  const named =
    options.completeInsert === true ||
    writers.length < table.columns.length ||
    table.columns.some((column) => column.invisible);
  const names = writers.map((writer) => quoteIdentifier(writer.column.name)).join(',');
  return `${verb} INTO ${quoteIdentifier(table.name)}${named ? ` (${names})` : ''} VALUES\n`;
}
