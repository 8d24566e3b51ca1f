/** The table whose metadata lock a reader holds: given back when the reader turns to another one. */

import { releaseMetadataLocks } from '../snapshot/snapshot.ts';
import type { ChunkReader } from './chunk-reader.ts';
import type { TableJob } from './table-job.ts';

export class HeldTable {
  readonly #reader: ChunkReader;
  #job: TableJob | undefined;

  constructor(reader: ChunkReader) {
    this.#reader = reader;
  }

  /** Makes the reader ready for a table. */
  async enter(job: TableJob): Promise<void> {
    if (this.#job === job) return;
    await this.leave();
    this.#job = job;
    await job.prepare(this.#reader);
  }

  async leave(): Promise<void> {
    if (this.#job === undefined) return;
    this.#job = undefined;
    await releaseMetadataLocks(this.#reader);
  }
}
