/** Rows of one table into extended INSERT statements, from packet bytes to SQL bytes. */

import type { JsonNumbers } from '../../catalog/model.ts';
import { DumpError } from '../../errors.ts';
import type { ColumnWriter, ValueKind } from '../../plan/value-kinds.ts';
import type { OutputBuffer } from '../output-buffer.ts';
import { ExactLiterals } from './exact-literals.ts';
import type { InvalidTexts } from './invalid-texts.ts';
import { fieldAt } from './packet-field.ts';
import {
  copyBytes,
  isPlainAscii,
  mostBytes,
  writeEscaped,
  writeFloat,
  writeHexadecimal,
  writePlain,
  writeUtf8,
} from './write-value.ts';

const comma = 0x2c;
const openParenthesis = 0x28;
const closeParenthesis = 0x29;
const lineFeed = 0x0a;
const nullMarker = 0xfb;
const binaryIntroducer = Buffer.from('_binary ');
const nullLiteral = Buffer.from('NULL');
const defaultKeyword = Buffer.from('DEFAULT');
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
  json: 8,
  roundedFloat: 9,
  vector: 10,
};

export interface RowRendererOptions {
  /** Everything before the first row of a statement: INSERT INTO … VALUES and a line feed. */
  readonly statementStart: string;
  /** Bytes that a statement of more than one row does not exceed. */
  readonly netBufferLength: number;
  /** Columns behind those of the table, which are read and not written. */
  readonly extraColumns: number;
  /** Told of each text whose bytes are not valid in its character set. */
  readonly invalidTexts: InvalidTexts;
  /** Needed where there is a column of kind `json`. */
  readonly jsonNumbers: JsonNumbers | undefined;
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
  /** Bytes of the longest statement. */
  longestStatement = 0;
  readonly #output: OutputBuffer;
  readonly #kinds: Uint8Array;
  /** Bytes of the longest character, of columns of kind `text`. */
  readonly #longestCharacters: Uint8Array;
  readonly #exactLiterals: ExactLiterals;
  readonly #introducers: readonly Buffer[];
  readonly #introducerBytes: number;
  readonly #statementStart: Buffer;
  readonly #options: RowRendererOptions;
  /** Bytes of the open statement, 0 where there is none. */
  #statementBytes = 0;
  /** Where the row is being written to: replaced when a value needs more room than was reserved. */
  #target: Buffer;
  #roomOfRow = 0;

  constructor(writers: readonly ColumnWriter[], output: OutputBuffer, options: RowRendererOptions) {
    this.#output = output;
    this.#target = output.bytes;
    this.#kinds = Uint8Array.from(writers, (writer) => kindNumbers[writer.kind]);
    this.#longestCharacters = Uint8Array.from(writers, ({ column: { characterSet } }) =>
      characterSet === 'utf8mb3' || characterSet === 'utf8' ? 3 : 4,
    );
    this.#exactLiterals = new ExactLiterals(writers, options.jsonNumbers);
    this.#introducers = writers.map((writer) => Buffer.from(`${writer.introducer ?? ''} `));
    this.#introducerBytes = this.#introducers.reduce(
      (sum, introducer) => sum + introducer.length + binaryIntroducer.length + 16,
      0,
    );
    this.#statementStart = Buffer.from(options.statementStart);
    this.#options = options;
  }

  /** Renders one row packet; see `RowPacketHandler` for its form. */
  row(source: Buffer, start: number, end: number): void {
    const output = this.#output;
    this.#roomOfRow =
      mostBytes(end - start, this.#introducerBytes) +
      this.#statementStart.length +
      statementEnd.length +
      4;
    output.reserve(this.#roomOfRow);
    const before = output.length;
    const opened = this.#statementBytes === 0;
    if (opened) {
      output.raw(this.#statementStart);
    } else {
      output.bytes[output.length++] = comma;
      output.bytes[output.length++] = lineFeed;
    }
    const rowStart = output.length;
    this.#target = output.bytes;
    output.length = this.#tuple(source, start, end, rowStart);
    const rowBytes = output.length - rowStart;
    if (!opened && this.#statementBytes + rowBytes + 4 > this.#options.netBufferLength) {
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
    this.#endStatement(0);
  }

  /** @param nextBytes - of the statement that is open then */
  #endStatement(nextBytes: number): void {
    this.longestStatement = Math.max(this.longestStatement, this.#statementBytes);
    this.#statementBytes = nextBytes;
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
    this.#endStatement(start.length + rowBytes);
  }

  #tuple(source: Buffer, start: number, end: number, position: number): number {
    const kinds = this.#kinds;
    let target = this.#target;
    let from = start;
    let at = position;
    target[at++] = openParenthesis;
    for (let column = 0; column < kinds.length; column++) {
      if (column > 0) target[at++] = comma;
      let length = source[from++] as number;
      if (length === nullMarker) {
        at = copyBytes(nullLiteral, 0, 4, target, at);
        if (kinds[column] === 8) from = fieldAt(source, from).end;
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
        case 3: {
          const longest = this.#longestCharacters[column] as number;
          const next = writeUtf8(source, from, to, target, at, longest);
          at = next < 0 ? this.#invalidUtf8(column, source, from, to, at) : next;
          break;
        }
        case 4:
          at = isPlainAscii(source, from, to)
            ? writeEscaped(source, from, to, target, at)
            : this.#introduced(column, source, from, to, at);
          break;
        case 5:
          at = this.#introduced(column, source, from, to, at);
          break;
        case 6:
          at = copyBytes(binaryIntroducer, 0, binaryIntroducer.length, target, at);
          at = writeEscaped(source, from, to, target, at);
          break;
        case 7:
          at = writeHexadecimal(source, from, to, target, at);
          break;
        case 10:
          at =
            from === to
              ? copyBytes(defaultKeyword, 0, defaultKeyword.length, target, at)
              : writeHexadecimal(source, from, to, target, at);
          break;
        case 9:
          at = this.#put(this.#exactLiterals.rounded(column, source, from, to), at);
          target = this.#target;
          break;
        default: {
          const companion = fieldAt(source, to);
          const literal = this.#exactLiterals.json(column, source, from, to, companion);
          at =
            literal === undefined
              ? writeEscaped(source, from, to, target, at)
              : this.#put(literal, at);
          target = this.#target;
          from = companion.end;
          continue;
        }
      }
      from = to;
    }
    // A table without a column that can be inserted is read as rows of one placeholder.
    if (from !== end && kinds.length > 0 && this.#options.extraColumns === 0) {
      throw unexpectedRow(kinds.length);
    }
    target[at++] = closeParenthesis;
    return at;
  }

  #introduced(column: number, source: Buffer, from: number, to: number, position: number): number {
    const target = this.#target;
    if (from === to) return writeHexadecimal(source, from, to, target, position);
    this.#options.invalidTexts.check(column, source, from, to);
    const introducer = this.#introducers[column] as Buffer;
    const at = copyBytes(introducer, 0, introducer.length, target, position);
    return writeHexadecimal(source, from, to, target, at);
  }

  /** @throws DumpError `INVALID_TEXT` unless servers take it as it is */
  #invalidUtf8(column: number, source: Buffer, from: number, to: number, position: number): number {
    this.#options.invalidTexts.check(column, source, from, to);
    return writeEscaped(source, from, to, this.#target, position);
  }

  /** Appends a literal of any length. May replace the target. */
  #put(literal: Buffer, position: number): number {
    const output = this.#output;
    output.length = position;
    output.reserve(literal.length + this.#roomOfRow);
    this.#target = output.bytes;
    this.#target.set(literal, position);
    return position + literal.length;
  }
}

function unexpectedRow(columns: number): DumpError {
  return new DumpError(
    'INTERNAL',
    `A row from the server does not have the ${columns} columns that were asked for. Please report this.`,
  );
}
