/** A reader whose rows pass at a limited rate: the server stops sending meanwhile. */

import type { ResultRow } from '../../connect/database-connection.ts';
import type { ChunkReader, ChunkResult, ChunkTask, FilledBlock } from '../chunk-reader.ts';
import type { RateLimit } from './rate-limit.ts';

export class LimitedReader implements ChunkReader {
  readonly #reader: ChunkReader;
  readonly #limit: RateLimit;

  /** @param limit - may be that of other readers, too */
  constructor(reader: ChunkReader, limit: RateLimit) {
    this.#reader = reader;
    this.#limit = limit;
  }

  query(sql: string, action: string): Promise<readonly ResultRow[]> {
    return this.#reader.query(sql, action);
  }

  async *readChunk(task: ChunkTask): AsyncGenerator<FilledBlock, ChunkResult, undefined> {
    const blocks = this.#reader.readChunk(task);
    while (true) {
      const next = await blocks.next();
      if (next.done) return next.value;
      await this.#limit.take(next.value.tuples.bytes.length);
      yield next.value;
    }
  }

  end(): Promise<void> {
    return this.#reader.end();
  }

  destroy(reason: unknown): void {
    this.#reader.destroy(reason);
  }

  stopped(): Promise<void> {
    return this.#reader.stopped();
  }
}
