/** What rules must know of a column, from the catalog. */

import type { Column, Table } from '../catalog/model.ts';
import { typeMembers } from './column-limits.ts';
import type { MaskedColumn } from './rule.ts';

/** Bytes that a text of these types takes at most. */
const textBytes: Readonly<Record<string, number>> = {
  tinytext: 0xff,
  text: 0xffff,
  mediumtext: 0xffffff,
  longtext: 0xffffffff,
  tinyblob: 0xff,
  blob: 0xffff,
  mediumblob: 0xffffff,
  longblob: 0xffffffff,
};

/** Bytes of the longest character, where that is more than one. */
const characterBytes: Readonly<Record<string, number>> = {
  ...{ utf8mb4: 4, utf8mb3: 3, utf8: 3, utf16: 4, utf16le: 4, utf32: 4, ucs2: 2, gb18030: 4 },
  ...{ ujis: 3, eucjpms: 3, sjis: 2, cp932: 2, gbk: 2, big5: 2, euckr: 2, gb2312: 2 },
};

/** @param unique - whether its values must stay different from each other */
export function maskedColumn(table: Table, column: Column, unique: boolean): MaskedColumn {
  const { characterSet, collation, columnType, dataType } = column;
  const isText = characterSet !== undefined && characterSet !== 'binary';
  return {
    database: table.database,
    table: table.name,
    name: column.name,
    dataType,
    columnType,
    characterSet: isText ? characterSet : undefined,
    collation: isText ? collation : undefined,
    nullable: column.nullable,
    longest: longestOf(column),
    members: typeMembers(column),
    unique,
  };
}

function longestOf({ dataType, columnType, characterSet = 'binary' }: Column): number | undefined {
  const bytes = textBytes[dataType];
  // As many as fit whatever they are.
  if (bytes !== undefined) return Math.floor(bytes / (characterBytes[characterSet] ?? 1));
  if (!/^(?:var)?(?:char|binary)$/.test(dataType)) return undefined;
  const length = /^\w+\((\d+)\)/.exec(columnType)?.[1];
  return length === undefined ? 1 : Number(length);
}
