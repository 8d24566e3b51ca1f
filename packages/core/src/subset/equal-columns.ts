/** How columns of two tables are compared, so that the server finds what belongs together. */

import type { Column, Table } from '../catalog/model.ts';
import { columnOf } from '../catalog/same-names.ts';
import type { Equality } from './relation-steps.ts';

/** A column of the rows that are wanted, and one of the rows that are known. */
export interface EqualColumns {
  readonly wanted: string;
  readonly known: string;
  /** Position in the equality. */
  readonly index: number;
  /** The condition, of what stands for the two. */
  compare(wanted: string, known: string): string;
}

/** @param wanted - the table of `equality.to` */
export function equalColumns(
  wanted: Table,
  known: Table,
  { from, to, isForeignKey }: Equality,
): readonly EqualColumns[] {
  return to.map((name, index) => {
    const other = from[index] ?? '';
    const compare = comparison(columnOf(wanted, name), columnOf(known, other), isForeignKey);
    return { wanted: name, known: other, index, compare };
  });
}

type Comparison = EqualColumns['compare'];

const plain: Comparison = (wanted, known) => `${wanted} = ${known}`;

function comparison(
  wanted: Column | undefined,
  known: Column | undefined,
  isForeignKey: boolean,
): Comparison {
  if (wanted === undefined || known === undefined) return plain;
  if (isForeignKey && hasMembers(wanted) && hasMembers(known)) {
    return wanted.columnType === known.columnType
      ? plain
      : (own, other) => `${own} + 0 = ${other} + 0`;
  }
  const { characterSet, collation } = wanted;
  if (collation === undefined || known.collation === undefined) return plain;
  if (collation === known.collation) return plain;
  // The server takes none of two collations by itself: that of the wanted column, which has the index.
  const equal: Comparison = (own, other) =>
    `${own} = CONVERT(${other} USING ${characterSet}) COLLATE ${collation}`;
  if (characterSet === known.characterSet || isUnicode(characterSet)) return equal;
  // What the character set of the wanted column does not have has become a question mark, which it may have.
  return (own, other) =>
    `${equal(own, other)} AND CONVERT(CONVERT(${other} USING ${characterSet}) USING utf8mb4) ` +
    `COLLATE utf8mb4_bin = CONVERT(${other} USING utf8mb4)`;
}

/** Whether it has all characters. */
function isUnicode(characterSet: string | undefined): boolean {
  return ['utf8mb4', 'utf16', 'utf16le', 'utf32', 'gb18030'].includes(characterSet ?? '');
}

function hasMembers({ dataType }: Column): boolean {
  return dataType === 'enum' || dataType === 'set';
}
