/** Keyset chunks: a range of one table's rows in the order of a unique key, as data and as SQL. */

import type { Column, Table } from '../catalog/model.ts';
import { quoteIdentifier } from '../sql/identifier.ts';
import type { ServerInfo } from '../summary.ts';
import { type ColumnWriter, columnWriter, exactDouble } from './value-kinds.ts';

/** SQL literals for the columns of the key, in their order. */
export type KeyBound = readonly string[];

/**
 * Rows of one table whose key is above `lower` and at most `upper`; an undefined bound is open.
 * Plain data: it can be read on any connection that sees the same snapshot.
 */
export interface Chunk {
  readonly table: Table;
  readonly columns: readonly ColumnWriter[];
  readonly lower: KeyBound | undefined;
  readonly upper: KeyBound | undefined;
  /** Read no more than so many rows, the first ones in key order. */
  readonly rowLimit: number | undefined;
}

/** The key that a table's rows are read in order of, and where its columns are in the SELECT list. */
export interface Keyset {
  readonly keyName: string;
  readonly columns: readonly KeysetColumn[];
  /** Selected behind the columns of the table, for the key alone. */
  readonly extraExpressions: readonly string[];
}

export interface KeysetColumn {
  readonly name: string;
  /** Position in the SELECT list. */
  readonly position: number;
  readonly literal: LiteralKind;
  /** `_utf8mb4`, for a text. */
  readonly introducer: string;
}

type LiteralKind = 'number' | 'double' | 'bits' | 'quoted' | 'bytes';

const literalKinds = new Map<string, LiteralKind>([
  ...['tinyint', 'smallint', 'mediumint', 'int', 'bigint', 'decimal', 'year', 'enum', 'set'].map(
    (type) => [type, 'number'] as const,
  ),
  ...['float', 'double'].map((type) => [type, 'double'] as const),
  ['bit', 'bits'],
  ...['date', 'time', 'datetime', 'timestamp'].map((type) => [type, 'quoted'] as const),
  ...['uuid', 'inet4', 'inet6'].map((type) => [type, 'quoted'] as const),
  ...['char', 'varchar', 'binary', 'varbinary'].map((type) => [type, 'bytes'] as const),
]);

/**
 * The keyset of a table, `undefined` where its rows must be read in one piece: no fitting key, or
 * one of a type whose order the server doesn't compare a literal by.
 *
 * Nullable and prefix keys are no keysets, though one could be made of them: InnoDB clusters such a
 * table by a hidden row number, so that reading it in one piece is one pass over its pages, and
 * reading it by the key one lookup per row.
 */
export function keysetOf(
  table: Table,
  columns: readonly ColumnWriter[],
  flavor: ServerInfo['flavor'],
): Keyset | undefined {
  const key = table.clusteredKey?.columns ?? [];
  const [first] = key;
  if (first === undefined || sortsByNumber(first)) return undefined;
  if (key.some(({ dataType }) => hasOwnOrder.has(dataType))) return undefined;
  return key.some((column) => hasTwoOrders(column, flavor)) ? undefined : rowKeyOf(table, columns);
}

/**
 * The key by which single rows are found, also where it is in no order that a range could be made
 * of. `undefined` where there is none, or a literal may be equal to no stored value.
 */
export function rowKeyOf(table: Table, columns: readonly ColumnWriter[]): Keyset | undefined {
  const key = table.rowKey;
  if (key === undefined) return undefined;
  const found = comparableColumns(table, key.columns, columns);
  return found && { keyName: key.name, ...found };
}

/**
 * Columns that are compared with literals of their values.
 *
 * @param columns - what is selected before them
 * @param texts - whether texts are selected as bytes: what the collation takes for the same is then
 *   still told from each other by DISTINCT
 * @returns `undefined` where one is of a type that has no such literal
 */
export function comparableColumns(
  table: Table,
  compared: readonly Column[],
  columns: readonly ColumnWriter[],
  texts: 'bytes' | 'any' = 'any',
): Pick<Keyset, 'columns' | 'extraExpressions'> | undefined {
  const positions = selectPositions(columns);
  const extraExpressions: string[] = [];
  const keyColumns: KeysetColumn[] = [];
  for (const column of compared) {
    const literal = literalKinds.get(column.dataType);
    const introducer = column.characterSet === undefined ? '' : `_${column.characterSet} `;
    const name = quoteIdentifier(column.name);
    if (literal === undefined || isRounded(column) || isLongSet(column)) return undefined;
    const own = sortsByNumber(column)
      ? `${name} + 0`
      : texts === 'bytes' && literal === 'bytes'
        ? `CONVERT(${name} USING binary)`
        : column.dataType === 'float'
          ? exactDouble(name)
          : undefined;
    let position = own === undefined ? positions.get(column.name) : undefined;
    if (position === undefined) {
      position = positions.size + extraExpressions.length;
      extraExpressions.push(own ?? columnWriter(table, column, false).expression);
    }
    keyColumns.push({ name: column.name, position, literal, introducer });
  }
  return { columns: keyColumns, extraExpressions };
}

/** Types of MariaDB that sort by other bytes than those they show: no ranges are made of them. */
const hasOwnOrder = new Set(['uuid', 'inet4', 'inet6']);

/**
 * Their order is that of the numbers, but no index range is made of a number: behind another column
 * that costs little, at the front every chunk would be looked for from the beginning.
 */
function sortsByNumber({ dataType }: Column): boolean {
  return dataType === 'enum' || dataType === 'set';
}

/** Where each column is in the SELECT list; companions stand between, under no column's name. */
function selectPositions(columns: readonly ColumnWriter[]): ReadonlyMap<string, number> {
  const names = columns.flatMap(({ column, companion, kind }) => {
    // What is read of it to be masked need not be what its order goes by.
    if (kind === 'masked') return [`${column.name}\0masked`];
    return companion === undefined ? [column.name] : [column.name, `${column.name}\0companion`];
  });
  return new Map(names.map((name, position) => [name, position]));
}

/**
 * FLOAT(M,D) and DOUBLE(M,D): the largest value that is stored may be above the one that MySQL takes
 * a literal for, and equal to nothing then.
 */
function isRounded({ dataType, columnType }: Column): boolean {
  return literalKinds.get(dataType) === 'double' && columnType.includes(',');
}

/** Beyond 2^53 its number is not exact where the server takes it for a DOUBLE. */
function isLongSet({ dataType, columnType }: Column): boolean {
  return dataType === 'set' && columnType.split("','").length > 53;
}

/** Collations that compare without padding: MariaDB's `nopad` ones, and the UCA 9.0.0 ones. */
const noPadCollation = /nopad|_0900_/;

/**
 * MariaDB's index holds a CHAR with its padding, and a comparison under such a collation is made
 * without. In MySQL both have one order.
 */
function hasTwoOrders({ dataType, collation = '' }: Column, flavor: ServerInfo['flavor']): boolean {
  return flavor === 'mariadb' && dataType === 'char' && noPadCollation.test(collation);
}

/** A key value as the server sent it, as an SQL literal that compares equal to it. */
export function keyLiteral(column: KeysetColumn, value: Buffer): string {
  switch (column.literal) {
    case 'number':
      return value.toString('latin1');
    case 'double':
      return doubleLiteral(value.toString('latin1'));
    case 'bits':
      return BigInt(`0x${value.toString('hex')}`).toString();
    case 'quoted':
      return `'${value.toString('latin1')}'`;
    case 'bytes':
      return value.length === 0
        ? `${column.introducer}''`
        : `${column.introducer}0x${value.toString('hex')}`;
  }
}

/** Without an exponent it would be a DECIMAL, which is compared as another number. */
function doubleLiteral(text: string): string {
  return text.includes('e') ? text : `${text}e0`;
}
