/** Cuts a table into chunks that may be read at the same time, by several readers. */

import type { SqlSession } from '../connect/sql-session.ts';
import { boundarySelect, extremesSelect } from '../plan/chunk-statements.ts';
import { type IntegerRange, IntegerRanges, isIntegerKey } from '../plan/integer-ranges.ts';
import type { KeyBound, Keyset } from '../plan/keyset.ts';
import { qualifiedName } from '../sql/identifier.ts';
import type { ChunkResult, ChunkTask } from './chunk-reader.ts';
import type { TableJob } from './table-job.ts';

/** A chunk to read. */
export interface Assignment {
  readonly task: ChunkTask;
  /** Whether it is known to be the last one of its table. */
  readonly last: boolean;
  /** To be called with what was read. */
  readonly observe: (result: ChunkResult) => void;
}

/** A table that is estimated to have fewer bytes than so many chunks is not cut beforehand. */
const fewChunks = 2;

export class TableRanges {
  readonly #job: TableJob;
  readonly #chunkBytes: number;
  #ended = false;
  /** A chunk is being read on whose end it depends how to go on. */
  #waiting = false;
  /** Where the next chunk begins. */
  #lower: KeyBound | undefined;
  #begun = false;
  #integers: IntegerRanges | undefined;

  constructor(job: TableJob, chunkBytes: number) {
    this.#job = job;
    this.#chunkBytes = chunkBytes;
  }

  /** Whether no further chunk begins. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Whether no chunk can begin before the one that is being read has ended. */
  get waiting(): boolean {
    return this.#waiting;
  }

  /** The next chunk, if there is one. To be called by one reader at a time. */
  async next(session: SqlSession): Promise<Assignment | undefined> {
    if (this.#ended || this.#waiting) return undefined;
    const { keyset, table } = this.#job;
    if (this.#job.isListed) return this.#listed();
    if (keyset === undefined) return this.#rest();
    if (!this.#begun && table.estimatedBytes < fewChunks * this.#chunkBytes) return this.#first();
    this.#begun = true;
    return isIntegerKey(table, keyset)
      ? this.#nextByValue(session, keyset)
      : this.#nextByCount(session, keyset);
  }

  /** All rows of a small table, or what tells that it is larger than the server thinks. */
  #first(): Assignment {
    this.#begun = true;
    this.#waiting = true;
    const { size } = this.#job;
    return {
      task: this.#job.task({ rowLimit: fewChunks * size.rows }),
      last: false,
      observe: (result) => {
        this.#waiting = false;
        size.observe(result);
        if (result.lastKey === undefined) this.#ended = true;
        else this.#lower = this.#job.boundAt(result.lastKey);
      },
    };
  }

  #listed(): Assignment | undefined {
    const task = this.#job.nextListed();
    if (task === undefined) return this.#end();
    return { task, last: false, observe: () => {} };
  }

  #rest(): Assignment {
    this.#ended = true;
    return { task: this.#job.task({ lower: this.#lower }), last: true, observe: () => {} };
  }

  async #nextByValue(session: SqlSession, keyset: Keyset): Promise<Assignment | undefined> {
    this.#integers ??= await this.#readExtremes(session, keyset);
    const range = this.#integers?.next();
    if (range === undefined) return this.#end();
    if (range.upper === undefined) this.#ended = true;
    return {
      task: this.#job.task(boundsOf(range)),
      last: this.#ended,
      observe: (result) => {
        this.#job.size.observe(result);
        this.#integers?.observe(range, result.rows);
      },
    };
  }

  /** `undefined` where there are no rows. */
  async #readExtremes(session: SqlSession, keyset: Keyset): Promise<IntegerRanges | undefined> {
    const { table, size } = this.#job;
    const [row] = await session.query(
      extremesSelect({ table, lower: this.#lower }, keyset),
      `find the first and last key of table ${qualifiedName(table)}`,
    );
    const [first, last] = row ?? [];
    if (first == null || last == null) return undefined;
    const [lower] = this.#lower ?? [];
    return new IntegerRanges(
      BigInt(first.toString()),
      BigInt(last.toString()),
      lower === undefined ? undefined : BigInt(lower),
      table.estimatedRows,
      size,
    );
  }

  async #nextByCount(session: SqlSession, keyset: Keyset): Promise<Assignment | undefined> {
    const { table, size, format } = this.#job;
    const lower = this.#lower;
    const [row] = await session.query(
      boundarySelect({ table, columns: format.writers, lower }, keyset, size.rows),
      `find the end of a chunk of table ${qualifiedName(table)}`,
    );
    if (row === undefined) return this.#rest();
    const upper = this.#job.boundAt(row.map((value) => value ?? Buffer.alloc(0)));
    this.#lower = upper;
    return {
      task: this.#job.task({ lower, upper }),
      last: false,
      observe: (result) => size.observe(result),
    };
  }

  #end(): undefined {
    this.#ended = true;
    return undefined;
  }
}

function boundsOf({ lower, upper }: IntegerRange): { lower?: KeyBound; upper?: KeyBound } {
  return {
    ...(lower === undefined ? {} : { lower: [lower.toString()] }),
    ...(upper === undefined ? {} : { upper: [upper.toString()] }),
  };
}
