/** One connection to the server: statements, rows, backpressure, and an end that is an end. */

import type { Socket } from 'node:net';
import { type Connection, createConnection } from 'mysql2';
import { DumpError } from '../errors.ts';
import type { ConnectionSource } from '../options.ts';
import { resolveConnection } from './connection-options.ts';
import {
  type RowPacketHandler,
  readDecodedRows,
  readRowPackets,
  rowPacketsWork,
} from './row-packets.ts';
import { connectError, statementError } from './server-errors.ts';
import { checkHostNameOfProfile } from './tls.ts';

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
    const { connection, address, user } = await startConnection(source);
    const abandon = (): void => destroyConnection(connection);
    signal.addEventListener('abort', abandon, { once: true });
    try {
      signal.throwIfAborted();
      await new Promise<void>((resolve, reject) => {
        connection.once('error', reject);
        connection.connect((error) => (error === null ? resolve() : reject(error)));
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      });
      const packets = await rowPacketsWork(connection);
      return new DatabaseConnection(connection, address, packets);
    } catch (error) {
      // mysql2 may report a failed connection twice; the second report has no other listener.
      connection.on('error', () => {});
      destroyConnection(connection);
      if (signal.aborted) throw signal.reason;
      throw connectError(error, address, user);
    } finally {
      signal.removeEventListener('abort', abandon);
    }
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
    await new Promise<void>((resolve) => {
      this.#connection.end(() => resolve());
    });
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

interface StartedConnection {
  readonly connection: Connection;
  readonly address: string;
  readonly user: string | undefined;
}

async function startConnection(source: ConnectionSource): Promise<StartedConnection> {
  if (typeof source === 'function') {
    let connection: Connection;
    try {
      connection = await source();
    } catch (error) {
      throw connectError(error, 'the given connection function', undefined);
    }
    const { host, port, user } = connection.config;
    return { connection, address: `${host ?? 'localhost'}:${port ?? 3306}`, user };
  }
  const { options, address } = resolveConnection(source);
  try {
    const connection = createConnection(options);
    checkHostNameOfProfile(connection, options.ssl);
    return { connection, address, user: options.user };
  } catch (error) {
    throw new DumpError(
      'INVALID_OPTION',
      `The connection options can't be used: ${error instanceof Error ? error.message : error}.`,
      { cause: error },
    );
  }
}

/**
 * mysql2's `destroy()` only says goodbye: a server that is blocked in sending to a paused socket
 * never hears it, and the socket stays open. The socket is mysql2's inside, hence the check.
 */
function destroyConnection(connection: Connection): void {
  connection.destroy();
  const { stream } = connection as unknown as { stream?: Partial<Socket> };
  stream?.destroy?.();
}
