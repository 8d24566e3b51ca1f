/** A table of the dump, what it demands of its values, and the rules of its masked columns. */

import type { Table } from '../catalog/model.ts';
import type { TableConstraints } from '../catalog/table-constraints.ts';
import { AffectedColumns } from './affected-columns.ts';
import type { ParsedRule } from './column-mask.ts';

export interface MaskedTable {
  readonly table: Table;
  readonly constraints: TableConstraints;
  /** By the names of columns; without those that are kept. */
  readonly rules: ReadonlyMap<string, ParsedRule>;
  readonly affected: AffectedColumns;
}

export function maskedTable(
  table: Table,
  constraints: TableConstraints,
  rules: ReadonlyMap<string, ParsedRule>,
): MaskedTable {
  const masked = new Map([...rules].filter(([, { rule }]) => rule !== 'keep'));
  return {
    ...{ table, constraints, rules: masked },
    affected: new AffectedColumns(masked.keys(), constraints),
  };
}
