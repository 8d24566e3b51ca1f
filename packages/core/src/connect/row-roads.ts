/** The fastest road to the rows of a SELECT that a connection allows. */

import type { Connection, Query } from 'mysql2';
import { canTakeBytes, destroyConnection, readRowPackets } from './mysql2-internals.ts';
import { readRawRows } from './raw-rows.ts';
import { encodeRow } from './row-encoding.ts';
import type { ReadRows, RowCallback, RowPacketHandler, RowReading } from './row-packets.ts';

/** Over mysql2's public interface alone: decoded by mysql2, and encoded again here. */
export function readDecodedRows(
  connection: Connection,
  sql: string,
  onRow: RowPacketHandler,
  callback: RowCallback,
): RowReading {
  let ended = false;
  let stopped = false;
  const end = (error: Error | null): void => {
    if (ended) return;
    ended = true;
    callback(error);
  };
  const query: Query = connection.query({ sql, rowsAsArray: true, typeCast: false });
  query.on('result', (values: unknown) => {
    // A statement without rows has a result that is none.
    if (stopped || !Array.isArray(values)) return;
    const packet = encodeRow(values);
    try {
      onRow(packet, 0, packet.length);
    } catch (error) {
      // mysql2 would tell the connection, but not the query.
      stopped = true;
      destroyConnection(connection);
      end(error instanceof Error ? error : new Error(String(error)));
    }
  });
  query.on('error', (error: Error) => end(error));
  query.on('end', () => end(null));
  return {
    pause: () => connection.pause(),
    resume: () => connection.resume(),
    stop: () => {
      stopped = true;
    },
  };
}

/** Tries the roads that lean on mysql2's inside, and returns the fastest that works. */
export async function findRowRoad(connection: Connection): Promise<ReadRows> {
  if (canTakeBytes(connection) && (await works(readRawRows, connection))) return readRawRows;
  if (await works(readRowPackets, connection)) return readRowPackets;
  return readDecodedRows;
}

/** Asks the server for known rows, and tells whether they came in the known form. */
function works(read: ReadRows, connection: Connection): Promise<boolean> {
  const expected = [
    encodeRow([Buffer.from("it's"), null, Buffer.alloc(300, 'x')]),
    encodeRow([Buffer.alloc(0), Buffer.from('1'), Buffer.from('2')]),
  ];
  let matching = 0;
  let rows = 0;
  return new Promise((resolve, reject) => {
    try {
      read(
        connection,
        "SELECT 'it''s', NULL, REPEAT('x', 300) UNION ALL SELECT '', 1, 2",
        (source, start, end) => {
          if (expected[rows++]?.equals(source.subarray(start, end)) === true) matching++;
        },
        (error) =>
          error === null
            ? resolve(matching === expected.length && rows === expected.length)
            : reject(error),
      );
    } catch {
      resolve(false);
    }
  });
}
