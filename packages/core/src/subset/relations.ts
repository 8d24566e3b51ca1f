/** Which columns of the dump's tables refer to which: foreign keys, and declared references. */

import type { Table } from '../catalog/model.ts';
import { columnOf, tableIds } from '../catalog/same-names.ts';
import type { TableConstraints } from '../catalog/table-constraints.ts';
import { DumpError } from '../errors.ts';
import type { NamedColumns, RelationColumns } from '../mask/relation-columns.ts';
import { qualifiedName, quoteIdentifier } from '../sql/identifier.ts';

/** Rows of `child` refer to those of `parent` whose `references` are equal to their `columns`. */
export interface Relation {
  readonly child: Table;
  readonly columns: readonly string[];
  readonly parent: Table;
  readonly references: readonly string[];
  /** Whether the server holds it to be true. */
  readonly isForeignKey: boolean;
}

export interface FoundRelations {
  readonly relations: readonly Relation[];
  /** Foreign keys to tables that are not in the dump. */
  readonly leavingDump: readonly string[];
  /** Declared ones of which a table is not in the dump, or not there. */
  readonly unmet: readonly RelationColumns[];
  /** `INVALID_OPTION`, for declared columns that a table does not have. */
  readonly problems: readonly DumpError[];
}

/**
 * @param constraints - of each table with rows
 * @param foldsNames - whether the server takes names of databases and tables in any case
 */
export function findRelations(
  constraints: ReadonlyMap<Table, TableConstraints>,
  declared: readonly RelationColumns[],
  foldsNames: boolean,
): FoundRelations {
  const idOf = tableIds(foldsNames);
  const tables = new Map(
    [...constraints.keys()].map((table) => [idOf(table.database, table.name), table]),
  );
  const relations: Relation[] = [];
  const leavingDump: string[] = [];
  for (const [child, { foreignKeys }] of constraints) {
    for (const { name, columns, database, table, references } of foreignKeys) {
      const parent = tables.get(idOf(database ?? child.database, table));
      if (parent !== undefined)
        relations.push({ child, columns, parent, references, isForeignKey: true });
      else leavingDump.push(`${quoteIdentifier(name)} of ${qualifiedName(child)}`);
    }
  }
  const unmet: RelationColumns[] = [];
  const problems: DumpError[] = [];
  for (const relation of declared) {
    const child = tables.get(idOf(relation.from.database, relation.from.table));
    const parent = tables.get(idOf(relation.to.database, relation.to.table));
    if (child === undefined || parent === undefined) {
      unmet.push(relation);
      continue;
    }
    const missing = [
      ...missingColumns(child, relation.from),
      ...missingColumns(parent, relation.to),
    ];
    for (const name of missing) problems.push(unknownColumn(name));
    if (missing.length > 0) continue;
    const { columns } = relation.from;
    const { columns: references } = relation.to;
    relations.push({ child, columns, parent, references, isForeignKey: false });
  }
  return { relations, leavingDump, unmet, problems };
}

function missingColumns(table: Table, { columns }: NamedColumns): readonly string[] {
  return columns
    .filter((name) => columnOf(table, name) === undefined)
    .map((name) => `${qualifiedName(table)}.${quoteIdentifier(name)}`);
}

function unknownColumn(name: string): DumpError {
  return new DumpError(
    'INVALID_OPTION',
    `A declared relation names ${name}, and there is no such column. Correct the name, or take it out.`,
  );
}
