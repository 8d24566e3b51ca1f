/** Decides for a column how its values are read from the server and written as SQL. */

import type { Column, Table } from '../catalog/model.ts';
import { DumpError } from '../errors.ts';
import { quoteIdentifier } from '../sql/identifier.ts';
import type { MaskedValues } from './masked-values.ts';

/** How the bytes that the server sends for a value become a literal. */
export type ValueKind =
  /** A number: written as it came. */
  | 'number'
  /** A FLOAT or DOUBLE: as a number, but negative zero keeps its sign. */
  | 'float'
  /** A FLOAT(M,D) or DOUBLE(M,D), which is rounded again when it is restored. */
  | 'roundedFloat'
  /** Date and time types, and others that never hold a character to escape: quoted. */
  | 'plain'
  /** Text in UTF-8: an escaped string. */
  | 'text'
  /** MySQL's JSON: as `text`, or as a call of JSON_OBJECT or JSON_ARRAY where that would change it. */
  | 'json'
  /** Text in another character set: as `text` where it is plain ASCII, else as `introducedText`. */
  | 'asciiText'
  /** Text in another character set by its own bytes: `_cp932 0xFA54`. */
  | 'introducedText'
  /** Bytes as an escaped string: `_binary '…'`. */
  | 'binary'
  /** Bytes as `0x…`. */
  | 'hexadecimal'
  /** A vector: as `hexadecimal`. An empty one is no value of the type, but what it has by default. */
  | 'vector'
  /** What a rule makes of the value, see {@link ColumnWriter.masked}. */
  | 'masked';

/** A column of a dump: what to select, how to write it. */
export interface ColumnWriter {
  readonly column: Column;
  readonly kind: ValueKind;
  /** SQL expression for the SELECT list. */
  readonly expression: string;
  /** `_cp932`, for texts that are written by their own bytes. */
  readonly introducer: string | undefined;
  /** A second expression, selected right behind the first, that tells more about the value. */
  readonly companion: string | undefined;
  /** Of kind `masked`. */
  readonly masked?: MaskedValues;
}

const exactNumbers = new Set([
  ...['tinyint', 'smallint', 'mediumint', 'int', 'bigint'],
  ...['decimal', 'year'],
]);
const plainTypes = new Set([
  ...['date', 'time', 'datetime', 'timestamp'],
  // MariaDB
  ...['uuid', 'inet4', 'inet6'],
]);
const binaryTypes = new Set([
  ...['binary', 'varbinary', 'tinyblob', 'blob', 'mediumblob', 'longblob'],
  // Sent and taken in the server's own binary form: SRID and WKB.
  ...['geometry', 'point', 'linestring', 'polygon'],
  ...['multipoint', 'multilinestring', 'multipolygon', 'geomcollection', 'geometrycollection'],
]);

/** Character sets whose bytes are UTF-8 already. */
const utf8CharacterSets = new Set(['utf8mb4', 'utf8mb3', 'utf8']);

/**
 * Character sets in which a byte below 0x80 need not be that ASCII character: wide ones, the
 * Swedish ISO 646 (`swe7`), and `armscii8`, which has some ASCII punctuation twice.
 */
const notAsciiCharacterSets = new Set(['ucs2', 'utf16', 'utf16le', 'utf32', 'swe7', 'armscii8']);

/**
 * @param hexBlob - write binary values as `0x…`
 * @throws DumpError `UNSUPPORTED` for a type that this package doesn't know
 */
export function columnWriter(table: Table, column: Column, hexBlob: boolean): ColumnWriter {
  const name = quoteIdentifier(column.name);
  const writer = (kind: ValueKind, expression = name, introducer?: string): ColumnWriter => ({
    column,
    kind,
    expression,
    introducer,
    companion: undefined,
  });
  const { dataType, characterSet } = column;
  if (exactNumbers.has(dataType)) return writer('number');
  if (dataType === 'float' || dataType === 'double') {
    if (column.columnType.includes(',')) return writer('roundedFloat', exactDouble(name));
    const signed = !/unsigned|zerofill/i.test(column.columnType);
    if (dataType === 'double' || !signed) return writer('float', exactDouble(name));
    // MariaDB shows the negative zero of a FLOAT as 0 and reads -0 as 0; it comes from an underflow.
    return writer(
      'float',
      `IF(${name} = 0 AND ATAN2(${name}, -1) < 0, -1e-60, ${exactDouble(name)})`,
    );
  }
  if (plainTypes.has(dataType)) return writer('plain');
  if (dataType === 'bit') return writer('hexadecimal');
  if (dataType === 'vector') return writer('vector');
  if (dataType === 'json') return { ...writer('json'), companion: jsonStringPaths(name) };
  if ((dataType === 'enum' || dataType === 'set') && hasEmptyMember(column.columnType)) {
    // '' would stand for both that member and the value 0 (an error in an ENUM, no member in a
    // SET); the number tells them apart.
    // With its 64th member, the sum of a SET and 0 is a negative number, or a DOUBLE.
    return writer('number', dataType === 'set' ? `CAST(${name} AS UNSIGNED)` : `${name} + 0`);
  }
  if (binaryTypes.has(dataType) && characterSet === undefined) {
    return writer(hexBlob ? 'hexadecimal' : 'binary');
  }
  if (characterSet !== undefined) {
    if (utf8CharacterSets.has(characterSet)) return writer('text', textExpression(name, column));
    if (characterSet === 'binary') return writer(hexBlob ? 'hexadecimal' : 'binary');
    const kind = notAsciiCharacterSets.has(characterSet) ? 'introducedText' : 'asciiText';
    return writer(kind, asBytes(name), `_${characterSet}`);
  }
  throw new DumpError(
    'UNSUPPORTED',
    `Column ${name} of table ${quoteIdentifier(table.database)}.${quoteIdentifier(table.name)} has ` +
      `the type ${column.columnType}, which can't be dumped exactly yet. Leave the table out with ` +
      'ignoreTables, or leave its rows out with noData.',
  );
}

/**
 * As text the server rounds a FLOAT to six digits, and both types to the D of (M,D). A product with
 * 1e0 is the same value as a DOUBLE in its shortest exact form, and keeps the sign of zero.
 */
export function exactDouble(name: string): string {
  return `${name} * 1e0`;
}

/**
 * mysql2 decodes a column's name by the column's collation, and fails for those that it doesn't
 * know: many of MariaDB's, its default since 11.6 among them. These it knows, and most tables have.
 */
const commonCollation = /^utf8(mb3|mb4)?_(bin|general_ci|unicode_ci|unicode_520_ci|0900_\w+)$/;

function textExpression(name: string, { collation = '' }: Column): string {
  return commonCollation.test(collation) ? name : asBytes(name);
}

/** Changes no byte. CAST(… AS BINARY) would be NULL above max_allowed_packet on MariaDB. */
function asBytes(name: string): string {
  return `CONVERT(${name} USING binary)`;
}

/** The texts that a JSON value shows for a DATE, for a TIME or DATETIME, and for bytes. */
const opaquePatterns = ['____-__-__', '%:__.______', 'base64:type%'];
/** The same within the text of a whole JSON value. */
const opaqueParts = ['%"____-__-__"%', '%:__.______"%', '%"base64:type%'];

/**
 * A JSON column of MySQL holds more types than JSON has: dates, times and bytes too, which its text
 * shows as strings. Where the text holds such a string, and does not come back as the same value,
 * JSON_SEARCH tells which of them are strings. The first condition is cheap, and mostly false.
 */
function jsonStringPaths(name: string): string {
  // NULL for a value above max_allowed_packet.
  const likely = opaqueParts.map((part) => `CAST(${name} AS BINARY) LIKE '${part}'`).join(' OR ');
  const found = opaquePatterns.map((pattern) => `JSON_SEARCH(${name}, 'all', '${pattern}')`);
  return (
    `IF(COALESCE(${likely}, ${name} IS NOT NULL), ` +
    `IF(${name} = CAST(CAST(${name} AS CHAR) AS JSON), NULL, JSON_ARRAY(${found.join(', ')})), NULL)`
  );
}

/** `enum('a','','b')`: quotes inside members are doubled. */
function hasEmptyMember(columnType: string): boolean {
  const list = columnType.slice(columnType.indexOf('(') + 1);
  return [...list.matchAll(/'((?:[^']|'')*)'(?:,|\))/gy)].some(([, member]) => member === '');
}
