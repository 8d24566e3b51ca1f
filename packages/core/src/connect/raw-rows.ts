/** Rows straight from the chunks of the connection, while mysql2 sees only what is not a row. */

import type { Connection } from 'mysql2';
import { freeChunk } from './free-chunk.ts';
import { destroyConnection, startQuery, type TakenBytes, takeBytes } from './mysql2-internals.ts';
import { PacketSplitter } from './packet-splitter.ts';
import type { RowCallback, RowPacketHandler, RowReading } from './row-packets.ts';

/** Runs a query whose rows go to the handler from the chunks of the connection. */
export function readRawRows(
  connection: Connection,
  sql: string,
  onRow: RowPacketHandler,
  callback: RowCallback,
): RowReading {
  return new RawReading(connection, sql, onRow, callback);
}

/** Stands between the connection and mysql2's parser from a query's start to the end of its rows. */
class RawReading implements RowReading {
  readonly #connection: Connection;
  readonly #splitter: PacketSplitter;
  readonly #callback: RowCallback;
  readonly #bytes: TakenBytes | undefined;
  #rowsEnded = false;
  #paused = false;
  #stopped = false;
  #ended = false;
  #splitting = false;
  /** What came while paused: a compressed connection goes on for a while. */
  readonly #waiting: Buffer[] = [];
  /** Where in the first of them to go on. */
  #start = 0;

  constructor(connection: Connection, sql: string, onRow: RowPacketHandler, callback: RowCallback) {
    this.#connection = connection;
    this.#callback = callback;
    const query = startQuery(connection, sql, onRow, (error) => this.#end(error));
    this.#splitter = new PacketSplitter({
      row: onRow,
      other: (packet) => {
        this.#bytes?.pass(packet);
        return query.expectsRow();
      },
      end: (packet) => {
        this.#rowsEnded = true;
        this.#bytes?.release(packet[3]);
        this.#bytes?.pass(packet);
      },
    });
    this.#bytes = this.#ended ? undefined : takeBytes(connection, (chunk) => this.#take(chunk));
  }

  pause(): void {
    this.#paused = true;
    this.#splitter.halt();
    this.#connection.pause();
  }

  resume(): void {
    this.#paused = false;
    this.#connection.resume();
    if (this.#stopped || this.#rowsEnded) return;
    this.#splitter.proceed();
    this.#split();
  }

  stop(): void {
    this.#stopped = true;
    this.#splitter.halt();
    this.#waiting.length = 0;
  }

  #take(chunk: Buffer): void {
    if (this.#stopped) return;
    this.#waiting.push(chunk);
    this.#split();
  }

  #split(): void {
    // The handler may pause and resume within a row.
    if (this.#splitting) return;
    this.#splitting = true;
    try {
      while (!this.#paused && !this.#stopped && !this.#rowsEnded) {
        const [chunk] = this.#waiting;
        if (chunk === undefined) break;
        this.#start = this.#splitter.split(chunk, this.#start);
        if (this.#start < chunk.length) continue;
        this.#start = 0;
        this.#waiting.shift();
        freeChunk(chunk, this.#bytes?.socket);
      }
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#splitting = false;
    }
    if (!this.#rowsEnded) return;
    // Nothing, unless the server says goodbye as well.
    for (const chunk of this.#waiting.splice(0)) {
      this.#bytes?.pass(chunk.subarray(this.#start));
      this.#start = 0;
    }
  }

  #end(error: Error | null): void {
    if (this.#ended) return;
    this.#ended = true;
    if (!this.#rowsEnded) {
      // The statement failed before its first row, or the connection was lost among them.
      this.#rowsEnded = true;
      this.#bytes?.release();
    }
    this.#callback(error);
  }

  /** As mysql2 does where a packet can't be handled: nobody knows where the connection stands. */
  #fail(reason: unknown): void {
    const error = reason instanceof Error ? reason : new Error(String(reason));
    this.stop();
    destroyConnection(this.#connection);
    this.#end(error);
    if (this.#connection.listenerCount('error') > 0) this.#connection.emit('error', error);
  }
}
