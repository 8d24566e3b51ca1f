/** Reads chunks on a connection of this thread. */

import type { DatabaseConnection, ResultRow } from '../connect/database-connection.ts';
import type { TupleBlock } from '../render/rows/tuple-block.ts';
import { Arrivals } from './arrivals.ts';
import { BlockPool } from './block-pool.ts';
import type { ChunkReader, ChunkResult, ChunkTask, FilledBlock } from './chunk-reader.ts';
import { ChunkRendering } from './chunk-rendering.ts';

/** Full blocks that may wait before the socket is paused. */
const waitingBlocks = 2;

export class LocalReader implements ChunkReader {
  readonly #connection: DatabaseConnection;
  readonly #pool = new BlockPool();

  constructor(connection: DatabaseConnection) {
    this.#connection = connection;
  }

  query(sql: string, action: string): Promise<readonly ResultRow[]> {
    return this.#connection.query(sql, action);
  }

  async *readChunk(task: ChunkTask): AsyncGenerator<FilledBlock, ChunkResult, undefined> {
    const blocks = this.readBlocks(task);
    while (true) {
      const next = await blocks.next();
      if (next.done) return next.value;
      const block = next.value;
      yield { tuples: block.tuples(), release: () => this.giveBack(block) };
    }
  }

  /** The same as blocks, each of which the caller gives back. */
  async *readBlocks(task: ChunkTask): AsyncGenerator<TupleBlock, ChunkResult, undefined> {
    const connection = this.#connection;
    const full = new Arrivals<TupleBlock>();
    const rendering = new ChunkRendering(task, this.#pool, (block) => {
      full.add(block);
      if (full.waiting >= waitingBlocks) connection.pause();
    });
    connection
      .readRows(task.select, task.action, (source, start, end) => rendering.row(source, start, end))
      .then(
        () => full.end(),
        (error: unknown) => full.end({ error }),
      );
    for await (const block of full.take()) {
      yield block;
      if (full.waiting === 0) connection.resume();
    }
    const rest = rendering.rest();
    if (rest !== undefined) yield rest;
    return rendering.result();
  }

  /** Lets the memory of a block be used again. */
  giveBack(block: TupleBlock): void {
    this.#pool.giveBack(block);
  }

  async end(): Promise<void> {
    await this.#connection.end();
  }

  destroy(reason: unknown): void {
    this.#connection.destroy(reason);
  }

  async stopped(): Promise<void> {
    await this.#connection.stopped();
  }
}
