/** All rows of one table, as INSERT statements. */

import type { Table } from '../catalog/model.ts';
import type { DumpOptions } from '../options.ts';
import type { ColumnWriter } from '../plan/value-kinds.ts';
import type { FilledBlock } from '../read/chunk-reader.ts';
import type { TableJob } from '../read/table-job.ts';
import { historySwitch, insertStart } from '../render/definitions/table-structure.ts';
import type { OutputBuffer } from '../render/output-buffer.ts';
import { StatementJoiner } from '../render/rows/statement-joiner.ts';
import type { PartBudget, TableParts } from '../render/rows/table-parts.ts';
import { commentText, quoteIdentifier } from '../sql/identifier.ts';

/** Below the smallest default of `max_allowed_packet` in use: 4 MiB, MySQL 5.7. */
const defaultNetBufferLength = 1_000_000;

export type TableRowsOptions = Pick<
  DumpOptions,
  'completeInsert' | 'insertIgnore' | 'netBufferLength' | 'replace'
>;

/** What has been written of a table. */
export interface WrittenRows {
  readonly rows: number;
  /** Bytes of the longest statement. */
  readonly longestStatement: number;
  /** Bytes of the longest row as a statement of its own. */
  readonly longestRowStatement: number;
  /** Names of the columns whose order the rows are in. */
  readonly key: readonly string[] | undefined;
  readonly parts: TableParts;
}

/** Called as rows are read, with the number of rows of this table so far. */
export type RowsListener = (rows: number) => void;

/**
 * Yields the output's chunks; what is left in the output when it returns comes with the next.
 *
 * @param blocks - the rows, in their order
 */
export async function* tableRows(
  { table, format, keyset }: Pick<TableJob, 'table' | 'format' | 'keyset'>,
  blocks: AsyncIterable<FilledBlock>,
  options: TableRowsOptions,
  output: OutputBuffer,
  budget: PartBudget,
  onRows: RowsListener,
): AsyncGenerator<Buffer, WrittenRows, undefined> {
  output.text(title(table));
  const history = historySwitch(table);
  output.text(history.before);
  const key = keyOf(keyset, format.writers);
  const parts = budget.open(key && positionsOf(key, format.writers));
  const joiner = new StatementJoiner(output, {
    statementStart: insertStart(table, format.writers, options),
    netBufferLength: options.netBufferLength ?? defaultNetBufferLength,
    parts,
  });
  for await (const { tuples, release } of blocks) {
    joiner.add(tuples);
    release();
    onRows(joiner.rows);
    if (output.full) yield output.take();
  }
  joiner.end();
  output.text(history.after);
  const { rows, longestStatement, longestRowStatement } = joiner;
  parts.end(rows);
  return { rows, longestStatement, longestRowStatement, key, parts };
}

/** `undefined` where one is masked: the rows are in the order of what is not in the dump. */
function keyOf(
  keyset: TableJob['keyset'],
  writers: readonly ColumnWriter[],
): readonly string[] | undefined {
  const names = keyset?.columns.map(({ name }) => name);
  const isMasked = writers.some(
    ({ column, kind }) => kind === 'masked' && names?.includes(column.name),
  );
  return isMasked ? undefined : names;
}

/** `undefined` where one of them is not in the rows, as it is generated. */
function positionsOf(
  names: readonly string[],
  writers: readonly ColumnWriter[],
): readonly number[] | undefined {
  const positions = names.map((name) => writers.findIndex(({ column }) => column.name === name));
  return positions.includes(-1) ? undefined : positions;
}

function title(table: Table): string {
  return `\n--\n-- Dumping data for table ${commentText(quoteIdentifier(table.name))}\n--\n\n`;
}
