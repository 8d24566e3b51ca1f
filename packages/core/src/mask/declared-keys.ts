/** References that a policy declares, beside the foreign keys of the tables. */

import type { Table } from '../catalog/model.ts';
import { tableIds } from '../catalog/same-names.ts';
import type { ForeignKeyConstraint, TableConstraints } from '../catalog/table-constraints.ts';
import type { MaskPolicy } from '../mask-policy.ts';
import { relationColumns } from './relation-columns.ts';

/**
 * @param foldsNames - whether the server takes names of databases and tables in any case
 * @returns the same with the relations of the policy among the foreign keys of their tables
 */
export function withDeclaredKeys(
  constraints: ReadonlyMap<Table, TableConstraints>,
  { relations = [] }: Pick<MaskPolicy, 'relations'>,
  foldsNames: boolean,
): ReadonlyMap<Table, TableConstraints> {
  if (relations.length === 0) return constraints;
  const idOf = tableIds(foldsNames);
  const declared = relations.flatMap((each, relation) => {
    const found = relationColumns(each);
    return found === undefined ? [] : [{ ...found, relation }];
  });
  return new Map(
    [...constraints].map(([table, demanded]) => {
      const keys = declared
        .filter(({ from }) => idOf(from.database, from.table) === idOf(table.database, table.name))
        .map(
          ({ from, to, relation }): ForeignKeyConstraint => ({
            ...{ name: '', columns: from.columns, relation },
            ...{ database: to.database, table: to.table, references: to.columns },
          }),
        );
      const foreignKeys = [...demanded.foreignKeys, ...keys];
      return [table, keys.length === 0 ? demanded : { ...demanded, foreignKeys }];
    }),
  );
}
