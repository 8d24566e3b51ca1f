/** What reads chunks of rows: on a connection of this thread, or of a worker thread. */

import type { Table, ValueTraits } from '../catalog/model.ts';
import type { OwnedSession } from '../connect/sql-session.ts';
import type { ColumnWriter } from '../plan/value-kinds.ts';
import type { Tuples } from '../render/rows/tuple-block.ts';
import type { InvalidTextSummary } from '../summary.ts';

/**
 * How the rows of a table are rendered. Plain data: it can be sent to another thread, unless a mask is
 * a function.
 */
export interface RowFormat {
  readonly table: Table;
  readonly writers: readonly ColumnWriter[];
  /** Columns behind those of the table, which are read and not written. */
  readonly extraColumns: number;
  readonly valueTraits: ValueTraits;
  /** Of the table's masks, where it has any: see `Keyed.derived`. */
  readonly maskKey?: Uint8Array | undefined;
}

/** Rows to read, in one SELECT. Plain data. */
export interface ChunkTask {
  readonly format: RowFormat;
  readonly select: string;
  /** Completes "refused to …" in an error message. */
  readonly action: string;
  /** Of the row of this number, counted from 1, the key is told: the last that the SELECT can give. */
  readonly rowLimit: number | undefined;
  /** Where the values of the key are in the SELECT list. */
  readonly keyPositions: readonly number[];
  /** Bytes of a block, unless a single row is larger. */
  readonly blockBytes: number;
}

/** What was read. */
export interface ChunkResult {
  readonly rows: number;
  /** Bytes of the rows as the server sent them. */
  readonly packetBytes: number;
  /** The key of the row with the number `rowLimit`, `undefined` where there were less. */
  readonly lastKey: readonly Buffer[] | undefined;
  readonly invalidTexts: readonly InvalidTextSummary[];
}

/** Rendered rows. Whoever gets them releases them once they are read. */
export interface FilledBlock {
  readonly tuples: Tuples;
  /** Lets the memory of the rows be used again. */
  release(): void;
}

/** A connection that sees the snapshot, used by one statement at a time. */
export interface ChunkReader extends OwnedSession {
  /**
   * Reads a chunk. While nobody asks for blocks, the server stops sending.
   *
   * @throws DumpError
   */
  readChunk(task: ChunkTask): AsyncGenerator<FilledBlock, ChunkResult, undefined>;

  /** After `destroy`: resolves when the server has been told as well, or can't be. */
  stopped(): Promise<void>;
}
