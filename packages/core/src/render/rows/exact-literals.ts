/** Literals of values that need a closer look than the hot path gives: MySQL's JSON, FLOAT(M,D). */

import type { JsonNumbers } from '../../catalog/model.ts';
import { DumpError } from '../../errors.ts';
import type { ColumnWriter } from '../../plan/value-kinds.ts';
import { quoteIdentifier } from '../../sql/identifier.ts';
import { jsonExpression } from './json-expression.ts';
import type { PacketField } from './packet-field.ts';
import { literalForRounded, type Rounding, roundingOf } from './rounded-number.ts';

export class ExactLiterals {
  readonly #writers: readonly ColumnWriter[];
  readonly #roundings: readonly (Rounding | undefined)[];
  readonly #jsonNumbers: JsonNumbers | undefined;

  constructor(writers: readonly ColumnWriter[], jsonNumbers: JsonNumbers | undefined) {
    this.#writers = writers;
    this.#roundings = writers.map(({ column }) => roundingOf(column.columnType));
    this.#jsonNumbers = jsonNumbers;
  }

  /**
   * A value of a column of kind `roundedFloat`.
   *
   * @throws DumpError `UNSUPPORTED` where no number is stored as the value
   */
  rounded(position: number, source: Buffer, start: number, end: number): Buffer {
    const text = source.toString('latin1', start, end);
    const rounding = this.#roundings[position];
    const literal = rounding === undefined ? text : literalForRounded(text, rounding);
    if (literal !== undefined) return Buffer.from(literal);
    const column = this.#writers[position]?.column;
    throw new DumpError(
      'UNSUPPORTED',
      `Column ${quoteIdentifier(column?.name ?? '')} of type ${column?.columnType} holds a number ` +
        'that no number is rounded to when it is restored. Change the type to DOUBLE without digits.',
    );
  }

  /**
   * A value of a column of kind `json`, `undefined` where its text does.
   *
   * @param companion - the field behind it, see `ColumnWriter.companion`
   * @throws DumpError `UNSUPPORTED` for bytes of a type that no expression brings back
   */
  json(
    position: number,
    source: Buffer,
    start: number,
    end: number,
    companion: PacketField,
  ): Buffer | undefined {
    const name = quoteIdentifier(this.#writers[position]?.column.name ?? '');
    return jsonExpression(source, start, end, companion, this.#jsonNumbers, `column ${name}`);
  }
}
