/** Literals of masked values: decoded, masked, and written again. Off the hot path. */

import { isUtf8 } from 'node:buffer';
import { DumpError } from '../../errors.ts';
import type { ColumnMask } from '../../mask/column-mask.ts';
import type { MaskedRow, MaskValue } from '../../mask/rule.ts';
import type { MaskedValues, ReadColumn } from '../../plan/masked-values.ts';
import type { ColumnWriter } from '../../plan/value-kinds.ts';
import { qualifiedName, quoteIdentifier, quoteString } from '../../sql/identifier.ts';
import { maskMaker } from './mask-maker.ts';
import { fieldAt } from './packet-field.ts';

export interface MaskedLiteralsOptions {
  /** See `Keyed.derived`. */
  readonly maskKey: Uint8Array | undefined;
  /** Fields behind those of the columns, the last of which are those that rules read. */
  readonly extraColumns: number;
}

const nullLiteral = Buffer.from('NULL');

export class MaskedLiterals {
  readonly #columns: readonly (CompiledColumn | undefined)[];
  readonly #row: ReadRow;

  constructor(writers: readonly ColumnWriter[], options: MaskedLiteralsOptions) {
    const reads = writers.flatMap(({ masked }) => masked?.reads ?? []);
    const fields = writers.reduce(
      (sum, { companion }) => sum + (companion === undefined ? 1 : 2),
      options.extraColumns - reads.length,
    );
    this.#row = new ReadRow(reads, fields);
    let make: ((mask: ColumnMask) => MaskValue) | undefined;
    this.#columns = writers.map(({ masked }) => {
      if (masked === undefined) return undefined;
      make ??= maskMaker()(keyOf(options));
      return { masked, mask: make(masked.mask) };
    });
  }

  /**
   * @param position - of the column among the writers
   * @param row - where the row begins in the source
   * @throws DumpError `INVALID_MASK`, which tells nothing of the value
   */
  literal(position: number, source: Buffer, start: number, end: number, row: number): Buffer {
    const column = this.#columns[position];
    if (column === undefined) throw new DumpError('INTERNAL', 'A column has no mask.');
    const { masked, mask } = column;
    this.#row.enter(source, row);
    const bytes = source.subarray(start, end);
    const value = masked.form === 'text' ? textOf(masked, bytes) : Buffer.from(bytes);
    return literalOf(masked, mask(value, this.#row));
  }
}

interface CompiledColumn {
  readonly masked: MaskedValues;
  readonly mask: MaskValue;
}

function keyOf({ maskKey }: MaskedLiteralsOptions): Uint8Array {
  if (maskKey !== undefined) return maskKey;
  throw new DumpError('INTERNAL', 'There is a mask, and no key for it.');
}

/** What is not valid becomes U+FFFD, so that two invalid texts may be masked alike. */
function textOf({ mask: { column } }: MaskedValues, bytes: Buffer): string {
  const text = bytes.toString('utf8');
  if (column.unique && text.includes('\ufffd') && !isUtf8(bytes)) {
    throw new DumpError(
      'INVALID_TEXT',
      `Column ${quoteIdentifier(column.name)} of table ` +
        `${qualifiedName({ database: column.database, name: column.table })} is part of a unique key, and ` +
        'holds a text whose bytes are not valid in its character set, so that it may become the same as ' +
        'another one when it is masked. Repair such texts, or leave them out with where.',
    );
  }
  return text;
}

function literalOf(masked: MaskedValues, value: string | Buffer | null): Buffer {
  if (value === null) return nullLiteral;
  if (typeof value !== 'string') {
    if (value.length === 0 || masked.literal === 'hexadecimal') return hexadecimal(value);
    // Each character is a byte, also of the escapes.
    return Buffer.from(`_binary ${quoteString(value.toString('latin1'))}`, 'latin1');
  }
  if (masked.literal === 'text') return Buffer.from(quoteString(value));
  // Of what is written without quotes nothing else may be in it.
  if (/^-?[0-9.eE+-]+$/.test(value)) return Buffer.from(value, 'latin1');
  throw new DumpError(
    'INVALID_MASK',
    `The rule of column "${masked.mask.column.name}" made of a number something that is none. The ` +
      'value is not told, since it is to be masked.',
  );
}

function hexadecimal(value: Buffer): Buffer {
  return Buffer.from(value.length === 0 ? "''" : `0x${value.toString('hex').toUpperCase()}`);
}

/** What rules read of the row that is being masked. */
class ReadRow implements MaskedRow {
  readonly #reads: readonly ReadColumn[];
  readonly #fieldsBefore: number;
  #source: Buffer = Buffer.alloc(0);
  #start = -1;
  #values: ReadonlyMap<string, string | null> | undefined;

  constructor(reads: readonly ReadColumn[], fieldsBefore: number) {
    this.#reads = reads;
    this.#fieldsBefore = fieldsBefore;
  }

  /** Rows are one behind the other in their source, which may be used again for others. */
  enter(source: Buffer, start: number): void {
    this.#source = source;
    this.#start = start;
    this.#values = undefined;
  }

  column(name: string): string | null {
    this.#values ??= this.#read();
    const value = this.#values.get(name);
    if (value !== undefined) return value;
    throw new DumpError('INTERNAL', 'A rule reads a column that it did not ask for.');
  }

  #read(): ReadonlyMap<string, string | null> {
    let at = this.#start;
    for (let field = 0; field < this.#fieldsBefore; field++) at = fieldAt(this.#source, at).end;
    return new Map(
      this.#reads.map(({ name, form }) => {
        const { start, end, isNull } = fieldAt(this.#source, at);
        at = end;
        const encoding = form === 'text' ? 'utf8' : 'latin1';
        return [name, isNull ? null : this.#source.toString(encoding, start, end)];
      }),
    );
  }
}
