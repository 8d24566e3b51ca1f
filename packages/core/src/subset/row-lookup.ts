/** How the rows of a table are told from each other, and found: the statements of a subset. */

import type { Column, Table } from '../catalog/model.ts';
import { columnOf } from '../catalog/same-names.ts';
import type { RowList } from '../plan/chosen-rows.ts';
import { rowsOf } from '../plan/chunk-statements.ts';
import { keyCondition, keyText, valuesCondition } from '../plan/key-list.ts';
import { comparableColumns, type Keyset, rowKeyOf } from '../plan/keyset.ts';
import { qualifiedName, quoteIdentifier } from '../sql/identifier.ts';
import { denseCondition } from './dense-keys.ts';
import { equalColumns } from './equal-columns.ts';
import { KeyBatches } from './keys/key-batches.ts';
import { type CompareKeys, keyOrder } from './keys/key-order.ts';
import type { KeySet } from './keys/key-set.ts';
import type { Equality, Step } from './relation-steps.ts';
import { columnsOfKey, isInteger } from './same-literals.ts';
import { type Seed, seedCondition } from './seed.ts';

/** Some rows of a table. */
export interface RowsOfTable {
  readonly table: Table;
  /** Names of columns stand alone in it; undefined for all rows. */
  readonly condition: string | undefined;
  /** Whether a condition of the caller's is part of it. */
  readonly asksCaller: boolean;
}

/** How rows of another table hold keys. */
export interface HeldKeys {
  /** Selected, they are what {@link RowLookup.keyOf} takes. Where one is NULL there is no key. */
  readonly expressions: readonly string[];
}

/** What a row is told from others by. */
interface Identity extends Omit<Keyset, 'keyName'> {
  /** Of a unique key. */
  readonly keyName: string | undefined;
  /** Whether a row is one of the seed's: what else it is told from others by. */
  readonly flag: string | undefined;
}

export class RowLookup {
  readonly table: Table;
  readonly #identity: Identity;

  private constructor(table: Table, identity: Identity) {
    this.table = table;
    this.#identity = identity;
  }

  /**
   * Rows of a table without a key are taken by the columns that others are compared with: those with the
   * same values are taken together, or not at all. So there must be columns, and whether a row is one of
   * the seed's must be the same each time that it is asked.
   *
   * @param compared - names of columns by which rows of the table are found
   * @returns `undefined` where they can't be told from each other
   */
  static of(
    table: Table,
    compared: ReadonlySet<string>,
    seed: Seed | undefined,
  ): RowLookup | undefined {
    const key = rowKeyOf(table, []);
    if (key !== undefined) return new RowLookup(table, { ...key, flag: undefined });
    if (compared.size === 0 || seed?.limit !== undefined) return undefined;
    const found = comparableColumns(table, columnsOf(table, compared), [], 'bytes');
    const condition = seed && seedCondition(table, seed);
    const flag = condition && `((${condition}) IS TRUE)`;
    return found && new RowLookup(table, { ...found, keyName: undefined, flag });
  }

  /** Whether a condition of the caller's stands in its statements. */
  get asksCondition(): boolean {
    return this.#identity.flag !== undefined;
  }

  /** About the order of the table. */
  get order(): CompareKeys {
    return keyOrder(this.#identity.columns);
  }

  /** The key of a row that one of the statements gave. */
  keyOf(row: readonly (Buffer | null)[]): string {
    const { columns, flag } = this.#identity;
    const key = keyText(columns, row);
    return flag === undefined ? key : `${key},${row.at(-1)?.toString()}`;
  }

  /** The rows with these keys. */
  rows(keys: readonly string[]): RowsOfTable {
    return {
      table: this.table,
      condition: this.#denseCondition(keys) ?? this.#condition(keys),
      asksCaller: this.asksCondition,
    };
  }

  /** The same rows, to be read. */
  list(keys: KeySet): RowList {
    const { keyName, columns } = this.#identity;
    let batches: KeyBatches | undefined;
    return {
      next: () => {
        // They are sorted when they are asked for: until then they are not all there.
        batches ??= new KeyBatches(keys.sorted(this.order));
        const next = batches.next();
        return next.length === 0 ? undefined : this.#condition(next);
      },
      key: keyName === undefined ? undefined : { name: keyName, columns: columns.map(nameOf) },
    };
  }

  /** The same rows by one range, where lookups would take longer. */
  #denseCondition(keys: readonly string[]): string | undefined {
    const { columns, keyName } = this.#identity;
    const [column] = columns;
    if (keyName === undefined || columns.length !== 1 || column === undefined) return undefined;
    const { dataType, columnType } = columnOf(this.table, column.name) ?? {};
    if (columnType === undefined || !isInteger(dataType)) return undefined;
    return denseCondition(quoteIdentifier(column.name), columnType.includes('unsigned'), keys);
  }

  #condition(keys: readonly string[]): string {
    const { columns, keyName, flag } = this.#identity;
    return keyName === undefined
      ? valuesCondition(columns, flag, keys)
      : keyCondition(columns, keys);
  }

  /** Finds the rows of a seed. */
  seedSelect(seed: Seed): string {
    const condition = seedCondition(this.table, seed);
    const where = condition === undefined ? '' : ` WHERE ${condition}`;
    const select = `SELECT ${this.#keys()} FROM ${rowsOf(this.table)}${where}`;
    if (seed.limit === undefined) return select;
    const order = this.#identity.columns.map(nameOf).map(quoteIdentifier).join(', ');
    return `${select} ORDER BY ${order} LIMIT ${seed.limit}`;
  }

  /** Finds the rows whose columns are equal to those of other rows. */
  equalSelect({ table, condition }: RowsOfTable, equality: Equality): string {
    const { from } = equality;
    if (condition === undefined) return this.#equalToAny(table, equality);
    const alias = aliases(this.table);
    const known = from.map((name, index) => `${quoteIdentifier(name)} AS ${alias(index)}`);
    const equal = equalColumns(this.table, table, equality).map(({ wanted, index, compare }) =>
      compare(quoteIdentifier(wanted), alias(index)),
    );
    return (
      `SELECT ${this.#keys()} FROM (SELECT ${known.join(', ')} FROM ${rowsOf(table)} ` +
      `WHERE ${condition}) AS ${alias()} STRAIGHT_JOIN ${rowsOf(this.table)} ` +
      `ON ${equal.join(' AND ')}`
    );
  }

  /** All rows of the other table: too many to make a list of, so each row looks for one of them. */
  #equalToAny(table: Table, equality: Equality): string {
    const own = qualifiedName(this.table);
    const other = aliases(this.table)();
    const equal = equalColumns(this.table, table, equality).map(({ wanted, known, compare }) =>
      compare(`${own}.${quoteIdentifier(wanted)}`, `${other}.${quoteIdentifier(known)}`),
    );
    return (
      `SELECT ${this.#keys()} FROM ${rowsOf(this.table)} WHERE EXISTS ` +
      `(SELECT 1 FROM ${rowsOf(table)} AS ${other} WHERE ${equal.join(' AND ')})`
    );
  }

  /**
   * How another table tells keys of this one, without a look at this one. There need not be such rows:
   * then nothing is found by their keys.
   */
  heldKeys({ from: other, equality }: Pick<Step, 'equality' | 'from'>): HeldKeys | undefined {
    if (this.#identity.keyName === undefined) return undefined;
    const key = this.#identity.columns.map(nameOf);
    const columns = columnsOfKey(this.table, key, other, equality);
    const compared = columns && comparableColumns(other, columns, []);
    return compared && { expressions: compared.extraExpressions };
  }

  #keys(): string {
    const { keyName, extraExpressions, flag } = this.#identity;
    const list = [...extraExpressions, ...(flag === undefined ? [] : [flag])].join(', ');
    return keyName === undefined ? `DISTINCT ${list}` : list;
  }
}

function nameOf({ name }: { readonly name: string }): string {
  return name;
}

function columnsOf({ columns }: Table, names: ReadonlySet<string>): readonly Column[] {
  const wanted = new Set([...names].map((name) => name.toLowerCase()));
  return columns.filter(({ name }) => wanted.has(name.toLowerCase()));
}

/**
 * Names for other rows and their columns, in a statement that names this table: neither it nor a column of
 * it is called so. The name of its database would not tell an alias from a table.
 */
function aliases({ name, columns }: Table): (index?: number) => string {
  const taken = [name, ...columns.map(nameOf)].map((one) => one.toLowerCase());
  let prefix = 'known';
  while (taken.some((one) => one.startsWith(prefix))) prefix += '_';
  return (index) => quoteIdentifier(index === undefined ? prefix : `${prefix}${index}`);
}
