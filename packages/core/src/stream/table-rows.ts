/** All rows of one table, as INSERT statements. */

import type { Table } from '../catalog/model.ts';
import type { DumpOptions } from '../options.ts';
import type { FilledBlock } from '../read/chunk-reader.ts';
import type { TableJob } from '../read/table-job.ts';
import { historySwitch, insertStart } from '../render/definitions/table-structure.ts';
import type { OutputBuffer } from '../render/output-buffer.ts';
import { StatementJoiner } from '../render/rows/statement-joiner.ts';
import { commentText, quoteIdentifier } from '../sql/identifier.ts';

/** Below the smallest default of `max_allowed_packet` in use: 4 MiB, MySQL 5.7. */
const defaultNetBufferLength = 1_000_000;

export type TableRowsOptions = Pick<
  DumpOptions,
  'completeInsert' | 'insertIgnore' | 'netBufferLength' | 'replace'
>;

/** Called as rows are read, with the number of rows of this table so far. */
export type RowsListener = (rows: number) => void;

/**
 * Yields the output's chunks; what is left in the output when it returns comes with the next.
 *
 * @param blocks - the rows, in their order
 * @returns bytes of the longest statement
 */
export async function* tableRows(
  { table, format }: Pick<TableJob, 'table' | 'format'>,
  blocks: AsyncIterable<FilledBlock>,
  options: TableRowsOptions,
  output: OutputBuffer,
  onRows: RowsListener,
): AsyncGenerator<Buffer, number, undefined> {
  output.text(title(table));
  const history = historySwitch(table);
  output.text(history.before);
  const joiner = new StatementJoiner(output, {
    statementStart: insertStart(table, format.writers, options),
    netBufferLength: options.netBufferLength ?? defaultNetBufferLength,
  });
  for await (const { tuples, release } of blocks) {
    joiner.add(tuples);
    release();
    onRows(joiner.rows);
    if (output.full) yield output.take();
  }
  joiner.end();
  output.text(history.after);
  return joiner.longestStatement;
}

function title(table: Table): string {
  return `\n--\n-- Dumping data for table ${commentText(quoteIdentifier(table.name))}\n--\n\n`;
}
