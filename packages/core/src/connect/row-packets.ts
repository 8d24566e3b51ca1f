/** What all roads to the rows of a SELECT have in common: rows are the bytes of their packets. */

import type { Connection } from 'mysql2';

/**
 * Called once a row, synchronously. `source[start..end)` is the payload of a text protocol row
 * packet: one length-encoded string or NULL (0xfb) per column. The bytes are valid during the call
 * only: who keeps something of them copies it. What a handler throws ends the statement with that
 * error, and the connection with it.
 * https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_com_query_response_text_resultset_row.html
 */
export type RowPacketHandler = (source: Buffer, start: number, end: number) => void;

/** Called once, after the last row. */
export type RowCallback = (error: Error | null) => void;

/** A SELECT whose rows are arriving. */
export interface RowReading {
  /** Stops reading from the socket. Rows that have arrived may still come, one chunk at the most. */
  pause(): void;
  resume(): void;
  /** No row comes any more, also none of those that have arrived. */
  stop(): void;
}

/** Runs a query whose rows go to the handler. */
export type ReadRows = (
  connection: Connection,
  sql: string,
  onRow: RowPacketHandler,
  callback: RowCallback,
) => RowReading;
