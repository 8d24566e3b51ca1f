/** What has been restored so far, for progress and summary. */

import type { RestoredTable, RestoreProgress } from '../restore-summary.ts';
import type { InsertGroup } from './rows/insert-group.ts';

/** Milliseconds between two reports. */
const reportInterval = 100;

type Report = (progress: RestoreProgress) => void;

export interface InputMeter {
  readonly inputBytes: number;
  readonly inputBytesTotal: number | undefined;
}

export class Tally {
  readonly #report: Report | undefined;
  readonly #input: InputMeter;
  readonly #tables = new Map<string, { database: string; table: string; rows: number }>();
  readonly #warnings = new Set<string>();
  #last: { readonly database: string; readonly table: string } | undefined;
  #reportedAt = 0;
  /** Statements that were run, or need not be. */
  statements = 0;
  bytes = 0;
  rows = 0;

  constructor(report: Report | undefined, input: InputMeter) {
    this.#report = report;
    this.#input = input;
  }

  get tables(): readonly RestoredTable[] {
    return [...this.#tables.values()];
  }

  get warnings(): readonly string[] {
    return [...this.#warnings];
  }

  warn(warning: string): void {
    this.#warnings.add(warning);
  }

  /** A table is in the target, perhaps without rows. */
  addTable(database: string, table: string): void {
    const key = JSON.stringify([database, table]);
    if (!this.#tables.has(key)) this.#tables.set(key, { database, table, rows: 0 });
  }

  /** Not a table after all, or one that is gone. */
  removeTable(database: string, table: string): void {
    this.#tables.delete(JSON.stringify([database, table]));
  }

  addRows(
    database: string,
    table: string,
    { rows, bytes }: Pick<InsertGroup, 'rows' | 'bytes'>,
  ): void {
    this.addTable(database, table);
    const counted = this.#tables.get(JSON.stringify([database, table]));
    if (counted !== undefined) counted.rows += rows;
    this.#last = { database, table };
    this.rows += rows;
    this.addBytes(bytes);
  }

  addBytes(bytes: number): void {
    this.bytes += bytes;
    const now = performance.now();
    if (this.#report === undefined || now - this.#reportedAt < reportInterval) return;
    this.#reportedAt = now;
    this.report();
  }

  report(): void {
    const { inputBytes, inputBytesTotal } = this.#input;
    this.#report?.({
      inputBytes,
      inputBytesTotal,
      bytes: this.bytes,
      rows: this.rows,
      database: this.#last?.database,
      table: this.#last?.table,
    });
  }
}
