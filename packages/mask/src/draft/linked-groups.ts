/** Columns that foreign keys join: they have one rule, that of the column that they refer to. */

import type { DescribedColumn, DescribedTable } from '@dumpstream/core';

/** A column, where it is. */
export interface PlacedColumn {
  readonly table: DescribedTable;
  readonly column: DescribedColumn;
}

export interface ColumnGroup {
  /** The one that the others refer to, which decides. */
  readonly root: PlacedColumn;
  /** All of them, in the order of the schema. */
  readonly members: readonly PlacedColumn[];
}

/** One for each column, also of tables whose names differ in case alone. */
export function columnId(database: string, table: string, column: string): string {
  return JSON.stringify([database, table, column]);
}

export function linkedGroups(tables: readonly DescribedTable[]): readonly ColumnGroup[] {
  const placed = new Map<string, PlacedColumn>();
  /** By names in lower case: foreign keys may name columns, and on some servers tables, in any. */
  const folded = new Map<string, string[]>();
  for (const table of tables) {
    for (const column of table.columns) {
      const id = columnId(table.database, table.name, column.name);
      placed.set(id, { table, column });
      const alike = folded.get(id.toLowerCase());
      if (alike === undefined) folded.set(id.toLowerCase(), [id]);
      else alike.push(id);
    }
  }
  const groupOf = new Map<string, string>();
  const representative = (id: string): string => {
    let current = id;
    for (let next = groupOf.get(current); next !== undefined; next = groupOf.get(current)) {
      current = next;
    }
    return current;
  };
  for (const [id, { column }] of placed) {
    for (const { database, table, column: name } of column.references) {
      const target = columnId(database, table, name);
      const targets = placed.has(target) ? [target] : (folded.get(target.toLowerCase()) ?? []);
      for (const one of targets) {
        // The group is called by what is referred to.
        const [child, parent] = [representative(id), representative(one)];
        if (child !== parent) groupOf.set(child, parent);
      }
    }
  }
  const members = new Map<string, PlacedColumn[]>();
  for (const [id, one] of placed) {
    const group = representative(id);
    const known = members.get(group);
    if (known === undefined) members.set(group, [one]);
    else known.push(one);
  }
  return [...members].flatMap(([id, all]) => {
    const root = placed.get(id);
    return root === undefined ? [] : [{ root, members: all }];
  });
}
