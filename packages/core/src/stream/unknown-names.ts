/** Names in a policy of masks that mean no column at all. */

import type { Catalog } from '../catalog/model.ts';
import { eachColumnName } from '../catalog/table-facts.ts';
import type { DatabaseConnection } from '../connect/database-connection.ts';
import type { DumpError, PolicyPath } from '../errors.ts';
import { invalidEntries } from '../mask/invalid-mask.ts';
import type { MaskPolicy } from '../mask/mask-policy.ts';
import { type NamedColumn, parsePattern, patternMatcher } from '../mask/patterns.ts';

interface PolicyName {
  /** A pattern of the columns, or a name in a relation. */
  readonly text: string;
  readonly path: PolicyPath;
}

/**
 * A policy may be one for more than what is dumped; what names nothing at all is a mistake.
 *
 * @param unmet - patterns of the policy that mean no column of the dump
 * @param foldsNames - see {@link patternMatcher}
 */
export async function unknownNames(
  connection: DatabaseConnection,
  { databases }: Catalog,
  policy: Pick<MaskPolicy, 'relations'>,
  unmet: readonly string[],
  foldsNames: boolean,
): Promise<readonly DumpError[]> {
  const left = new Map<PolicyName, (column: NamedColumn) => boolean>();
  const patterns = unmet.map((text) => ({ text, path: ['columns', text] }));
  for (const name of [...patterns, ...relationNames(policy)]) {
    left.set(name, patternMatcher(parsePattern(name.text), foldsNames));
  }
  const met = (column: NamedColumn): void => {
    for (const [name, matches] of left) if (matches(column)) left.delete(name);
  };
  const dumped = new Map<string, Set<string>>();
  for (const { name: database, tables } of databases) {
    dumped.set(database, new Set(tables.map(({ name }) => name)));
    for (const { name: table, columns } of tables) {
      for (const { name: column } of columns) met({ database, table, column });
    }
  }
  if (left.size === 0) return [];
  await eachColumnName(connection, (database, table, column) => {
    if (!dumped.get(database)?.has(table)) met({ database, table, column });
  });
  return [...left.keys()].map(({ text, path }) => {
    const what = path[0] === 'columns' ? `names "${text}"` : `has a relation with "${text}"`;
    return invalidEntries(
      `The policy of masks ${what}, and there is no such column in a table, or the account may not see ` +
        'it. Correct the name, or take it out.',
      [path],
    );
  });
}

function relationNames({ relations = [] }: Pick<MaskPolicy, 'relations'>): readonly PolicyName[] {
  return relations.flatMap((relation, index) =>
    (['from', 'to'] as const).flatMap((side): readonly PolicyName[] => {
      const path = ['relations', index, side];
      const names = relation[side];
      return typeof names === 'string'
        ? [{ text: names, path }]
        : names.map((text, position) => ({ text, path: [...path, position] }));
    }),
  );
}
