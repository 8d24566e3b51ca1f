/** Sequences of MariaDB: their definition, and where they stand. */

import type { Sequence } from '../../catalog/model.ts';
import type { DatabaseConnection } from '../../connect/database-connection.ts';
import { DumpError } from '../../errors.ts';
import type { DumpOptions } from '../../options.ts';
import { commentText, qualifiedName, quoteIdentifier } from '../../sql/identifier.ts';
import type { OutputBuffer } from '../output-buffer.ts';

/** All that a sequence consists of: https://mariadb.com/kb/en/create-sequence/ */
const stateColumns = [
  ...['next_not_cached_value', 'minimum_value', 'maximum_value', 'start_value', 'increment'],
  ...['cache_size', 'cycle_option', 'cycle_count'],
].join(', ');

/**
 * The values that the server has set aside in memory are lost, as when it is restarted: the restored
 * sequence goes on after them.
 */
export async function renderSequence(
  connection: DatabaseConnection,
  sequence: Sequence,
  options: Pick<DumpOptions, 'addDropTable' | 'noCreateInfo' | 'noData'>,
  output: OutputBuffer,
): Promise<void> {
  const qualified = qualifiedName(sequence);
  const name = quoteIdentifier(sequence.name);
  output.text(`\n--\n-- Sequence ${commentText(name)}\n--\n\n`);
  if (options.noCreateInfo !== true) {
    const [row] = await connection.query(
      `SHOW CREATE SEQUENCE ${qualified}`,
      `show the definition of sequence ${qualified}`,
    );
    const definition = row?.[1];
    if (definition == null) {
      throw new DumpError('INTERNAL', `The server gave no definition of sequence ${qualified}.`);
    }
    if (options.addDropTable !== false) output.text(`DROP SEQUENCE IF EXISTS ${name};\n`);
    output.raw(definition);
    output.text(';\n');
  }
  if (options.noData === true) return;
  const [state] = await connection.query(
    `SELECT ${stateColumns} FROM ${qualified}`,
    `read sequence ${qualified}`,
  );
  // SETVAL() goes in one direction only; this sets all of it.
  const values = state?.map((value) => value?.toString('latin1')).join(', ');
  output.text(`INSERT INTO ${name} (${stateColumns}) VALUES (${values});\n`);
}
