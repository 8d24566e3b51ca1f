/** The rows of one table, read by several readers, in the order of its chunks. */

import type { Table } from '../catalog/model.ts';
import { Arrivals } from './arrivals.ts';
import type { BlockQueue } from './block-queue.ts';
import type { FilledBlock } from './chunk-reader.ts';
import { InvalidTextCounts } from './invalid-text-counts.ts';
import type { TableJob } from './table-job.ts';
import type { TableRanges } from './table-ranges.ts';

export class TableBlocks {
  readonly job: TableJob;
  readonly ranges: TableRanges;
  readonly invalidTexts = new InvalidTextCounts();
  /** Whether somebody checks, or has checked, that the table was not altered. */
  checked = false;
  readonly #queues = new Arrivals<BlockQueue>();
  /** Those that are not taken to their end. */
  readonly #live = new Set<BlockQueue>();
  readonly #onTaken: () => void;

  /** @param onTaken - called when a chunk is taken to its end */
  constructor(job: TableJob, ranges: TableRanges, onTaken: () => void) {
    this.job = job;
    this.ranges = ranges;
    this.#onTaken = onTaken;
  }

  /** Whether all chunks that have begun are taken to their end. */
  get starved(): boolean {
    return this.#live.size === 0;
  }

  get table(): Table {
    return this.job.table;
  }

  /** Adds the next chunk. */
  add(queue: BlockQueue): void {
    this.#live.add(queue);
    this.#queues.add(queue);
  }

  /** After the last chunk. */
  end(failure?: { readonly error: unknown }): void {
    this.#queues.end(failure);
  }

  /** Nobody takes blocks any more. */
  drop(): void {
    for (const queue of this.#live) queue.drop();
  }

  async *take(): AsyncGenerator<FilledBlock, void, undefined> {
    for await (const queue of this.#queues.take()) {
      yield* queue.take();
      this.#live.delete(queue);
      this.#onTaken();
    }
  }
}
