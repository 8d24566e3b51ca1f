/** What a column takes, as its type says: ranges of numbers, members, digits of a second. */

import type { MaskedColumn } from './rule.ts';

/** What rules tell columns apart by. */
export type ColumnKind =
  | 'integer'
  | 'decimal'
  | 'float'
  | 'text'
  | 'binary'
  | 'enum'
  | 'set'
  | 'date'
  | 'datetime'
  | 'timestamp'
  | 'time'
  | 'year'
  | 'json'
  | 'uuid'
  | 'inet4'
  | 'inet6'
  /** BIT, spatial types, vectors, and types that are unknown here. */
  | 'other';

const kindsOfTypes = new Map<string, ColumnKind>([
  ...kind('integer', 'tinyint', 'smallint', 'mediumint', 'int', 'bigint'),
  ...kind('decimal', 'decimal', 'numeric'),
  ...kind('float', 'float', 'double', 'real'),
  ...kind('text', 'char', 'varchar', 'tinytext', 'text', 'mediumtext', 'longtext'),
  ...kind('binary', 'binary', 'varbinary', 'tinyblob', 'blob', 'mediumblob', 'longblob'),
  ...(['enum', 'set', 'date', 'datetime', 'timestamp', 'time', 'year'] as const).flatMap((type) =>
    kind(type, type),
  ),
  ...(['json', 'uuid', 'inet4', 'inet6'] as const).flatMap((type) => kind(type, type)),
]);

function kind(of: ColumnKind, ...types: string[]): [string, ColumnKind][] {
  return types.map((type) => [type, of]);
}

export function columnKind({ dataType }: Pick<MaskedColumn, 'dataType'>): ColumnKind {
  return kindsOfTypes.get(dataType) ?? 'other';
}

/** Whether every value has so many bytes: BINARY pads what is shorter. */
export function hasFixedBytes(
  { dataType, longest }: Pick<MaskedColumn, 'dataType' | 'longest'>,
  bytes: number,
): boolean {
  return dataType === 'binary' && longest === bytes;
}

/** A type for a message, with its article. */
export function shownType({ columnType }: Pick<MaskedColumn, 'columnType'>): string {
  const shown = columnType.length > 60 ? `${columnType.slice(0, 60)}…` : columnType;
  return `${/^[aeiou]/i.test(shown) ? 'an' : 'a'} ${shown}`;
}

/** Both ends are in it. */
export interface WholeNumberRange {
  readonly lowest: bigint;
  readonly highest: bigint;
}

const integerBits = new Map([
  ['tinyint', 8n],
  ['smallint', 16n],
  ['mediumint', 24n],
  ['int', 32n],
  ['bigint', 64n],
]);

/**
 * Of an integer column, undefined for every other.
 * https://dev.mysql.com/doc/refman/8.4/en/integer-types.html
 */
export function integerRange(
  column: Pick<MaskedColumn, 'dataType' | 'columnType'>,
): WholeNumberRange | undefined {
  const bits = integerBits.get(column.dataType);
  if (bits === undefined) return undefined;
  return isUnsigned(column)
    ? { lowest: 0n, highest: 2n ** bits - 1n }
    : { lowest: -(2n ** (bits - 1n)), highest: 2n ** (bits - 1n) - 1n };
}

/** `zerofill` is unsigned, and not every version says so. */
export function isUnsigned({ columnType }: Pick<MaskedColumn, 'columnType'>): boolean {
  return /\b(?:unsigned|zerofill)\b/i.test(columnType);
}

export interface DecimalLimits extends WholeNumberRange {
  /** Digits behind the point. The range counts units of the last of them. */
  readonly scale: number;
}

/**
 * Of a DECIMAL column, undefined for every other.
 * https://dev.mysql.com/doc/refman/8.4/en/fixed-point-types.html
 */
export function decimalLimits(
  column: Pick<MaskedColumn, 'dataType' | 'columnType'>,
): DecimalLimits | undefined {
  if (columnKind(column) !== 'decimal') return undefined;
  const [, precision = '10', scale = '0'] =
    /^\w+\s*\(\s*(\d+)\s*(?:,\s*(\d+)\s*)?\)/.exec(column.columnType) ?? [];
  const highest = 10n ** BigInt(precision) - 1n;
  return { scale: Number(scale), highest, lowest: isUnsigned(column) ? 0n : -highest };
}

/** Digits behind the point of a second, 0 to 6: of TIME, DATETIME and TIMESTAMP. */
export function fractionalDigits({ columnType }: Pick<MaskedColumn, 'columnType'>): number {
  return Number(/^(?:time|datetime|timestamp)\s*\((\d)\)/i.exec(columnType)?.[1] ?? 0);
}

const memberEscapes = new Map([
  ['0', '\0'],
  ['n', '\n'],
  ['r', '\r'],
]);

/**
 * Members of ENUM and SET in their order, undefined for other types. The servers show quotes doubled
 * and line breaks, NUL and backslashes behind a backslash.
 */
export function typeMembers({
  dataType,
  columnType,
}: Pick<MaskedColumn, 'dataType' | 'columnType'>): readonly string[] | undefined {
  if (dataType !== 'enum' && dataType !== 'set') return undefined;
  return [...columnType.matchAll(/'((?:[^'\\]|''|\\.)*)'/gsu)].map(([, text = '']) =>
    text.replace(/''|\\(.)/gsu, (_, escaped?: string) =>
      escaped === undefined ? "'" : (memberEscapes.get(escaped) ?? escaped),
    ),
  );
}
