/** The statements that find keys of rows: of seeds, and of rows that refer to each other. */

import type { Table } from '../catalog/model.ts';
import { keyListCondition, keyText } from '../plan/key-list.ts';
import { type Keyset, rowKeyOf, rowsOf } from '../plan/keyset.ts';
import { quoteIdentifier } from '../sql/identifier.ts';
import type { Seed } from './seeds.ts';

/** Some rows of a table. */
export interface RowsOfTable {
  readonly table: Table;
  /** Names of columns stand alone in it; undefined for all rows. */
  readonly condition: string | undefined;
}

/** Columns of two tables that are to be equal. */
export interface Equality {
  readonly from: readonly string[];
  readonly to: readonly string[];
}

/** How the rows of a table are told from each other. */
export class RowLookup {
  readonly table: Table;
  readonly #keyset: Keyset;

  private constructor(table: Table, keyset: Keyset) {
    this.table = table;
    this.#keyset = keyset;
  }

  /** `undefined` where the table has no key for it. */
  static of(table: Table): RowLookup | undefined {
    const keyset = rowKeyOf(table, []);
    return keyset === undefined ? undefined : new RowLookup(table, keyset);
  }

  /** The key of a row that one of the statements gave. */
  keyOf(row: readonly (Buffer | null)[]): string {
    return keyText(
      this.#keyset,
      row.map((value) => value ?? Buffer.alloc(0)),
    );
  }

  /** The rows with these keys. */
  rows(keys: readonly string[]): RowsOfTable {
    return { table: this.table, condition: keyListCondition(this.#keyset, keys) };
  }

  /** Finds the rows of a seed. */
  seedSelect(seed: Seed): string {
    const condition = seedCondition(this.table, seed);
    const where = condition === undefined ? '' : ` WHERE ${condition}`;
    const order = this.#keyset.columns.map(({ name }) => quoteIdentifier(name)).join(', ');
    const limit = seed.limit === undefined ? '' : ` LIMIT ${seed.limit}`;
    return `SELECT ${this.#keys()} FROM ${rowsOf(this.table)}${where} ORDER BY ${order}${limit}`;
  }

  /** Finds the rows whose columns are equal to those of other rows. */
  equalSelect({ table, condition }: RowsOfTable, { from, to }: Equality): string {
    const order = this.#keyset.columns.map((_, index) => index + 1).join(', ');
    return condition === undefined
      ? this.#equalToAny(table, { from, to })
      : `SELECT ${this.#keys()} FROM (SELECT DISTINCT ${aliased(from)} FROM ${rowsOf(table)} ` +
          `WHERE ${condition}) AS known STRAIGHT_JOIN ${rowsOf(this.table)} ` +
          `ON ${to.map((name, index) => `${quoteIdentifier(name)} = ${alias(index)}`).join(' AND ')} ` +
          `ORDER BY ${order}`;
  }

  /** All rows of the other table: too many to make a list of, so each row looks for one of them. */
  #equalToAny(table: Table, { from, to }: Equality): string {
    const equal = to.map(
      (name, index) =>
        `known.${quoteIdentifier(from[index] ?? '')} = wanted.${quoteIdentifier(name)}`,
    );
    return (
      `SELECT ${this.#keys()} FROM ${rowsOf(this.table)} AS wanted WHERE EXISTS ` +
      `(SELECT 1 FROM ${rowsOf(table)} AS known WHERE ${equal.join(' AND ')}) ` +
      `ORDER BY ${this.#keyset.columns.map(({ name }) => quoteIdentifier(name)).join(', ')}`
    );
  }

  #keys(): string {
    return this.#keyset.extraExpressions.join(', ');
  }
}

/** A name that no column has by chance. */
function alias(index: number): string {
  return quoteIdentifier(`dumpstream known ${index}`);
}

function aliased(columns: readonly string[]): string {
  return columns.map((name, index) => `${quoteIdentifier(name)} AS ${alias(index)}`).join(', ');
}

/** The condition of the caller's and the sample; undefined for all rows. */
export function seedCondition(
  table: Table,
  { condition, sample }: Pick<Seed, 'condition' | 'sample'>,
): string | undefined {
  const conditions: string[] = [];
  // On its own line, so that a trailing -- comment of the caller's does not swallow the parenthesis.
  if (condition !== undefined) conditions.push(`(${condition}\n)`);
  if (sample !== undefined && sample < 1) conditions.push(sampleCondition(table, sample));
  return conditions.length === 0 ? undefined : conditions.join(' AND ');
}

/** The same rows each time: by a checksum of what a row is told from others by. */
function sampleCondition({ clusteredKey, columns }: Table, share: number): string {
  const names = (clusteredKey?.columns ?? columns).map(({ name }) => quoteIdentifier(name));
  return `CRC32(CONCAT_WS(',', ${names.join(', ')})) < ${Math.round(share * 2 ** 32)}`;
}
