/** One connection to the server: statements, rows, backpressure, and an end that is an end. */

import type { Connection } from 'mysql2';
import type { ConnectionSource } from '../connection-source.ts';
import { destroyConnection } from './mysql2-internals.ts';
import { runBytes } from './mysql2-statements.ts';
import { openConnection } from './open-connection.ts';
import type { ReadRows, RowPacketHandler, RowReading } from './row-packets.ts';
import { isConnectionLost, isInterrupted, statementError } from './server-errors.ts';
import { noWait, type ServerWait, untilServerIsThere } from './server-wait.ts';
import { statementMark, stopStatement } from './stop-statement.ts';

/** A result row as the server sent it: one value per selected column. */
export type ResultRow = readonly (Buffer | null)[];

/** mysql2 hands over the header of a result without rows. */
function warningsOf(result: unknown): number {
  const { warningStatus } = (result ?? {}) as { readonly warningStatus?: unknown };
  return typeof warningStatus === 'number' ? warningStatus : 0;
}

/** A mysql2 connection that is used by one statement at a time. */
export class DatabaseConnection {
  /** `host:port` or a socket path, for messages. */
  readonly address: string;
  readonly #connection: Connection;
  readonly #readRows: ReadRows;
  /** Only a source of which a second connection can be made without asking anybody. */
  readonly #source: ConnectionSource | undefined;
  readonly #mark = statementMark();
  /** The SELECT whose rows are arriving. */
  #reading: RowReading | undefined;
  #running = false;
  #stopping: Promise<void> = Promise.resolve();
  /** Set when the connection is gone; every later statement fails with it. */
  #failure: unknown;
  #reject: ((error: unknown) => void) | undefined;
  #ended = false;
  #warnings = 0;

  private constructor(
    connection: Connection,
    address: string,
    readRows: ReadRows,
    source: ConnectionSource,
  ) {
    this.#source = typeof source === 'function' ? undefined : source;
    this.#connection = connection;
    this.address = address;
    this.#readRows = readRows;
    connection.on('error', (error: unknown) => this.#fail(error));
    connection.on('end', () =>
      this.#fail(
        Object.assign(new Error('the server closed the connection'), {
          code: 'PROTOCOL_CONNECTION_LOST',
        }),
      ),
    );
  }

  /**
   * Opens a connection.
   *
   * @param signal - gives up, and closes what was half open, when triggered
   * @param wait - how long to wait for a server that is not there; by default not at all
   * @throws DumpError `CONNECT_FAILED`, `AUTHENTICATION_FAILED`, `TLS_FAILED`, `INVALID_OPTION`
   */
  static async open(
    source: ConnectionSource,
    signal: AbortSignal,
    wait: ServerWait = noWait,
  ): Promise<DatabaseConnection> {
    const { connection, address, readRows } = await untilServerIsThere(
      (limits) => openConnection(source, signal, limits),
      wait,
      signal,
    );
    return new DatabaseConnection(connection, address, readRows, source);
  }

  /**
   * Runs a statement and returns all its rows. For small results only.
   *
   * @param action - completes "refused to …" in an error message
   * @throws DumpError
   */
  async query(sql: string, action: string): Promise<readonly ResultRow[]> {
    return this.#run<readonly ResultRow[]>(action, (resolve, reject) => {
      this.#connection.query(
        { sql: this.#marked(sql), rowsAsArray: true, typeCast: false },
        (error: Error | null, rows: unknown) =>
          error === null ? resolve(Array.isArray(rows) ? rows : []) : reject(error),
      );
    });
  }

  /**
   * The same for large results, which are never in memory as a whole.
   *
   * @param onRow - called with each row; what it throws is thrown once all have come
   */
  async queryEach(sql: string, action: string, onRow: (row: ResultRow) => void): Promise<void> {
    let failure: { readonly error: unknown } | undefined;
    await this.#run<void>(action, (resolve, reject) => {
      this.#connection
        .query({ sql: this.#marked(sql), rowsAsArray: true, typeCast: false })
        .on('error', reject)
        .on('result', (row: unknown) => {
          // Thrown into mysql2, it would end the connection.
          try {
            if (failure === undefined) onRow(row as ResultRow);
          } catch (error) {
            failure = { error };
          }
        })
        .on('end', () => resolve());
    });
    if (failure !== undefined) throw failure.error;
  }

  /**
   * Runs a statement of somebody else's, whose bytes go to the server as they are.
   *
   * @returns its rows, where it has any
   * @throws what mysql2 tells of it; the reason of {@link destroy}
   */
  async execute(statement: Buffer): Promise<readonly ResultRow[]> {
    return this.#attempt<readonly ResultRow[]>((resolve, reject) => {
      const mark = this.#source === undefined ? [] : [Buffer.from(this.#mark)];
      this.#warnings = 0;
      runBytes(this.#connection, [...mark, statement], (error, result) => {
        if (error !== null) return reject(error);
        if (Array.isArray(result)) return resolve(result);
        this.#warnings = warningsOf(result);
        resolve([]);
      });
    });
  }

  /** How many warnings the last statement of {@link execute} had, where it gave no rows. */
  get warnings(): number {
    return this.#warnings;
  }

  /**
   * Runs a statement whose rows go to the handler one by one; resolves after the last.
   *
   * @param onRow - called until the last row, an error, or {@link destroy}; not after it
   * @throws DumpError, also what the handler throws; the connection is cut then
   */
  async readRows(sql: string, action: string, onRow: RowPacketHandler): Promise<void> {
    const marked = this.#marked(sql);
    try {
      await this.#run<void>(action, (resolve, reject) => {
        this.#reading = this.#readRows(this.#connection, marked, onRow, (error) =>
          error === null ? resolve() : reject(error),
        );
      });
    } finally {
      this.#reading = undefined;
    }
  }

  /**
   * Stops reading from the socket; the server then stops sending. Rows that have arrived may still
   * come, one chunk at the most.
   */
  pause(): void {
    (this.#reading ?? this.#connection).pause();
  }

  resume(): void {
    if (this.#failure === undefined) (this.#reading ?? this.#connection).resume();
  }

  /** Says goodbye to the server, which rolls back what is open. */
  async end(): Promise<void> {
    if (this.#failure !== undefined || this.#ended) return;
    this.#ended = true;
    // One of a pool would go back to it, with our session settings and open transaction.
    if (!('release' in this.#connection)) {
      await new Promise<void>((resolve) => {
        this.#connection.end(() => resolve());
      });
    }
    destroyConnection(this.#connection);
  }

  /** Cuts the connection at once, in the middle of whatever runs. The reason fails that statement. */
  destroy(reason: unknown): void {
    if (this.#ended) return;
    const unfinished = this.#running && this.#failure === undefined;
    this.#reading?.stop();
    this.#fail(reason);
    destroyConnection(this.#connection);
    if (unfinished && this.#source !== undefined) {
      this.#stopping = stopStatement(this.#source, this.#mark);
    }
  }

  /**
   * Ends the statement that runs, by KILL QUERY from a second connection: it then fails as
   * interrupted. Does nothing where no second connection can be made without asking anybody.
   */
  async interrupt(): Promise<void> {
    if (!this.#running || this.#failure !== undefined || this.#source === undefined) return;
    await stopStatement(this.#source, this.#mark);
  }

  /** After {@link destroy}: resolves when the server has been told as well, or can't be. */
  async stopped(): Promise<void> {
    await this.#stopping;
  }

  /** A SELECT, or a wait for a lock, would go on without its connection: so that it is found. */
  #marked(sql: string): string {
    return this.#source === undefined ? sql : this.#mark + sql;
  }

  #fail(error: unknown): void {
    if (this.#ended) return;
    this.#failure ??= error;
    this.#reject?.(this.#failure);
  }

  /** Resolves once it is known whether the connection still lives. */
  async #ping(): Promise<void> {
    if (this.#failure !== undefined) return;
    try {
      await new Promise<void>((resolve, reject) => {
        this.#reject = reject;
        this.#connection.ping((error) => (error === null ? resolve() : reject(error)));
      });
    } catch (error) {
      this.#failure ??= error;
    }
  }

  async #run<Result>(
    action: string,
    start: (resolve: (result: Result) => void, reject: (error: unknown) => void) => void,
  ): Promise<Result> {
    try {
      return await this.#attempt(start);
    } catch (error) {
      throw statementError(error, { address: this.address, action });
    }
  }

  async #attempt<Result>(
    start: (resolve: (result: Result) => void, reject: (error: unknown) => void) => void,
  ): Promise<Result> {
    try {
      if (this.#failure !== undefined) throw this.#failure;
      this.#running = true;
      return await new Promise<Result>((resolve, reject) => {
        this.#reject = reject;
        start(resolve, reject);
      });
    } catch (error) {
      // KILL ends the statement first, and then the connection or not.
      if (isInterrupted(error)) await this.#ping();
      // mysql2 tells it to the running statement alone; later ones must not fail for another reason.
      if (isConnectionLost(error)) this.#failure ??= error;
      // What cut the connection says more than what the statement noticed of it.
      throw this.#failure ?? error;
    } finally {
      this.#reject = undefined;
      this.#running = false;
    }
  }
}
