/** What is to be read of one table, and how: the tasks for its chunks are made here. */

import type { Catalog, Table } from '../catalog/model.ts';
import type { TableMasks } from '../mask/column-mask.ts';
import type { DumpOptions } from '../options.ts';
import { ChunkSize } from '../plan/chunk-size.ts';
import {
  type Chunk,
  chunkSelect,
  type KeyBound,
  type Keyset,
  keyLiteral,
  keysetOf,
} from '../plan/keyset.ts';
import { maskedWriter, readExpressions } from '../plan/masked-values.ts';
import { columnWriter } from '../plan/value-kinds.ts';
import { blockBytes } from '../render/rows/tuple-block.ts';
import { qualifiedName, quoteIdentifier } from '../sql/identifier.ts';
import type { ChunkReader, ChunkTask, RowFormat } from './chunk-reader.ts';
import { pieceBytes } from './rate/rate-limit.ts';

export interface TableJobOptions extends Pick<DumpOptions, 'hexBlob'> {
  /** SQL condition for the rows. */
  readonly condition: string | undefined;
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
  /** `undefined` where the rows must be read in one piece. */
  readonly keyset: Keyset | undefined;
  readonly size: ChunkSize;
  readonly #condition: string | undefined;
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
    this.keyset = keysetOf(table, writers, server.flavor);
    this.size = new ChunkSize(table, options.chunkBytes);
    this.format = {
      table,
      writers,
      extraColumns: (this.keyset?.extraExpressions.length ?? 0) + readExpressions(writers).length,
      valueTraits,
      maskKey: options.masks === undefined ? undefined : options.maskKey,
    };
    this.#condition = options.condition;
    this.#blockBytes = pieceBytes(options.maxRate, blockBytes);
  }

  /** To be called on each reader before its first chunk of the table. */
  async prepare(reader: ChunkReader): Promise<void> {
    if (this.#condition === undefined) return;
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
    const chunk: Chunk = {
      table: this.table,
      columns: this.format.writers,
      lower,
      upper,
      rowLimit,
    };
    return {
      format: this.format,
      select: chunkSelect(chunk, this.keyset, this.#condition),
      action: `read the rows of table ${qualifiedName(this.table)}`,
      rowLimit,
      keyPositions: this.keyset?.columns.map((column) => column.position) ?? [],
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
