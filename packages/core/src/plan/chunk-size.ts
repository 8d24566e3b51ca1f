/** How many rows the next chunk of a table has, so that its bytes come near to those asked for. */

import type { Table } from '../catalog/model.ts';

/** Rows of the first chunk, at the most: how large they are is only an estimate then. */
const firstChunkRows = 10_000;

export class ChunkSize {
  readonly #chunkBytes: number;
  #rows: number;

  /** @param chunkBytes - bytes of rows that a chunk aims at */
  constructor(table: Pick<Table, 'estimatedBytes' | 'estimatedRows'>, chunkBytes: number) {
    this.#chunkBytes = chunkBytes;
    const bytesPerRow = table.estimatedBytes / Math.max(1, table.estimatedRows);
    this.#rows = Math.min(firstChunkRows, this.#rowsOf(bytesPerRow));
  }

  /** At least 1. */
  get rows(): number {
    return this.#rows;
  }

  /** Learns from a chunk that was read. */
  observe({ rows, packetBytes }: { readonly rows: number; readonly packetBytes: number }): void {
    if (rows > 0) this.#rows = this.#rowsOf(packetBytes / rows);
  }

  #rowsOf(bytesPerRow: number): number {
    return Math.max(1, Math.round(this.#chunkBytes / Math.max(1, bytesPerRow)));
  }
}
