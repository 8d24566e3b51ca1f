/** Notes where in the text a large table can be begun to be read: parts of whole statements. */

import type { ManifestPart } from '../../manifest/manifest.ts';
import { type Tuples, tupleSeparator } from './tuple-block.ts';
import { tupleLiterals } from './tuple-literals.ts';

/** Bytes of a part at first: a second of reading, at the most, to get at any row. */
const firstPartBytes = 16 * 1024 * 1024;

/** Parts of all tables. Beyond it, two and two become one, and later ones are twice as long. */
export const mostParts = 2048;

/** How long the parts of all tables of a dump are. */
export class PartBudget {
  /** Bytes after which the next statement begins a part. */
  partBytes: number;
  readonly #most: number;
  #tables: TableParts[] = [];

  constructor(partBytes: number = firstPartBytes, most: number = mostParts) {
    this.partBytes = partBytes;
    this.#most = most;
  }

  /** @param keyColumns - positions of the key's columns in the rows; `undefined` without a key */
  open(keyColumns: readonly number[] | undefined): TableParts {
    return new TableParts(this, keyColumns);
  }

  /** Told by a table that it has another part. One that is a single part is none of them. */
  grown(table: TableParts): void {
    if (this.#tables.at(-1) !== table) this.#tables.push(table);
    while (this.#tables.reduce((sum, { count }) => sum + count, 0) > this.#most) {
      this.partBytes *= 2;
      for (const one of this.#tables) one.mergePairs();
      this.#tables = this.#tables.filter(({ count }) => count > 1);
    }
  }
}

interface OpenPart {
  readonly start: number;
  readonly rowsBefore: number;
  readonly firstKey: readonly string[] | undefined;
  lastKey: readonly string[] | undefined;
}

/**
 * The parts of one table. Where they begin depends on the rows alone, as where statements do: not on
 * the blocks in which they come.
 */
export class TableParts {
  readonly #budget: PartBudget;
  readonly #keyColumns: readonly number[] | undefined;
  #parts: OpenPart[] = [];
  /** The key of the last row of the last block, where it may be needed. */
  #lastKey: readonly string[] | undefined;
  #rows = 0;

  constructor(budget: PartBudget, keyColumns: readonly number[] | undefined) {
    this.#budget = budget;
    this.#keyColumns = keyColumns;
  }

  get count(): number {
    return this.#parts.length;
  }

  /** @param position - in the text, @param rowsBefore - of the table, @param row - its first one */
  beginStatement(position: number, rowsBefore: number, tuples: Tuples, row: number): void {
    const part = this.#parts.at(-1);
    if (part !== undefined) {
      if (position - part.start < this.#budget.partBytes) return;
      part.lastKey = row === 0 ? this.#lastKey : this.#keyOf(tuples, row - 1);
    }
    const firstKey = this.#keyOf(tuples, row);
    this.#parts.push({ start: position, rowsBefore, firstKey, lastKey: undefined });
    if (part !== undefined) this.#budget.grown(this);
  }

  /**
   * The rows of a block are gone after it, and its last one may turn out to be the last of a part.
   *
   * @param position - where the next statement would begin
   */
  endBlock(position: number, tuples: Tuples): void {
    const part = this.#parts.at(-1);
    if (part === undefined || tuples.ends.length === 0) return;
    if (this.count === 1 && position - part.start < this.#budget.partBytes) return;
    this.#lastKey = this.#keyOf(tuples, tuples.ends.length - 1);
  }

  mergePairs(): void {
    const parts = this.#parts;
    this.#parts = parts.flatMap((part, index) =>
      index % 2 === 0 ? [{ ...part, lastKey: (parts[index + 1] ?? part).lastKey }] : [],
    );
  }

  /** @param rows - of the table, all of which have been given */
  end(rows: number): void {
    this.#rows = rows;
  }

  /** After the end. They become fewer as other tables have parts; none where it is a single one. */
  parts(): readonly ManifestPart[] {
    const parts = this.#parts;
    if (parts.length < 2) return [];
    return parts.map(({ start, rowsBefore, firstKey, lastKey }, index) => {
      const next = parts[index + 1];
      const last = next === undefined ? this.#lastKey : lastKey;
      return {
        start,
        rows: (next?.rowsBefore ?? this.#rows) - rowsBefore,
        ...(firstKey === undefined ? {} : { firstKey }),
        ...(last === undefined ? {} : { lastKey: last }),
      };
    });
  }

  #keyOf({ bytes, ends }: Tuples, row: number): readonly string[] | undefined {
    if (this.#keyColumns === undefined) return undefined;
    const start = row === 0 ? 0 : (ends[row - 1] as number);
    const tuple = bytes.subarray(start + tupleSeparator.length, ends[row]);
    return tupleLiterals(tuple, this.#keyColumns);
  }
}
