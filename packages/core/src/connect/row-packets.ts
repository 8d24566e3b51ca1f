/**
 * Row packets straight from mysql2, before it makes JavaScript values of them.
 *
 * mysql2 has no public way to the bytes of a row. A query object calls its own `row(packet)` for
 * each row, and an instance can carry its own; that is mysql2's inside, so all that leans on it is
 * in this file, {@link rowPacketsWork} tries it on every connection, and {@link readDecodedRows}
 * is the slower road over mysql2's public interface.
 */

import type { Connection, Query } from 'mysql2';

/**
 * Called once a row, synchronously. `source[start..end)` is the payload of a text protocol row
 * packet: one length-encoded string or NULL (0xfb) per column. The bytes are not changed later, so
 * a reference may be kept.
 * https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_com_query_response_text_resultset_row.html
 */
export type RowPacketHandler = (source: Buffer, start: number, end: number) => void;

/** What this file relies on in a mysql2 packet. */
interface RowPacket {
  readonly buffer: Buffer;
  readonly offset: number;
  readonly end: number;
  isEOF(): boolean;
}

type RowStep = (this: RowQuery, packet: RowPacket, connection: unknown) => unknown;

/** What this file relies on in a mysql2 query. */
interface RowQuery {
  row: RowStep;
}

type Callback = (error: Error | null) => void;

/** Runs a query whose rows go to the handler as packets. */
export function readRowPackets(
  connection: Connection,
  sql: string,
  onRow: RowPacketHandler,
  callback: Callback,
): void {
  const query = connection.query({ sql, rowsAsArray: true }, (error: Error | null) =>
    callback(error),
  ) as unknown as RowQuery;
  const mysql2Row = query.row;
  function row(this: RowQuery, packet: RowPacket, owner: unknown): unknown {
    if (packet.isEOF()) return mysql2Row.call(this, packet, owner);
    onRow(packet.buffer, packet.offset, packet.end);
    return row;
  }
  query.row = row;
}

/** The same over mysql2's public interface: decoded by mysql2, and encoded again here. */
export function readDecodedRows(
  connection: Connection,
  sql: string,
  onRow: RowPacketHandler,
  callback: Callback,
): void {
  let ended = false;
  const end = (error: Error | null): void => {
    if (ended) return;
    ended = true;
    callback(error);
  };
  const query: Query = connection.query({ sql, rowsAsArray: true, typeCast: false });
  query.on('result', (values: unknown) => {
    const packet = encodeRow(values as readonly (Buffer | null)[]);
    onRow(packet, 0, packet.length);
  });
  query.on('error', (error: Error) => end(error));
  query.on('end', () => end(null));
}

/** Asks the server for a known row, and tells whether it came as a packet of the known form. */
export function rowPacketsWork(connection: Connection): Promise<boolean> {
  const expected = encodeRow([Buffer.from("it's"), null, Buffer.alloc(300, 'x')]);
  let works = false;
  return new Promise((resolve, reject) => {
    try {
      readRowPackets(
        connection,
        "SELECT 'it''s', NULL, REPEAT('x', 300)",
        (source, start, end) => {
          works = source.subarray(start, end).equals(expected);
        },
        (error) => (error === null ? resolve(works) : reject(error)),
      );
    } catch {
      resolve(false);
    }
  });
}

/** Writes values in the form of a row packet. */
export function encodeRow(values: readonly (Buffer | null)[]): Buffer {
  return Buffer.concat(
    values.flatMap((value) =>
      value === null ? [Buffer.of(0xfb)] : [lengthPrefix(value.length), value],
    ),
  );
}

/** https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_basic_dt_integers.html */
function lengthPrefix(length: number): Buffer {
  if (length < 0xfb) return Buffer.of(length);
  if (length <= 0xffff) return Buffer.of(0xfc, length & 0xff, length >> 8);
  if (length <= 0xffffff) {
    return Buffer.of(0xfd, length & 0xff, (length >> 8) & 0xff, length >> 16);
  }
  const prefix = Buffer.alloc(9);
  prefix[0] = 0xfe;
  prefix.writeBigUInt64LE(BigInt(length), 1);
  return prefix;
}
