/** The table whose metadata lock a reader holds: given back when the reader turns to another one. */

import { releaseMetadataLocks } from '../snapshot/snapshot.ts';
import type { ChunkReader } from './chunk-reader.ts';
import type { TableBlocks } from './table-blocks.ts';

export class HeldTable {
  readonly #reader: ChunkReader;
  #blocks: TableBlocks | undefined;

  constructor(reader: ChunkReader) {
    this.#reader = reader;
  }

  /** Whether no chunk of it is left to begin. */
  get ended(): boolean {
    return this.#blocks?.ranges.ended === true;
  }

  /** Makes the reader ready for a table. */
  async enter(blocks: TableBlocks): Promise<void> {
    if (this.#blocks === blocks) return;
    await this.leave();
    this.#blocks = blocks;
    await blocks.job.prepare(this.#reader);
  }

  async leave(): Promise<void> {
    if (this.#blocks === undefined) return;
    this.#blocks = undefined;
    await releaseMetadataLocks(this.#reader);
  }
}
