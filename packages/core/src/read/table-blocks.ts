/** The rows of one table, read by several readers, in the order of its chunks. */

import type { Table } from '../catalog/model.ts';
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
  readonly #queues: BlockQueue[] = [];
  #end: { readonly error?: unknown } | undefined;
  #onChange = (): void => {};

  constructor(job: TableJob, ranges: TableRanges) {
    this.job = job;
    this.ranges = ranges;
  }

  get table(): Table {
    return this.job.table;
  }

  /** Adds the next chunk. */
  add(queue: BlockQueue): void {
    this.#queues.push(queue);
    this.#onChange();
  }

  /** After the last chunk. */
  end(failure?: { readonly error: unknown }): void {
    this.#end ??= failure ?? {};
    this.#onChange();
  }

  /** Nobody takes blocks any more. */
  drop(): void {
    for (const queue of this.#queues) queue.drop();
  }

  async *take(): AsyncGenerator<FilledBlock, void, undefined> {
    while (true) {
      const queue = this.#queues[0];
      if (queue !== undefined) {
        yield* queue.take();
        this.#queues.shift();
      } else if (this.#end !== undefined) {
        if ('error' in this.#end) throw this.#end.error;
        return;
      } else {
        await new Promise<void>((resolve) => {
          this.#onChange = resolve;
        });
      }
    }
  }
}
