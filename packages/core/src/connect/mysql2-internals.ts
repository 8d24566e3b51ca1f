/**
 * What leans on mysql2's inside to receive: rows as bytes, before it makes values of them, and the socket.
 *
 * mysql2 has no public way to the bytes of a row. Two roads lead to them, which `findRowRoad` tries
 * on every connection:
 * - Its packet parser has a method `execute` for the bytes that come from the server, behind TLS
 *   and compression. The parser replaces it on the instance; so do we while a SELECT runs.
 * - A query object calls its own `row(packet)` for each row, and an instance can carry its own.
 *
 * What leans on it to send is in `mysql2-statements.ts`, and nowhere else does anything.
 */

import { isIP, type Socket } from 'node:net';
import type { Connection } from 'mysql2';
import type { RowCallback, RowPacketHandler, RowReading } from './row-packets.ts';

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
  /** The step that takes the next packet. */
  next?: unknown;
}

/** What this file relies on in a mysql2 packet parser. */
interface PacketParser {
  readonly packetHeaderLength: number;
  execute: (chunk: Buffer) => unknown;
  /** What `execute` is between two packets. */
  readonly executeStart: (chunk: Buffer) => unknown;
}

/** What this file relies on in a mysql2 connection. */
interface InnerConnection {
  readonly packetParser?: Partial<PacketParser>;
  /** There with compression: takes what `packetParser` has inflated. */
  readonly _inflatedPacketsParser?: Partial<PacketParser>;
  /** Of the next packet; mysql2 complains of another one. */
  sequenceId?: unknown;
  readonly stream?: Partial<Socket>;
}

/** Runs a query whose rows go to the handler as packets that mysql2 has split. */
export function readRowPackets(
  connection: Connection,
  sql: string,
  onRow: RowPacketHandler,
  callback: RowCallback,
): RowReading {
  let stopped = false;
  startQuery(
    connection,
    sql,
    (source, start, end) => {
      if (!stopped) onRow(source, start, end);
    },
    callback,
  );
  return {
    pause: () => connection.pause(),
    resume: () => connection.resume(),
    stop: () => {
      stopped = true;
    },
  };
}

export interface StartedQuery {
  /** Whether mysql2 takes the next packet of the query for a row. */
  expectsRow(): boolean;
}

/** @param onRow - called where mysql2 has split the packets */
export function startQuery(
  connection: Connection,
  sql: string,
  onRow: RowPacketHandler,
  callback: RowCallback,
): StartedQuery {
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
  return { expectsRow: () => query.next === row };
}

/** What comes from the server, before mysql2 gets it. */
export interface TakenBytes {
  /** The socket that the chunks come from as they are; `undefined` where they were inflated. */
  readonly socket: unknown;
  /** Lets mysql2 have bytes that it is to see. Until {@link release} only whole packets. */
  pass(bytes: Buffer): void;
  /** mysql2 takes the bytes itself again; of the next packet it expects that sequence id. */
  release(sequence?: number): void;
}

/** Whether {@link takeBytes} finds what it needs. */
export function canTakeBytes(connection: Connection): boolean {
  return parserOf(connection) !== undefined;
}

/**
 * Takes over the bytes of the connection, behind TLS and compression.
 *
 * @param onChunk - called with each chunk instead of mysql2's parser
 * @returns `undefined` where mysql2 is not as expected, or in the middle of a packet
 */
export function takeBytes(
  connection: Connection,
  onChunk: (chunk: Buffer) => void,
): TakenBytes | undefined {
  const parser = parserOf(connection);
  if (parser === undefined) return undefined;
  const inner = connection as unknown as InnerConnection;
  parser.execute = onChunk;
  return {
    socket: parser === inner.packetParser ? inner.stream : undefined,
    pass(bytes) {
      // Between two packets mysql2's own `execute` is `executeStart`.
      if (parser.execute === onChunk) parser.executeStart(bytes);
      else parser.execute(bytes);
    },
    release(sequence) {
      if (parser.execute !== onChunk) return;
      parser.execute = parser.executeStart;
      if (sequence !== undefined) inner.sequenceId = sequence;
    },
  };
}

/** The parser of plain packets, if it is as expected and between two packets. */
function parserOf(connection: Connection): PacketParser | undefined {
  const { _inflatedPacketsParser, packetParser, sequenceId } =
    connection as unknown as InnerConnection;
  const parser = _inflatedPacketsParser ?? packetParser;
  return typeof parser?.executeStart === 'function' &&
    parser.execute === parser.executeStart &&
    parser.packetHeaderLength === 4 &&
    typeof sequenceId === 'number'
    ? (parser as PacketParser)
    : undefined;
}

/**
 * mysql2's `destroy()` only says goodbye: a server that is blocked in sending to a paused socket
 * never hears it, and the socket stays open.
 */
export function destroyConnection(connection: Connection): void {
  connection.destroy();
  (connection as unknown as InnerConnection).stream?.destroy?.();
}

/**
 * With TLS, Node.js compares the certificate with the host that the socket remembers, which it does
 * only for a name that was looked up: for an IP address it would take a certificate of "localhost",
 * and no other. To be called before the handshake.
 */
export function nameSocketByAddress(connection: Connection, host: string): void {
  const { stream } = connection as unknown as InnerConnection;
  if (stream !== undefined && isIP(host) !== 0) Object.assign(stream, { _host: host });
}
