/** Where the rows of the dump come from, table by table. */

import type { Catalog, Table } from '../catalog/model.ts';
import type { TableSelection } from '../catalog/selection.ts';
import type { DumpOptions } from '../options.ts';
import type { InvalidTextSummary } from '../summary.ts';
import type { ChunkReader, FilledBlock } from './chunk-reader.ts';
import { successiveChunks } from './successive-chunks.ts';
import { TableJob } from './table-job.ts';

/** The rows of one table. */
export interface TableSource {
  readonly job: TableJob;
  /** In their order. */
  readonly blocks: AsyncIterable<FilledBlock>;
  /** Complete once the blocks have ended. */
  readonly invalidTexts: InvalidTextCounts;
}

export interface RowSource {
  /** To be called once for each table, in the order of the plan. */
  rowsOf(table: Table): TableSource;
}

/** Counts of invalid texts, added up over chunks. */
export class InvalidTextCounts {
  readonly #values = new Map<string, number>();

  add(counts: readonly InvalidTextSummary[]): void {
    for (const { column, values } of counts) {
      this.#values.set(column, (this.#values.get(column) ?? 0) + values);
    }
  }

  summary(): readonly InvalidTextSummary[] {
    return [...this.#values].map(([column, values]) => ({ column, values }));
  }
}

/** Bytes of rows that one SELECT aims at, where the rows are read on one connection. */
const defaultChunkBytes = 32 * 1024 * 1024;

/** One table after another on one connection. */
export class SingleReaderSource implements RowSource {
  readonly #reader: ChunkReader;
  readonly #catalog: Catalog;
  readonly #selection: TableSelection;
  readonly #options: DumpOptions;

  constructor(
    reader: ChunkReader,
    catalog: Catalog,
    selection: TableSelection,
    options: DumpOptions,
  ) {
    this.#reader = reader;
    this.#catalog = catalog;
    this.#selection = selection;
    this.#options = options;
  }

  rowsOf(table: Table): TableSource {
    const job = new TableJob(table, this.#catalog, {
      hexBlob: this.#options.hexBlob === true,
      condition: this.#selection.condition(table),
      chunkBytes: this.#options.chunkBytes ?? defaultChunkBytes,
    });
    const invalidTexts = new InvalidTextCounts();
    const blocks = successiveChunks(this.#reader, job, (result) =>
      invalidTexts.add(result.invalidTexts),
    );
    return { job, blocks, invalidTexts };
  }
}
