/** Cuts the values of an integer key into ranges of about as many rows as a chunk has. */

import type { Table } from '../catalog/model.ts';
import type { ChunkSize } from './chunk-size.ts';
import type { Keyset } from './keyset.ts';

const integerTypes = new Set(['tinyint', 'smallint', 'mediumint', 'int', 'bigint']);

/** Values above `lower`, up to `upper`; an undefined bound is open. */
export interface IntegerRange {
  readonly lower: bigint | undefined;
  readonly upper: bigint | undefined;
}

/** Ranges of a key with more columns would say little: many rows may share the first one's value. */
export function isIntegerKey(
  { columns: all }: Pick<Table, 'columns'>,
  { columns }: Keyset,
): boolean {
  const [name] = columns.map((column) => column.name);
  const dataType = all.find((column) => column.name === name)?.dataType ?? '';
  return columns.length === 1 && integerTypes.has(dataType);
}

/** An empty range is taken as one row in so many times its width. */
const emptyFactor = 16;

/**
 * Hands out range after range. How many rows a range has is only guessed, from those read so far:
 * where there are more, the range takes longer; nothing else depends on it.
 */
export class IntegerRanges {
  readonly #size: ChunkSize;
  readonly #last: bigint;
  /** The end of the last range that was handed out. */
  #lower: bigint;
  #begun: boolean;
  #ended = false;
  /** Rows per value of the key: at most 1. */
  #density: number;

  /**
   * @param first - the smallest value of the key
   * @param last - the largest one
   * @param lower - rows up to this value are not asked for; `undefined` to begin with the first one
   */
  constructor(
    first: bigint,
    last: bigint,
    lower: bigint | undefined,
    estimatedRows: number,
    size: ChunkSize,
  ) {
    this.#size = size;
    this.#last = last;
    this.#begun = lower !== undefined;
    this.#lower = lower ?? first - 1n;
    this.#density = Math.min(1, Math.max(1, estimatedRows) / Math.max(1, Number(last - first)));
  }

  next(): IntegerRange | undefined {
    if (this.#ended) return undefined;
    const width = Math.max(1, Math.ceil(this.#size.rows / this.#density));
    const upper = this.#lower + BigInt(width);
    const lower = this.#begun ? this.#lower : undefined;
    this.#begun = true;
    this.#lower = upper;
    // The ends are open: nothing is left out, should the smallest and largest value be wrong.
    this.#ended = upper >= this.#last;
    return { lower, upper: this.#ended ? undefined : upper };
  }

  /** Learns from a range that was read. */
  observe({ lower, upper }: IntegerRange, rows: number): void {
    if (lower === undefined || upper === undefined) return;
    const width = Number(upper - lower);
    const density = rows === 0 ? 1 / (emptyFactor * width) : rows / width;
    this.#density = Math.min(1, density);
  }
}
