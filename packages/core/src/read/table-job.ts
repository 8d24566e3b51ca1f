/** What is to be read of one table, and how: the tasks for its chunks are made here. */

import type { Catalog, Table } from '../catalog/model.ts';
import type { TableMasks } from '../mask/column-mask.ts';
import type { DumpOptions } from '../options.ts';
import type { ChosenRows } from '../plan/chosen-rows.ts';
import { ChunkSize } from '../plan/chunk-size.ts';
import { chunkSelect, listedSelect } from '../plan/chunk-statements.ts';
import { type Chunk, type KeyBound, type Keyset, keyLiteral, keysetOf } from '../plan/keyset.ts';
import { maskedWriter, readExpressions } from '../plan/masked-writer.ts';
import { columnWriter } from '../plan/value-kinds.ts';
import { blockBytes } from '../render/rows/tuple-block.ts';
import { qualifiedName, quoteIdentifier } from '../sql/identifier.ts';
import type { ChunkReader, ChunkTask, RowFormat } from './chunk-reader.ts';
import { pieceBytes } from './rate/rate-limit.ts';

export interface TableJobOptions extends Pick<DumpOptions, 'hexBlob'> {
  /** Which rows. */
  readonly rows: ChosenRows;
  /** Bytes of rows that a chunk aims at. */
  readonly chunkBytes: number;
  /** See the option. */
  readonly maxRate?: number | undefined;
  /** Of the table's columns, if there are any, and their key: see `Keyed.derived`. */
  readonly masks?: TableMasks | undefined;
  readonly maskKey?: Uint8Array | undefined;
}

export class TableJob {
  readonly table: Table;
  readonly format: RowFormat;
  /** What chunks are ranges of; `undefined` where the rows must be read in one piece, or by a list. */
  readonly keyset: Keyset | undefined;
  readonly size: ChunkSize;
  readonly #rows: ChosenRows;
  readonly #blockBytes: number;

  constructor(
    table: Table,
    { server, valueTraits }: Pick<Catalog, 'server' | 'valueTraits'>,
    options: TableJobOptions,
  ) {
    const hexBlob = options.hexBlob === true;
    const writers = table.columns
      .filter((column) => !column.generated)
      .map((column) => {
        const mask = options.masks?.get(column.name);
        return mask === undefined
          ? columnWriter(table, column, hexBlob)
          : maskedWriter(table, column, mask, hexBlob);
      });
    this.table = table;
    const isRange = options.rows.kind === 'rows' && options.rows.limit === undefined;
    this.keyset = isRange ? keysetOf(table, writers, server.flavor) : undefined;
    this.size = new ChunkSize(table, options.chunkBytes);
    this.format = {
      table,
      writers,
      extraColumns: (this.keyset?.extraExpressions.length ?? 0) + readExpressions(writers).length,
      valueTraits,
      maskKey: options.masks === undefined ? undefined : options.maskKey,
    };
    this.#rows = options.rows;
    this.#blockBytes = pieceBytes(options.maxRate, blockBytes);
  }

  /** To be called on each reader before its first chunk of the table. */
  async prepare(reader: ChunkReader): Promise<void> {
    if (this.#rows.kind === 'rows' && this.#rows.condition === undefined) return;
    // The tables in a subquery are those of the table's own database.
    const database = quoteIdentifier(this.table.database);
    await reader.query(`USE ${database}`, `use database ${database}`);
  }

  /** The task that reads a chunk; without bounds and a limit, all rows. */
  task({
    lower,
    upper,
    rowLimit,
  }: Partial<Pick<Chunk, 'lower' | 'upper' | 'rowLimit'>>): ChunkTask {
    const { condition, limit } = this.#rows.kind === 'rows' ? this.#rows : {};
    const chunk: Chunk = {
      table: this.table,
      columns: this.format.writers,
      lower,
      upper,
      rowLimit: rowLimit ?? limit,
    };
    const keyPositions = this.keyset?.columns.map((column) => column.position) ?? [];
    return { ...this.#task(chunkSelect(chunk, this.keyset, condition)), rowLimit, keyPositions };
  }

  /** Whether one condition after another says which rows to read: see {@link nextListed}. */
  get isListed(): boolean {
    return this.#rows.kind === 'listed';
  }

  /** The task for the next rows of the list; `undefined` at its end. */
  nextListed(): ChunkTask | undefined {
    if (this.#rows.kind !== 'listed') return undefined;
    const { list } = this.#rows;
    const condition = list.next();
    if (condition === undefined) return undefined;
    return this.#task(listedSelect(this.table, this.format.writers, condition, list.key));
  }

  #task(select: string): ChunkTask {
    return {
      format: this.format,
      select,
      action: `read the rows of table ${qualifiedName(this.table)}`,
      rowLimit: undefined,
      keyPositions: [],
      blockBytes: this.#blockBytes,
    };
  }

  /** The bound behind a row. */
  boundAt(key: readonly Buffer[]): KeyBound {
    return (this.keyset?.columns ?? []).map((column, index) =>
      keyLiteral(column, key[index] as Buffer),
    );
  }
}
