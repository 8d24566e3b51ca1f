/** One chunk on its way: the rows that come are rendered into blocks, and counted. */

import { DumpError } from '../errors.ts';
import { InvalidTexts } from '../render/rows/invalid-texts.ts';
import { fieldAt } from '../render/rows/packet-field.ts';
import type { TupleBlock } from '../render/rows/tuple-block.ts';
import { TupleRenderer } from '../render/rows/tuple-renderer.ts';
import type { BlockPool } from './block-pool.ts';
import type { ChunkResult, ChunkTask } from './chunk-reader.ts';

export class ChunkRendering {
  readonly #task: ChunkTask;
  readonly #pool: BlockPool;
  readonly #onFull: (block: TupleBlock) => void;
  readonly #renderer: TupleRenderer;
  readonly #invalidTexts: InvalidTexts;
  #block: TupleBlock;
  #rows = 0;
  #packetBytes = 0;
  #lastKey: readonly Buffer[] | undefined;

  /** @param onFull - told of each block that is full */
  constructor(task: ChunkTask, pool: BlockPool, onFull: (block: TupleBlock) => void) {
    const { table, writers, extraColumns, valueTraits, maskKey } = task.format;
    this.#task = task;
    this.#pool = pool;
    this.#onFull = onFull;
    this.#block = pool.take();
    this.#invalidTexts = new InvalidTexts(table, writers, valueTraits.unassignedCodes);
    this.#renderer = new TupleRenderer(writers, this.#block, {
      extraColumns,
      invalidTexts: this.#invalidTexts,
      jsonNumbers: valueTraits.jsonNumbers,
      maskKey,
    });
  }

  /** Renders a row packet; see `RowPacketHandler` for its form. */
  row(source: Buffer, start: number, end: number): void {
    this.#renderer.row(source, start, end);
    this.#rows++;
    this.#packetBytes += end - start;
    if (this.#rows === this.#task.rowLimit) this.#lastKey = this.#keyOf(source, start, end);
    if (this.#block.length < this.#task.blockBytes) return;
    const full = this.#block;
    this.#block = this.#pool.take();
    this.#renderer.block = this.#block;
    this.#onFull(full);
  }

  /** After the last row: the block that is not full, if it has rows. */
  rest(): TupleBlock | undefined {
    if (this.#block.rows > 0) return this.#block;
    this.#pool.giveBack(this.#block);
    return undefined;
  }

  result(): ChunkResult {
    return {
      rows: this.#rows,
      packetBytes: this.#packetBytes,
      lastKey: this.#lastKey,
      invalidTexts: this.#invalidTexts.summary(),
    };
  }

  /** A copy: the bytes of the row are gone after it. */
  #keyOf(source: Buffer, start: number, end: number): readonly Buffer[] {
    const fields: Buffer[] = [];
    for (let at = start; at < end; ) {
      const field = fieldAt(source, at);
      fields.push(source.subarray(field.start, field.end));
      at = field.end;
    }
    return this.#task.keyPositions.map((position) => {
      const field = fields[position];
      if (field !== undefined) return Buffer.from(field);
      throw new DumpError('INTERNAL', `The last row has no value in column ${position}.`);
    });
  }
}
