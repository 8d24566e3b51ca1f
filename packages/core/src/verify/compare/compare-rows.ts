/** Compares the rows of one table as the dump has them with those of the database. */

import { RowCursor, type StatementSource } from './row-cursor.ts';
import { RowSums } from './row-sums.ts';
import { tupleValues } from './tuple-values.ts';

/** One side of the comparison. */
export interface RowsSide {
  readonly statements: StatementSource;
  /** The columns of its rows, where the statements do not name them themselves. */
  readonly columns: readonly string[] | undefined;
}

/** What differs first. */
export interface RowsDifference {
  /**
   * - `values`: both have a row with this key
   * - `missing`: only the dump has it
   * - `extra`: only the database has it
   * - `replaced`: the dump has it, and the database another one in its place
   * - `unknown`: rows have no key
   */
  readonly kind: 'values' | 'missing' | 'extra' | 'replaced' | 'unknown';
  /** Literals, one for each column of the key. */
  readonly key?: readonly string[];
  readonly dumpRows: number;
  readonly liveRows: number;
}

export interface RowsComparison {
  readonly difference: RowsDifference | undefined;
  readonly liveRows: number;
}

/**
 * Both sides are read at the same pace. As long as their statements are the same bytes, no row is
 * looked at. From the first row on that is not the same, all rows are summed by their hashes on both
 * sides: rows in another order are no difference.
 *
 * @param key - columns that the rows are in the order of; `undefined` where they are in no order
 */
export async function compareRows(
  dump: RowsSide,
  live: RowsSide,
  key: readonly string[] | undefined,
): Promise<RowsComparison> {
  let same = 0;
  let left = await dump.statements.next();
  let right = await live.statements.next();
  while (left !== undefined && right !== undefined && left.bytes.equals(right.bytes)) {
    same += left.rows;
    left = await dump.statements.next();
    right = await live.statements.next();
  }
  if (left === undefined && right === undefined) return { difference: undefined, liveRows: same };
  const dumpRows = new RowCursor(dump.statements, left);
  const liveRows = new RowCursor(live.statements, right);
  for (;;) {
    await dumpRows.load();
    await liveRows.load();
    const { row } = dumpRows;
    if (row === undefined || liveRows.row === undefined || !row.equals(liveRows.row)) break;
    same += 1;
    dumpRows.advance();
    liveRows.advance();
  }
  const keyed = key === undefined ? [] : key;
  return compareRest(
    { cursor: dumpRows, positions: positionsOf(keyed, dump.columns) },
    { cursor: liveRows, positions: positionsOf(keyed, live.columns) },
    same,
  );
}

/** Where the columns of the key are among the values of a row; `undefined` where that is not known. */
type Positions = (head: Buffer | undefined) => readonly number[] | undefined;

function positionsOf(key: readonly string[], columns: readonly string[] | undefined): Positions {
  let knownHead: Buffer | undefined;
  let known: readonly number[] | undefined;
  return (head) => {
    if (key.length === 0 || head === undefined) return undefined;
    if (knownHead?.equals(head) === true) return known;
    const names = namedColumns(head) ?? columns;
    const positions = key.map((name) => names?.indexOf(name) ?? -1);
    knownHead = head;
    known = positions.includes(-1) ? undefined : positions;
    return known;
  };
}

/** One way to read it: two names have a comma between them, and one has its backticks twice. */
const namedPattern = /^[^`]*`(?:[^`]|``)*` \((`(?:[^`]|``)*`(?:,`(?:[^`]|``)*`)*)\) VALUES/;

/** Names between the table and VALUES, where there are some: all in backticks, as we write them. */
function namedColumns(head: Buffer): readonly string[] | undefined {
  const list = namedPattern.exec(head.toString());
  const names = list?.[1]?.match(/`(?:[^`]|``)*`/g);
  return names?.map((name) => name.slice(1, -1).replaceAll('``', '`'));
}

interface Rest {
  readonly cursor: RowCursor;
  readonly positions: Positions;
}

function keyAt({ cursor: { row, head }, positions }: Rest): readonly string[] | undefined {
  const wanted = positions(head);
  return row === undefined || wanted === undefined ? undefined : tupleValues(row, wanted);
}

/** Sums the rows of one side, and looks for a key among them. */
class Summing {
  readonly sums: RowSums;
  found = false;
  readonly #rest: Rest;
  readonly #key: readonly string[] | undefined;

  constructor(rest: Rest, secret: Buffer, lookedFor: readonly string[] | undefined) {
    this.#rest = rest;
    this.#key = lookedFor;
    this.sums = new RowSums(secret);
  }

  /** Sums what has been loaded, and loads more. */
  async step(): Promise<boolean> {
    const { cursor } = this.#rest;
    for (; cursor.row !== undefined; cursor.advance()) {
      this.sums.add(cursor.row);
      if (this.#key !== undefined && !this.found) {
        const key = keyAt(this.#rest);
        this.found = key?.every((literal, index) => literal === this.#key?.[index]) === true;
      }
    }
    await cursor.load();
    return cursor.row !== undefined;
  }
}

async function compareRest(dump: Rest, live: Rest, same: number): Promise<RowsComparison> {
  const dumpKey = keyAt(dump);
  const liveKey = keyAt(live);
  const secret = RowSums.makeSecret();
  const dumpSide = new Summing(dump, secret, liveKey);
  const liveSide = new Summing(live, secret, dumpKey);
  for (;;) {
    const dumpGoesOn = await dumpSide.step();
    const liveGoesOn = await liveSide.step();
    if (!dumpGoesOn && !liveGoesOn) break;
  }
  const liveRows = same + liveSide.sums.rows;
  if (dumpSide.sums.equals(liveSide.sums)) return { difference: undefined, liveRows };
  return {
    difference: {
      ...firstDifference(dumpKey, liveKey, dumpSide.found, liveSide.found),
      dumpRows: same + dumpSide.sums.rows,
      liveRows,
    },
    liveRows,
  };
}

/**
 * Both sides are in the order of the key, as the server has it, which only the server knows: so which
 * of two keys comes first is told by the side that also has the other one.
 *
 * @param dumpHasLiveKey - whether the key of the database's row is in the rest of the dump
 */
function firstDifference(
  dumpKey: readonly string[] | undefined,
  liveKey: readonly string[] | undefined,
  dumpHasLiveKey: boolean,
  liveHasDumpKey: boolean,
): Pick<RowsDifference, 'kind' | 'key'> {
  if (dumpKey === undefined && liveKey === undefined) return { kind: 'unknown' };
  if (dumpKey === undefined) return { kind: 'extra', key: liveKey ?? [] };
  if (liveKey === undefined) return { kind: 'missing', key: dumpKey };
  const isSameKey = dumpKey.every((literal, index) => literal === liveKey[index]);
  if (isSameKey) return { kind: 'values', key: dumpKey };
  if (dumpHasLiveKey && liveHasDumpKey) return { kind: 'unknown' };
  if (dumpHasLiveKey) return { kind: 'missing', key: dumpKey };
  if (liveHasDumpKey) return { kind: 'extra', key: liveKey };
  return { kind: 'replaced', key: dumpKey };
}
