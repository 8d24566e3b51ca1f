/** Rows of one table from packet bytes to tuples: the hot path. */

import type { JsonNumbers } from '../../catalog/model.ts';
import { DumpError } from '../../errors.ts';
import type { ColumnWriter, ValueKind } from '../../plan/value-kinds.ts';
import { type ByteWords, wordsOf } from './byte-words.ts';
import { ExactLiterals } from './exact-literals.ts';
import type { InvalidTexts } from './invalid-texts.ts';
import { MaskedLiterals, type MaskedLiteralsOptions } from './masked-literals.ts';
import { fieldAt } from './packet-field.ts';
import { type TupleBlock, tupleSeparator } from './tuple-block.ts';
import { writeUtf8 } from './write-utf8.ts';
import {
  copyBytes,
  isPlainAscii,
  mostBytes,
  writeEscaped,
  writeFloat,
  writeHexadecimal,
  writePlain,
} from './write-value.ts';

const comma = 0x2c;
const closeParenthesis = 0x29;
const nullMarker = 0xfb;
const binaryIntroducer = wordsOf(Buffer.from('_binary '));
const defaultKeyword = wordsOf(Buffer.from('DEFAULT'));
/** As little-endian words; the second has a byte too many, over which the row goes on. */
const nullLiteral = Buffer.from('NULL').readInt32LE();
const rowStart = Buffer.from(`${tupleSeparator}( `).readInt32LE();
const rowStartBytes = tupleSeparator.length + 1;

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
  masked: 11,
};

export interface TupleOptions {
  /** Columns behind those of the table, which are read and not written. */
  readonly extraColumns: number;
  /** Told of each text whose bytes are not valid in its character set. */
  readonly invalidTexts: InvalidTexts;
  /** Needed where there is a column of kind `json`. */
  readonly jsonNumbers: JsonNumbers | undefined;
  /** Needed where there is a masked column. */
  readonly maskKey?: MaskedLiteralsOptions['maskKey'];
}

/** Renders row after row, into whichever block it is given. */
export class TupleRenderer {
  #block: TupleBlock;
  readonly #kinds: Uint8Array;
  /** Bytes of the longest character, of columns of kind `text`. */
  readonly #longestCharacters: Uint8Array;
  readonly #exactLiterals: ExactLiterals;
  readonly #maskedLiterals: MaskedLiterals;
  readonly #introducers: readonly ByteWords[];
  readonly #introducerBytes: number;
  readonly #options: TupleOptions;
  /** Where the row is being written to: replaced when a value needs more room than was reserved. */
  #target: ByteWords;
  /** What the last row was read from. */
  #source: ByteWords = wordsOf(Buffer.alloc(0));
  #roomOfRow = 0;

  constructor(writers: readonly ColumnWriter[], block: TupleBlock, options: TupleOptions) {
    this.#block = block;
    this.#target = wordsOf(block.bytes);
    this.#kinds = Uint8Array.from(writers, (writer) => kindNumbers[writer.kind]);
    this.#longestCharacters = Uint8Array.from(writers, ({ column: { characterSet } }) =>
      characterSet === 'utf8mb3' || characterSet === 'utf8' ? 3 : 4,
    );
    this.#exactLiterals = new ExactLiterals(writers, options.jsonNumbers);
    const { extraColumns, maskKey } = options;
    this.#maskedLiterals = new MaskedLiterals(writers, { extraColumns, maskKey });
    this.#introducers = writers.map((writer) =>
      wordsOf(Buffer.from(`${writer.introducer ?? ''} `)),
    );
    this.#introducerBytes = this.#introducers.reduce(
      (sum, { bytes }) => sum + bytes.length + binaryIntroducer.bytes.length + 16,
      0,
    );
    this.#options = options;
  }

  /** Rows go there from now on. */
  set block(block: TupleBlock) {
    this.#block = block;
  }

  /** Renders one row packet; see `RowPacketHandler` for its form. */
  row(packets: Buffer, start: number, end: number): void {
    const block = this.#block;
    this.#roomOfRow = mostBytes(end - start, this.#introducerBytes);
    block.reserve(this.#roomOfRow);
    if (this.#source.bytes !== packets) this.#source = wordsOf(packets);
    if (this.#target.bytes !== block.bytes) this.#target = wordsOf(block.bytes);
    block.length = this.#tuple(this.#source, start, end, block.length);
    block.endRow();
  }

  #tuple(source: ByteWords, start: number, end: number, position: number): number {
    const kinds = this.#kinds;
    const packets = source.bytes;
    let target = this.#target;
    let from = start;
    target.view.setInt32(position, rowStart, true);
    let at = position + rowStartBytes;
    for (let column = 0; column < kinds.length; column++) {
      if (column > 0) target.bytes[at++] = comma;
      let length = packets[from++] as number;
      if (length === nullMarker) {
        target.view.setInt32(at, nullLiteral, true);
        at += 4;
        if (kinds[column] === 8) from = fieldAt(packets, from).end;
        continue;
      }
      if (length > nullMarker) {
        const width = length === 0xfc ? 2 : length === 0xfd ? 3 : 8;
        length =
          width === 8 ? Number(packets.readBigUInt64LE(from)) : packets.readUIntLE(from, width);
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
          at = copyBytes(binaryIntroducer, 0, binaryIntroducer.bytes.length, target, at);
          at = writeEscaped(source, from, to, target, at);
          break;
        case 7:
          at = writeHexadecimal(source, from, to, target, at);
          break;
        case 10:
          at =
            from === to
              ? copyBytes(defaultKeyword, 0, defaultKeyword.bytes.length, target, at)
              : writeHexadecimal(source, from, to, target, at);
          break;
        case 9:
          at = this.#put(this.#exactLiterals.rounded(column, packets, from, to), at);
          target = this.#target;
          break;
        case 11:
          at = this.#put(this.#maskedLiterals.literal(column, packets, from, to, start), at);
          target = this.#target;
          break;
        default: {
          const companion = fieldAt(packets, to);
          const literal = this.#exactLiterals.json(column, packets, from, to, companion);
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
    target.bytes[at++] = closeParenthesis;
    return at;
  }

  #introduced(
    column: number,
    source: ByteWords,
    from: number,
    to: number,
    position: number,
  ): number {
    const target = this.#target;
    if (from === to) return writeHexadecimal(source, from, to, target, position);
    this.#options.invalidTexts.check(column, source.bytes, from, to);
    const introducer = this.#introducers[column] as ByteWords;
    const at = copyBytes(introducer, 0, introducer.bytes.length, target, position);
    return writeHexadecimal(source, from, to, target, at);
  }

  /** @throws DumpError `INVALID_TEXT` unless servers take it as it is */
  #invalidUtf8(
    column: number,
    source: ByteWords,
    from: number,
    to: number,
    position: number,
  ): number {
    this.#options.invalidTexts.check(column, source.bytes, from, to);
    return writeEscaped(source, from, to, this.#target, position);
  }

  /** Appends a literal of any length. May replace the target. */
  #put(literal: Buffer, position: number): number {
    const block = this.#block;
    block.length = position;
    block.reserve(literal.length + this.#roomOfRow);
    if (this.#target.bytes !== block.bytes) this.#target = wordsOf(block.bytes);
    block.bytes.set(literal, position);
    return position + literal.length;
  }
}

function unexpectedRow(columns: number): DumpError {
  return new DumpError(
    'INTERNAL',
    `A row from the server does not have the ${columns} columns that were asked for. Please report this.`,
  );
}
