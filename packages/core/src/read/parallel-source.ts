/** Reads tables over several connections, and gives their rows in the order of the plan. */

import type { Table } from '../catalog/model.ts';
import { BlockQueue } from './block-queue.ts';
import type { ChunkReader, FilledBlock } from './chunk-reader.ts';
import { Condition } from './condition.ts';
import { HeldTable } from './held-table.ts';
import type { MakeJob, RowSource, TableSource } from './row-source.ts';
import { TableBlocks } from './table-blocks.ts';
import { type Assignment, TableRanges } from './table-ranges.ts';
import type { TableWatch } from './table-watch.ts';

export interface ParallelSourceOptions {
  readonly readers: readonly ChunkReader[];
  /** In the order in which their rows are asked for. */
  readonly tables: readonly Table[];
  readonly makeJob: MakeJob;
  readonly watch: TableWatch;
  /** Bytes of rows that a chunk aims at. */
  readonly chunkBytes: number;
}

/** A chunk that a reader is to read, and where its rows go. */
interface Turn {
  readonly blocks: TableBlocks;
  readonly queue: BlockQueue;
  readonly assignment: Assignment;
}

/**
 * Each reader takes the next chunk in the order of the plan. The rows of the chunk that is next in
 * the dump flow through; those of later ones wait, within a limit: where it is reached the reader
 * stops, and begins no further chunk but the one that is next in the dump.
 */
export class ParallelSource implements RowSource {
  readonly readsAhead = true;
  readonly #options: ParallelSourceOptions;
  /** All tables whose rows have been asked for, or looked at, and have not been taken to the end. */
  readonly #live = new Map<Table, TableBlocks>();
  /** Tables of which chunks may be left, in their order: the first of those not finished. */
  readonly #open: TableBlocks[] = [];
  /** How many of the tables are or were among the open ones. */
  #opened = 0;
  readonly #changed = new Condition();
  /** Bytes of rows that wait. */
  #waitingBytes = 0;
  readonly #queueLimit: number;
  /** One reader at a time looks for its next chunk. */
  #looking: Promise<unknown> = Promise.resolve();
  #failure: { readonly error: unknown } | undefined;

  constructor(options: ParallelSourceOptions) {
    this.#options = options;
    // SQL is a little longer than the rows that it is made of.
    this.#queueLimit = 1.5 * options.chunkBytes;
    for (const reader of options.readers) void this.#work(reader);
  }

  rowsOf(table: Table): TableSource {
    const blocks = this.#blocksOf(table);
    return { job: blocks.job, blocks: this.#taken(blocks), invalidTexts: blocks.invalidTexts };
  }

  stop(reason: unknown): void {
    this.#fail(reason);
    for (const blocks of this.#live.values()) blocks.drop();
  }

  async *#taken(blocks: TableBlocks): AsyncGenerator<FilledBlock, void, undefined> {
    yield* blocks.take();
    this.#live.delete(blocks.table);
    this.#changed.notify();
  }

  #blocksOf(table: Table): TableBlocks {
    const known = this.#live.get(table);
    if (known !== undefined) return known;
    const job = this.#options.makeJob(table);
    const ranges = new TableRanges(job, this.#options.chunkBytes);
    const blocks = new TableBlocks(job, ranges, () => this.#changed.notify());
    this.#live.set(table, blocks);
    if (this.#failure !== undefined) blocks.end(this.#failure);
    return blocks;
  }

  async #work(reader: ChunkReader): Promise<void> {
    const held = new HeldTable(reader);
    try {
      while (true) {
        const turn = await this.#nextTurn(reader, held);
        if (turn === undefined) break;
        await this.#read(reader, turn);
      }
      await held.leave();
    } catch (error) {
      this.#fail(error);
    }
  }

  /** `undefined` where nothing is left to read. */
  async #nextTurn(reader: ChunkReader, held: HeldTable): Promise<Turn | undefined> {
    while (this.#failure === undefined) {
      const change = this.#changed.next;
      const turn = await this.#oneByOne(() => this.#find(reader, held));
      if (turn !== 'later') return turn;
      // Others who want to alter a table that is read need not wait for this reader.
      if (held.ended) await held.leave();
      await change;
    }
    return undefined;
  }

  #oneByOne<Result>(look: () => Promise<Result>): Promise<Result> {
    const looking = this.#looking.then(look);
    this.#looking = looking.catch(() => {});
    return looking;
  }

  async #find(reader: ChunkReader, held: HeldTable): Promise<Turn | 'later' | undefined> {
    let index = 0;
    while (this.#failure === undefined) {
      if (!this.#mayBegin()) return 'later';
      const blocks = this.#openAt(index);
      if (blocks === undefined) return index === 0 ? undefined : 'later';
      if (blocks.ranges.waiting) {
        index++;
        continue;
      }
      await held.enter(blocks);
      const next = await blocks.ranges.next(reader);
      if (next === undefined) {
        await this.#close(reader, blocks);
        this.#open.splice(index, 1);
      } else {
        const queue = new BlockQueue(this.#queueLimit, (bytes) => this.#count(bytes));
        blocks.add(queue);
        if (next.last) blocks.checked = true;
        return { blocks, queue, assignment: next };
      }
    }
    return undefined;
  }

  /**
   * What waits may be more than the limit by the rows of a later table alone: whoever takes the rows then
   * waits for a chunk that has not begun.
   */
  #mayBegin(): boolean {
    if (this.#waitingBytes < this.#options.readers.length * this.#queueLimit) return true;
    const [first] = this.#live.values();
    return first !== undefined && first === this.#open[0] && first.starved;
  }

  #openAt(index: number): TableBlocks | undefined {
    const table = this.#options.tables[this.#opened];
    if (index === this.#open.length && table !== undefined) {
      this.#opened++;
      this.#open.push(this.#blocksOf(table));
    }
    return this.#open[index];
  }

  async #read(reader: ChunkReader, { blocks, queue, assignment }: Turn): Promise<void> {
    try {
      const chunk = reader.readChunk(assignment.task);
      let next = await chunk.next();
      while (!next.done) {
        await queue.put(next.value);
        next = await chunk.next();
      }
      blocks.invalidTexts.add(next.value.invalidTexts);
      assignment.observe(next.value);
      if (assignment.last) await this.#check(reader, blocks);
      else if (blocks.ranges.ended) await this.#close(reader, blocks);
      queue.end();
      this.#changed.notify();
    } catch (error) {
      const explained = await this.#options.watch.explain(reader, blocks.table, error);
      queue.end({ error: explained });
      throw explained;
    }
  }

  /** Checks a table whose last chunk is not known by now to somebody who will check it. */
  async #close(reader: ChunkReader, blocks: TableBlocks): Promise<void> {
    if (blocks.checked) return;
    blocks.checked = true;
    await this.#check(reader, blocks);
  }

  /**
   * Each reader keeps the metadata lock of a table until it turns to another one, so that from the
   * first chunk to this check somebody always has it.
   */
  async #check(reader: ChunkReader, blocks: TableBlocks): Promise<void> {
    await this.#options.watch.check(reader, blocks.table);
    blocks.end();
  }

  #count(bytes: number): void {
    this.#waitingBytes += bytes;
    if (bytes < 0) this.#changed.notify();
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
    for (const blocks of this.#live.values()) blocks.end(this.#failure);
    this.#changed.notify();
  }
}
