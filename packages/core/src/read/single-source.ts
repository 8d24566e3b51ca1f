/** Reads one table after another on one connection. */

import type { Table } from '../catalog/model.ts';
import { releaseMetadataLocks } from '../snapshot/snapshot.ts';
import type { ChunkReader, FilledBlock } from './chunk-reader.ts';
import { InvalidTextCounts } from './invalid-text-counts.ts';
import type { MakeJob, RowSource, TableSource } from './row-source.ts';
import { successiveChunks } from './successive-chunks.ts';
import type { TableJob } from './table-job.ts';
import type { TableWatch } from './table-watch.ts';

/** Bytes of rows that one SELECT aims at. */
export const singleChunkBytes = 32 * 1024 * 1024;

export class SingleSource implements RowSource {
  readonly readsAhead = false;
  readonly #reader: ChunkReader;
  readonly #makeJob: MakeJob;
  readonly #watch: TableWatch;

  constructor(reader: ChunkReader, makeJob: MakeJob, watch: TableWatch) {
    this.#reader = reader;
    this.#makeJob = makeJob;
    this.#watch = watch;
  }

  rowsOf(table: Table): TableSource {
    const job = this.#makeJob(table);
    const invalidTexts = new InvalidTextCounts();
    return { job, invalidTexts, blocks: this.#read(job, invalidTexts) };
  }

  /** What is being read ends with its connection. */
  stop(): void {}

  async *#read(
    job: TableJob,
    invalidTexts: InvalidTextCounts,
  ): AsyncGenerator<FilledBlock, void, undefined> {
    const reader = this.#reader;
    try {
      yield* successiveChunks(reader, job, (result) => invalidTexts.add(result.invalidTexts));
    } catch (error) {
      throw await this.#watch.explain(reader, job.table, error);
    }
    await this.#watch.check(reader, job.table);
    await releaseMetadataLocks(reader);
  }
}
