/** Splits the bytes of a connection into packets: rows go to their handler, others to mysql2. */

import { leastRowBytes } from './row-encoding.ts';
import type { RowPacketHandler } from './row-packets.ts';

/**
 * Length (3 bytes) and sequence id before each payload.
 * https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_basic_packets.html
 */
const headerBytes = 4;

/** A payload of this length goes on in the next packet. */
const fullPacket = 0xffffff;

const endOfRows = 0xfe;
const errorMarker = 0xff;
/** A payload that begins with 0xfe and is not shorter is a row, whose first value is that long. */
const shortestWideRow = 9;

/** Bytes of the buffer for rows that lie in several chunks. */
const usualRoom = 64 * 1024;
/** Up to here it is kept when it had to grow. */
const keptRoom = 1024 * 1024;
const noRoom = Buffer.alloc(0);
/** No server makes larger rows: the upper limit of `max_allowed_packet`. */
const largestRow = 1024 * 1024 * 1024;

export interface PacketReceiver {
  readonly row: RowPacketHandler;
  /**
   * Takes a packet that is no row, with its header; the bytes are its own.
   *
   * @returns whether the next packet is a row, or the end of the rows
   */
  other(packet: Buffer): boolean;
  /** Takes the packet behind the rows, with its header: EOF or an error. The splitter halts. */
  end(packet: Buffer): void;
}

/** Thrown where a packet is missing or was sent twice: rows could be lost without it. */
export class PacketOrderError extends Error {
  readonly code = 'PROTOCOL_PACKETS_OUT_OF_ORDER';
}

/**
 * Rows that lie whole in a chunk are handed on where they are; others are put together in a buffer
 * that is used again and again.
 */
export class PacketSplitter {
  readonly #receiver: PacketReceiver;
  readonly #row: RowPacketHandler;
  #halted = false;
  #inRows = false;
  /** Sequence id of the next packet among the rows. */
  #sequence = 0;
  /** Of a packet that lies in several chunks. */
  readonly #header = Buffer.alloc(headerBytes);
  #headerLength = 0;
  /** Payloads so far of the row or packet that {@link #header} belongs to. */
  #room: Buffer = noRoom;
  #filled = 0;
  /** Of the payload of the packet. */
  #length = 0;
  /** Where in {@link #room} the payload of the packet ends. */
  #packetEnd = 0;
  /** Whether the packet before this one was full, so that this one continues it. */
  #continues = false;

  constructor(receiver: PacketReceiver) {
    this.#receiver = receiver;
    this.#row = receiver.row;
  }

  /** Makes {@link split} return after the packet that is being handed on, until {@link proceed}. */
  halt(): void {
    this.#halted = true;
  }

  proceed(): void {
    this.#halted = false;
  }

  /**
   * Hands on all packets that end in the chunk, and remembers what is left of it.
   *
   * @param start - position in the chunk to begin at
   * @returns the position of the first byte that was not looked at: the chunk's end unless halted
   * @throws PacketOrderError
   */
  split(chunk: Buffer, start: number): number {
    let at = start;
    while (at < chunk.length && !this.#halted) {
      if (this.#inRows && this.#headerLength === 0 && !this.#continues) {
        at = this.#wholeRows(chunk, at);
        if (at === chunk.length || this.#halted) break;
      }
      at = this.#headerLength < headerBytes ? this.#readHeader(chunk, at) : at;
      if (this.#headerLength === headerBytes) at = this.#readPayload(chunk, at);
    }
    return at;
  }

  /** The hot loop. Returns the position of the first packet that is not a row whole in the chunk. */
  #wholeRows(chunk: Buffer, start: number): number {
    const end = chunk.length;
    const row = this.#row;
    let sequence = this.#sequence;
    let at = start;
    while (at + headerBytes < end) {
      const length =
        (chunk[at] as number) |
        ((chunk[at + 1] as number) << 8) |
        ((chunk[at + 2] as number) << 16);
      const from = at + headerBytes;
      const to = from + length;
      if (to > end || chunk[at + 3] !== sequence || length === fullPacket) break;
      const first = chunk[from] as number;
      if (first >= endOfRows && isEndOfRows(first, length)) break;
      sequence = (sequence + 1) & 0xff;
      at = to;
      row(chunk, from, to);
      if (this.#halted) break;
    }
    this.#sequence = sequence;
    return at;
  }

  #readHeader(chunk: Buffer, start: number): number {
    const count = Math.min(headerBytes - this.#headerLength, chunk.length - start);
    chunk.copy(this.#header, this.#headerLength, start, start + count);
    this.#headerLength += count;
    if (this.#headerLength === headerBytes) {
      const sequence = this.#header[3] as number;
      if (this.#inRows && sequence !== this.#sequence) {
        throw new PacketOrderError(
          `packet ${sequence} came where packet ${this.#sequence} was expected`,
        );
      }
      this.#sequence = (sequence + 1) & 0xff;
      this.#length = this.#header.readUIntLE(0, 3);
      this.#packetEnd = this.#filled + this.#length;
    }
    return start + count;
  }

  #readPayload(chunk: Buffer, start: number): number {
    const count = Math.min(this.#packetEnd - this.#filled, chunk.length - start);
    if (this.#packetEnd > this.#room.length) this.#enlargeRoom(this.#length === fullPacket);
    chunk.copy(this.#room, this.#filled, start, start + count);
    this.#filled += count;
    if (this.#filled === this.#packetEnd) this.#endPacket();
    return start + count;
  }

  #endPacket(): void {
    const length = this.#length;
    this.#headerLength = 0;
    if (!this.#inRows) {
      // Large ones as well: mysql2 puts them together.
      const packet = this.#takePacket();
      this.#inRows = this.#receiver.other(packet);
      return;
    }
    if (length === fullPacket) {
      this.#continues = true;
      return;
    }
    if (!this.#continues && length > 0 && isEndOfRows(this.#room[0] as number, length)) {
      this.#inRows = false;
      this.#halted = true;
      this.#receiver.end(this.#takePacket());
      return;
    }
    const rowBytes = this.#filled;
    const room = this.#room;
    this.#continues = false;
    this.#filled = 0;
    // After a very large row, unless the others are as large.
    if (room.length > keptRoom && rowBytes < room.length / 8) this.#room = noRoom;
    this.#row(room, 0, rowBytes);
  }

  #takePacket(): Buffer {
    const packet = Buffer.concat([this.#header, this.#room.subarray(0, this.#filled)]);
    this.#filled = 0;
    return packet;
  }

  /** Nothing is copied more than a few times, and what is too large by much is let go. */
  #enlargeRoom(isFull: boolean): void {
    const needed = this.#packetEnd;
    // More will come: how much is told by the lengths of the values that have begun.
    const told = isFull && this.#continues ? leastRowBytes(this.#room, this.#filled) : 0;
    const bytes =
      told > needed && told <= largestRow
        ? told + usualRoom
        : Math.max(usualRoom, needed + (needed >>> 3), isFull ? 1.5 * this.#room.length : 0);
    const larger = Buffer.allocUnsafeSlow(Math.floor(bytes));
    this.#room.copy(larger, 0, 0, this.#filled);
    this.#room = larger;
  }
}

function isEndOfRows(first: number, length: number): boolean {
  return first === errorMarker || (first === endOfRows && length < shortestWideRow);
}
