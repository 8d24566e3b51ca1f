/**
 * What leans on mysql2's inside to send: statements that are bytes and no text.
 *
 * Its method `writePacket` sends the packet of a statement: `runBytes` puts other bytes into it.
 * `checkExactStatements` tries that on a connection that needs it. Such a statement may turn the
 * session to any character set, also to one that mysql2 does not know.
 */

import type { Connection } from 'mysql2';

/** What this file relies on in a packet that has come. */
interface ReceivedPacket {
  readonly buffer: Buffer;
  readonly end: number;
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
  readField?: (this: ColumnReading, packet: ReceivedPacket, connection: unknown) => unknown;
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
  function readField(this: ColumnReading, packet: ReceivedPacket, owner: unknown): unknown {
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
