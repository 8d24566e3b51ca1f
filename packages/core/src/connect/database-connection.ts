/** One connection to the server: statements, rows, backpressure, and an end that is an end. */

import type { Connection } from 'mysql2';
import type { ConnectionSource } from '../options.ts';
import { destroyConnection, openConnection } from './open-connection.ts';
import { type RowPacketHandler, readDecodedRows, readRowPackets } from './row-packets.ts';
import { statementError } from './server-errors.ts';

/** A result row as the server sent it: one value per selected column. */
export type ResultRow = readonly (Buffer | null)[];

/** A mysql2 connection that is used by one statement at a time. */
export class DatabaseConnection {
  /** `host:port` or a socket path, for messages. */
  readonly address: string;
  readonly #connection: Connection;
  readonly #packets: boolean;
  /** Set when the connection is gone; every later statement fails with it. */
  #failure: unknown;
  #reject: ((error: unknown) => void) | undefined;
  #ended = false;

  private constructor(connection: Connection, address: string, packets: boolean) {
    this.#connection = connection;
    this.address = address;
    this.#packets = packets;
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
   * @throws DumpError `CONNECT_FAILED`, `AUTHENTICATION_FAILED`, `TLS_FAILED`, `INVALID_OPTION`
   */
  static async open(source: ConnectionSource, signal: AbortSignal): Promise<DatabaseConnection> {
    const { connection, address, packets } = await openConnection(source, signal);
    return new DatabaseConnection(connection, address, packets);
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
        { sql, rowsAsArray: true, typeCast: false },
        (error: Error | null, rows: unknown) =>
          error === null ? resolve(Array.isArray(rows) ? rows : []) : reject(error),
      );
    });
  }

  /** Runs a statement whose rows go to the handler one by one; resolves after the last. */
  async readRows(sql: string, action: string, onRow: RowPacketHandler): Promise<void> {
    const read = this.#packets ? readRowPackets : readDecodedRows;
    return this.#run<void>(action, (resolve, reject) => {
      read(this.#connection, sql, onRow, (error) => (error === null ? resolve() : reject(error)));
    });
  }

  /** Stops reading from the socket; the server then stops sending. */
  pause(): void {
    this.#connection.pause();
  }

  resume(): void {
    if (this.#failure === undefined) this.#connection.resume();
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
    this.#fail(reason);
    destroyConnection(this.#connection);
  }

  #fail(error: unknown): void {
    if (this.#ended) return;
    this.#failure ??= error;
    this.#reject?.(this.#failure);
  }

  async #run<Result>(
    action: string,
    start: (resolve: (result: Result) => void, reject: (error: unknown) => void) => void,
  ): Promise<Result> {
    try {
      if (this.#failure !== undefined) throw this.#failure;
      return await new Promise<Result>((resolve, reject) => {
        this.#reject = reject;
        start(resolve, reject);
      });
    } catch (error) {
      // What cut the connection says more than what the statement noticed of it.
      throw statementError(this.#failure ?? error, { address: this.address, action });
    } finally {
      this.#reject = undefined;
    }
  }
}
