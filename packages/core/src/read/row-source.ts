/** Where the rows of the dump come from, table by table. */

import type { Table } from '../catalog/model.ts';
import type { FilledBlock } from './chunk-reader.ts';
import type { InvalidTextCounts } from './invalid-text-counts.ts';
import type { TableJob } from './table-job.ts';

/** The rows of one table. */
export interface TableSource {
  readonly job: TableJob;
  /** In their order. They end after a check that the table was not altered meanwhile. */
  readonly blocks: AsyncIterable<FilledBlock>;
  /** Complete once the blocks have ended. */
  readonly invalidTexts: InvalidTextCounts;
}

export interface RowSource {
  /** Whether rows may be read, and their table checked, before they are asked for. */
  readonly readsAhead: boolean;
  /** To be called once for each table, in the order of the plan. */
  rowsOf(table: Table): TableSource;
  /** Begins nothing more: the connections are gone. */
  stop(reason: unknown): void;
}

/** Makes the job for a table. */
export type MakeJob = (table: Table) => TableJob;
