/** From pushed rows to pulled chunks: backpressure reaches the server. */

import type { DatabaseConnection } from '../connect/database-connection.ts';
import type { RowPacketHandler } from '../connect/row-packets.ts';
import type { OutputBuffer } from '../render/output-buffer.ts';

/** Chunks that may wait for the consumer before the socket is paused. */
const waitingChunks = 2;

/**
 * Runs a SELECT whose rows are rendered into the output, and yields the output's chunks. While
 * nobody takes them the socket is not read, and the server stops sending.
 */
export async function* readRows(
  connection: DatabaseConnection,
  sql: string,
  action: string,
  onRow: RowPacketHandler,
  output: OutputBuffer,
): AsyncGenerator<Buffer, void, undefined> {
  const chunks: Buffer[] = [];
  let wake = (): void => {};
  let ended = false;
  let failure: { readonly error: unknown } | undefined;
  connection
    .readRows(sql, action, (source, start, end) => {
      // A row that can't be rendered must not be thrown into mysql2: it would report a lost
      // connection. The connection is cut with the real reason, and the rest of the rows ignored.
      if (failure !== undefined) return;
      try {
        onRow(source, start, end);
      } catch (error) {
        failure = { error };
        connection.destroy(error);
        return;
      }
      if (!output.full) return;
      chunks.push(output.take());
      if (chunks.length >= waitingChunks) connection.pause();
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
    const chunk = chunks.shift();
    if (chunk !== undefined) {
      yield chunk;
      if (chunks.length === 0) connection.resume();
    } else if (failure !== undefined) {
      throw failure.error;
    } else if (ended) {
      return;
    } else {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }
}
