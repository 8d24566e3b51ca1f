/** A reader whose errors tell nothing of values: for dumps with masks. */

import type { ResultRow } from '../connect/database-connection.ts';
import { asDriverError, isInterrupted } from '../connect/server-errors.ts';
import type { RowSession } from '../connect/sql-session.ts';
import { DumpError } from '../errors.ts';
import type { ChunkReader, ChunkResult, ChunkTask, FilledBlock } from './chunk-reader.ts';

/**
 * Messages of servers may quote values, and the driver's errors have the statement, in which bounds of
 * keys stand: where a key is masked, those are originals.
 */
export class DiscreetReader implements ChunkReader {
  readonly #reader: ChunkReader;

  constructor(reader: ChunkReader) {
    this.#reader = reader;
  }

  async query(sql: string, action: string): Promise<readonly ResultRow[]> {
    try {
      return await this.#reader.query(sql, action);
    } catch (error) {
      throw discreet(error, action);
    }
  }

  async *readChunk(task: ChunkTask): AsyncGenerator<FilledBlock, ChunkResult, undefined> {
    try {
      return yield* this.#reader.readChunk(task);
    } catch (error) {
      throw discreet(error, task.action);
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

/** The same for other statements in which values stand. */
export function discreetSession(session: RowSession): RowSession {
  const told = async <Result>(action: string, work: Promise<Result>): Promise<Result> => {
    try {
      return await work;
    } catch (error) {
      throw discreet(error, action);
    }
  };
  return {
    query: (sql, action) => told(action, session.query(sql, action)),
    queryEach: (sql, action, onRow) => told(action, session.queryEach(sql, action, onRow)),
  };
}

/** ER_LOCK_WAIT_TIMEOUT, whose message quotes nothing. */
const lockWaitTimeout = 1205;

/** What is no error of a server stays as it is. */
export function discreet(error: unknown, action: string): unknown {
  if (!(error instanceof DumpError) || error.cause === undefined) return error;
  const { errno } = asDriverError(error.cause);
  const cause = Object.assign(new Error('Not told, as there are masks.'), { errno });
  const isPlain =
    error.code !== 'QUERY_FAILED' || isInterrupted(error.cause) || errno === lockWaitTimeout;
  if (isPlain) return new DumpError(error.code, error.message, { cause });
  return new DumpError(
    error.code,
    `The server refused to ${action}${errno === undefined ? '' : `, with its error ${errno}`}. Its ` +
      'message is not told, as it may quote values that are to be masked.',
    { cause },
  );
}
