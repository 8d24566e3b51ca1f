/** Reads chunks on a connection of this thread. */

import type { DatabaseConnection, ResultRow } from '../connect/database-connection.ts';
import type { TupleBlock } from '../render/rows/tuple-block.ts';
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
    const rendering = new ChunkRendering(task, this.#pool);
    const { filled } = rendering;
    let wake = (): void => {};
    let ended = false;
    let failure: { readonly error: unknown } | undefined;
    connection
      .readRows(task.select, task.action, (source, start, end) => {
        // A row that can't be rendered must not be thrown into mysql2: it would report a lost
        // connection. The connection is cut with the real reason, and the rest of the rows ignored.
        if (failure !== undefined) return;
        try {
          if (!rendering.row(source, start, end)) return;
        } catch (error) {
          failure = { error };
          connection.destroy(error);
          return;
        }
        if (filled.length >= waitingBlocks) connection.pause();
        wake();
      })
      .then(
        () => {
          ended = true;
        },
        (error: unknown) => {
          failure ??= { error };
        },
      )
      .finally(() => wake());

    while (true) {
      const block = filled.shift();
      if (block !== undefined) {
        yield block;
        if (filled.length === 0) connection.resume();
      } else if (failure !== undefined) {
        throw failure.error;
      } else if (ended) {
        break;
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
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
