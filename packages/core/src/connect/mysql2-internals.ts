/**
 * All that leans on mysql2's inside: rows as bytes, before it makes values of them, and the socket.
 *
 * mysql2 has no public way to the bytes of a row. Two roads lead to them, which `findRowRoad` tries
 * on every connection:
 * - Its packet parser has a method `execute` for the bytes that come from the server, behind TLS
 *   and compression. The parser replaces it on the instance; so do we while a SELECT runs.
 * - A query object calls its own `row(packet)` for each row, and an instance can carry its own.
 *
 * The other way round, its method `writePacket` sends the packet of a statement: `runBytes` puts other
 * bytes into it. `checkExactStatements` tries that on a connection that needs it. Such a statement may
 * turn the session to any character set, also to one that mysql2 does not know.
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

/** What this file relies on in a packet that is about to be sent: the header and the command. */
interface SentPacket {
  buffer: Buffer;
  offset: number;
  end: number;
}

/** What this file relies on in a mysql2 connection that sends. */
interface SendingConnection {
  /** On the prototype. */
  writePacket?: (packet: SentPacket) => void;
}

/** What this file relies on in the packet of a column's definition, and in the query that reads it. */
interface ColumnReading {
  readField?: (this: ColumnReading, packet: RowPacket, connection: unknown) => unknown;
}

/** The character set `binary`, whose texts mysql2 reads as those of the connection. */
const binaryCharacterSet = 63;

/** Bytes of a column's definition from its character set to the end, and of what stands before it. */
const columnTail = 12;
const columnTailMark = 0x0c;

/**
 * Names of columns come in the session's character set, and mysql2 throws where it does not know that
 * (dec8, swe7, geostd8, keybcs2, ...). Nobody needs them here.
 */
function readNoNames(query: ColumnReading): void {
  const mysql2Field = query.readField;
  if (typeof mysql2Field !== 'function') return;
  function readField(this: ColumnReading, packet: RowPacket, owner: unknown): unknown {
    const at = packet.end - columnTail;
    if (packet.buffer[at - 1] === columnTailMark)
      packet.buffer.writeUInt16LE(binaryCharacterSet, at);
    const next = mysql2Field?.call(this, packet, owner);
    return next === mysql2Field ? readField : next;
  }
  query.readField = readField;
}

/** Configurations whose character set stays what it was. */
const fixed = new WeakSet<object>();

/**
 * MySQL tells when a statement changes the session's character set, and mysql2 then writes texts in
 * that one, or throws where it does not know it. Ours are bytes, and the few texts beside them ASCII.
 */
function fixCharacterSet(connection: Connection): void {
  const { config } = connection as unknown as { readonly config: { charsetNumber?: unknown } };
  if (fixed.has(config)) return;
  fixed.add(config);
  const { charsetNumber } = config;
  Object.defineProperty(config, 'charsetNumber', { get: () => charsetNumber, set: () => {} });
}

/**
 * Runs a statement that is bytes and no text: dumps hold values and names of several character sets.
 * mysql2 makes the packet of an empty statement, and the bytes are put behind it. The connection must
 * be idle, as mysql2 then writes the packet at once.
 */
export function runBytes(
  connection: Connection,
  statement: readonly Buffer[],
  callback: (error: Error | null, rows: unknown) => void,
): void {
  const sending = connection as unknown as SendingConnection;
  const { writePacket } = sending;
  let written = false;
  fixCharacterSet(connection);
  sending.writePacket = (packet) => {
    written = true;
    packet.buffer = Buffer.concat([packet.buffer, ...statement]);
    packet.end = packet.buffer.length;
    packet.offset = packet.end;
    writePacket?.call(connection, packet);
  };
  try {
    const query = connection.query(
      { sql: '', rowsAsArray: true, typeCast: false },
      (error, rows) => {
        // An empty statement is one that a server refuses: nothing else was sent in its place.
        callback(error ?? (written ? null : new Error('mysql2 did not send the statement')), rows);
      },
    );
    readNoNames(query as unknown as ColumnReading);
  } finally {
    delete sending.writePacket;
  }
}
