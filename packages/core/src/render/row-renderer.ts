/** Rows of one table into extended INSERT statements, from packet bytes to SQL bytes. */

import { DumpError } from '../errors.ts';
import type { ColumnWriter, ValueKind } from '../plan/value-kinds.ts';
import type { OutputBuffer } from './output-buffer.ts';
import {
  copyBytes,
  isAscii,
  mostBytes,
  writeEscaped,
  writeFloat,
  writeHexadecimal,
  writePlain,
} from './write-value.ts';

const comma = 0x2c;
const openParenthesis = 0x28;
const closeParenthesis = 0x29;
const lineFeed = 0x0a;
const nullMarker = 0xfb;
const binaryIntroducer = Buffer.from('_binary ');
const nullLiteral = Buffer.from('NULL');
const statementEnd = Buffer.from(';\n');

/** Kinds as small integers, for the switch in the hot path. */
const kindNumbers: Readonly<Record<ValueKind, number>> = {
  number: 0,
  float: 1,
  plain: 2,
  text: 3,
  asciiText: 4,
  introducedText: 5,
  binary: 6,
  hexadecimal: 7,
};

export interface RowRendererOptions {
  /** Everything before the first row of a statement: INSERT INTO … VALUES and a line feed. */
  readonly statementStart: string;
  /** Bytes that a statement of more than one row does not exceed. */
  readonly netBufferLength: number;
}

/**
 * Where statements begin and end depends on the rows alone, not on the chunks they are read in:
 * the same data is the same bytes, however it was read.
 */
export class RowRenderer {
  /** Rows written. */
  rows = 0;
  /** Bytes of row packets read. */
  packetBytes = 0;
  readonly #output: OutputBuffer;
  readonly #kinds: Uint8Array;
  readonly #introducers: readonly Buffer[];
  readonly #introducerBytes: number;
  readonly #statementStart: Buffer;
  readonly #netBufferLength: number;
  /** Bytes of the open statement, 0 where there is none. */
  #statementBytes = 0;

  constructor(
    writers: readonly ColumnWriter[],
    output: OutputBuffer,
    { statementStart, netBufferLength }: RowRendererOptions,
  ) {
    this.#output = output;
    this.#kinds = Uint8Array.from(writers, (writer) => kindNumbers[writer.kind]);
    this.#introducers = writers.map((writer) => Buffer.from(`${writer.introducer ?? ''} `));
    this.#introducerBytes = this.#introducers.reduce(
      (sum, introducer) => sum + introducer.length + binaryIntroducer.length + 16,
      0,
    );
    this.#statementStart = Buffer.from(statementStart);
    this.#netBufferLength = netBufferLength;
  }

  /** Renders one row packet; see `RowPacketHandler` for its form. */
  row(source: Buffer, start: number, end: number): void {
    const output = this.#output;
    const room = this.#statementStart.length + statementEnd.length + 4;
    output.reserve(mostBytes(end - start, this.#introducerBytes) + room);
    const before = output.length;
    const opened = this.#statementBytes === 0;
    if (opened) {
      output.raw(this.#statementStart);
    } else {
      output.bytes[output.length++] = comma;
      output.bytes[output.length++] = lineFeed;
    }
    const rowStart = output.length;
    output.length = this.#tuple(source, start, end, output.bytes, rowStart);
    const rowBytes = output.length - rowStart;
    if (!opened && this.#statementBytes + rowBytes + 4 > this.#netBufferLength) {
      this.#moveRowToNewStatement(before, rowStart, rowBytes);
    } else {
      this.#statementBytes += output.length - before;
    }
    this.rows++;
    this.packetBytes += end - start;
  }

  /** Ends the open statement, if there is one. */
  end(): void {
    if (this.#statementBytes === 0) return;
    this.#output.raw(statementEnd);
    this.#statementBytes = 0;
  }

  /** `(…),\n(…` becomes `(…);\nINSERT … VALUES\n(…`, now that the length of the row is known. */
  #moveRowToNewStatement(before: number, rowStart: number, rowBytes: number): void {
    const output = this.#output;
    const start = this.#statementStart;
    const moved = before + statementEnd.length + start.length;
    output.bytes.copyWithin(moved, rowStart, rowStart + rowBytes);
    output.bytes.set(statementEnd, before);
    output.bytes.set(start, before + statementEnd.length);
    output.length = moved + rowBytes;
    this.#statementBytes = start.length + rowBytes;
  }

  #tuple(source: Buffer, start: number, end: number, target: Buffer, position: number): number {
    const kinds = this.#kinds;
    let from = start;
    let at = position;
    target[at++] = openParenthesis;
    for (let column = 0; column < kinds.length; column++) {
      if (column > 0) target[at++] = comma;
      let length = source[from++] as number;
      if (length === nullMarker) {
        at = copyBytes(nullLiteral, 0, 4, target, at);
        continue;
      }
      if (length > nullMarker) {
        const width = length === 0xfc ? 2 : length === 0xfd ? 3 : 8;
        length =
          width === 8 ? Number(source.readBigUInt64LE(from)) : source.readUIntLE(from, width);
        from += width;
      }
      const to = from + length;
      switch (kinds[column]) {
        case 0:
          at = copyBytes(source, from, to, target, at);
          break;
        case 1:
          at = writeFloat(source, from, to, target, at);
          break;
        case 2:
          at = writePlain(source, from, to, target, at);
          break;
        case 3:
          at = writeEscaped(source, from, to, target, at);
          break;
        case 4:
          at = isAscii(source, from, to)
            ? writeEscaped(source, from, to, target, at)
            : this.#introduced(column, source, from, to, target, at);
          break;
        case 5:
          at = this.#introduced(column, source, from, to, target, at);
          break;
        case 6:
          at = copyBytes(binaryIntroducer, 0, binaryIntroducer.length, target, at);
          at = writeEscaped(source, from, to, target, at);
          break;
        default:
          at = writeHexadecimal(source, from, to, target, at);
      }
      from = to;
    }
    // A table without a column that can be inserted is read as rows of one placeholder.
    if (from !== end && kinds.length > 0) throw unexpectedRow(kinds.length);
    target[at++] = closeParenthesis;
    return at;
  }

  #introduced(
    column: number,
    source: Buffer,
    from: number,
    to: number,
    target: Buffer,
    position: number,
  ): number {
    if (from === to) return writeHexadecimal(source, from, to, target, position);
    const introducer = this.#introducers[column] as Buffer;
    const at = copyBytes(introducer, 0, introducer.length, target, position);
    return writeHexadecimal(source, from, to, target, at);
  }
}

function unexpectedRow(columns: number): DumpError {
  return new DumpError(
    'INTERNAL',
    `A row from the server does not have the ${columns} columns that were asked for. Please report this.`,
  );
}
