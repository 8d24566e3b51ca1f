/** All rows of one table, chunk after chunk, as INSERT statements. */

import type { Catalog, Table } from '../catalog/model.ts';
import type { DatabaseConnection } from '../connect/database-connection.ts';
import type { DumpOptions } from '../options.ts';
import { type Chunk, chunkSelect, type KeyBound, keyLiteral, keysetOf } from '../plan/keyset.ts';
import { columnWriter } from '../plan/value-kinds.ts';
import { historySwitch, insertStart } from '../render/definitions/table-structure.ts';
import type { OutputBuffer } from '../render/output-buffer.ts';
import { InvalidTexts } from '../render/rows/invalid-texts.ts';
import { RowRenderer } from '../render/rows/row-renderer.ts';
import { commentText, qualifiedName, quoteIdentifier } from '../sql/identifier.ts';
import type { TableSummary } from '../summary.ts';
import { LastRow } from './last-row.ts';
import { readRows } from './read-rows.ts';

/** Below the smallest default of `max_allowed_packet` in use: 4 MiB, MySQL 5.7. */
const defaultNetBufferLength = 1_000_000;

const defaultChunkBytes = 32 * 1024 * 1024;

/** Rows of the first chunk, at the most: how large they are is only an estimate then. */
const firstChunkRows = 10_000;

export interface TableRowsOptions
  extends Pick<
    DumpOptions,
    'chunkBytes' | 'completeInsert' | 'hexBlob' | 'insertIgnore' | 'netBufferLength' | 'replace'
  > {
  readonly condition: string | undefined;
}

export interface TableRowsSummary extends Pick<TableSummary, 'invalidTexts'> {
  readonly longestStatementBytes: number;
}

/** Called as rows are read, with the number of rows of this table so far. */
export type RowsListener = (rows: number) => void;

/** Yields the output's chunks; what is left in the output when it returns comes with the next. */
export async function* tableRows(
  connection: DatabaseConnection,
  table: Table,
  { server, valueTraits }: Pick<Catalog, 'server' | 'valueTraits'>,
  options: TableRowsOptions,
  output: OutputBuffer,
  onRows: RowsListener,
): AsyncGenerator<Buffer, TableRowsSummary, undefined> {
  if (options.condition !== undefined) {
    // The tables in a subquery are those of the table's own database.
    const database = quoteIdentifier(table.database);
    await connection.query(`USE ${database}`, `use database ${database}`);
  }
  const columns = table.columns
    .filter((column) => !column.generated)
    .map((column) => columnWriter(table, column, options.hexBlob === true));
  const keyset = keysetOf(table, columns, server.flavor);
  const invalidTexts = new InvalidTexts(table, columns, valueTraits.unassignedCodes);
  output.text(
    `\n--\n-- Dumping data for table ${commentText(quoteIdentifier(table.name))}\n--\n\n`,
  );
  const history = historySwitch(table);
  output.text(history.before);
  const renderer = new RowRenderer(columns, output, {
    statementStart: insertStart(table, columns, options),
    netBufferLength: options.netBufferLength ?? defaultNetBufferLength,
    extraColumns: keyset?.extraExpressions.length ?? 0,
    invalidTexts,
    jsonNumbers: valueTraits.jsonNumbers,
  });
  const lastRow = new LastRow();
  const action = `read the rows of table ${qualifiedName(table)}`;
  let lower: KeyBound | undefined;
  const rowsOfChunk = (bytesPerRow: number): number =>
    Math.max(1, Math.round((options.chunkBytes ?? defaultChunkBytes) / Math.max(1, bytesPerRow)));
  const firstRows = rowsOfChunk(table.estimatedBytes / Math.max(1, table.estimatedRows));
  let rowLimit = keyset === undefined ? undefined : Math.min(firstChunkRows, firstRows);
  while (true) {
    const chunk: Chunk = { table, columns, lower, upper: undefined, rowLimit };
    const rowsBefore = renderer.rows;
    const select = chunkSelect(chunk, keyset, options.condition);
    const onRow = (source: Buffer, start: number, end: number): void => {
      renderer.row(source, start, end);
      lastRow.remember(source, start, end);
    };
    for await (const bytes of readRows(connection, select, action, onRow, output)) {
      onRows(renderer.rows);
      yield bytes;
    }
    onRows(renderer.rows);
    if (keyset === undefined || rowLimit === undefined) break;
    if (renderer.rows - rowsBefore < rowLimit) break;
    lower = keyset.columns.map((column) => keyLiteral(column, lastRow.value(column.position)));
    rowLimit = rowsOfChunk(renderer.packetBytes / renderer.rows);
  }
  renderer.end();
  output.text(history.after);
  return {
    invalidTexts: invalidTexts.summary(),
    longestStatementBytes: renderer.longestStatement,
  };
}
