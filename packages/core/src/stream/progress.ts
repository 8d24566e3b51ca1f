/** Counts what has been dumped, and tells about it at a bearable pace. */

import type { Table } from '../catalog/model.ts';
import { isHeldStill } from '../catalog/snapshot-tables.ts';
import type { DumpEstimate, DumpProgress, TableSummary } from '../summary.ts';

/** Milliseconds between two reports. */
export const pace = 100;

/** What there is to tell of the rows of a table. */
type RowsSummary = Pick<TableSummary, 'invalidTexts' | 'maskedColumns'>;

export class ProgressTracker {
  readonly tables: TableSummary[] = [];
  readonly #tablesTotal: number;
  readonly #estimatedRows: number;
  readonly #listener: (progress: DumpProgress) => void;
  #current: Table | undefined;
  #rowsDone = 0;
  #rowsOfTable = 0;
  #reported = 0;

  constructor({ tables, rows }: DumpEstimate, listener: (progress: DumpProgress) => void) {
    this.#tablesTotal = tables;
    this.#estimatedRows = rows;
    this.#listener = listener;
  }

  get rows(): number {
    return this.#rowsDone + this.#rowsOfTable;
  }

  startTable(table: Table): void {
    this.#current = table;
    this.#rowsOfTable = 0;
  }

  /** @param bytes - SQL bytes made so far, of the whole dump */
  update(rowsOfTable: number, bytes: number): void {
    this.#rowsOfTable = rowsOfTable;
    const now = performance.now();
    if (now - this.#reported < pace) return;
    this.#reported = now;
    this.report(bytes);
  }

  endTable(table: Table, bytesOfTable: number, rows: RowsSummary = { invalidTexts: [] }): void {
    this.tables.push({
      database: table.database,
      table: table.name,
      rows: this.#rowsOfTable,
      bytes: bytesOfTable,
      consistent: isHeldStill(table),
      ...rows,
    });
    this.#rowsDone += this.#rowsOfTable;
    this.#rowsOfTable = 0;
    this.#current = undefined;
  }

  report(bytes: number): void {
    this.#listener({
      database: this.#current?.database,
      table: this.#current?.name,
      tablesDone: this.tables.length,
      tablesTotal: this.#tablesTotal,
      rows: this.rows,
      estimatedRows: this.#estimatedRows,
      bytes,
    });
  }
}
