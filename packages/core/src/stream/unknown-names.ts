/** Names in a policy of masks that mean no column at all. */

import type { Catalog } from '../catalog/model.ts';
import { type TableId, tableIds } from '../catalog/same-names.ts';
import { eachColumnName } from '../catalog/table-facts.ts';
import type { DatabaseConnection } from '../connect/database-connection.ts';
import type { DumpError, PolicyPath } from '../errors.ts';
import { invalidEntries } from '../mask/invalid-mask.ts';
import { type NamedColumn, parsePattern, patternMatcher, plainNames } from '../mask/patterns.ts';
import type { MaskPolicy } from '../mask-policy.ts';

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
  const patterns = unmet.map((text) => ({ text, path: ['columns', text] }));
  const left = new LeftNames([...patterns, ...relationNames(policy)], foldsNames);
  const dumped = new Map<string, Set<string>>();
  for (const { name: database, tables } of databases) {
    dumped.set(database, new Set(tables.map(({ name }) => name)));
    for (const { name: table, columns } of tables) {
      for (const { name: column } of columns) left.met({ database, table, column });
    }
  }
  if (left.names.size === 0) return [];
  await eachColumnName(connection, (database, table, column) => {
    if (!dumped.get(database)?.has(table)) left.met({ database, table, column });
  });
  return [...left.names].map(({ text, path }) => {
    const what = path[0] === 'columns' ? `names "${text}"` : `has a relation with "${text}"`;
    return invalidEntries(
      `The policy of masks ${what}, and there is no such column in a table, or the account may not see ` +
        'it. Correct the name, or take it out.',
      [path],
    );
  });
}

/** Names of which no column has been met. Those without stars are looked up: there may be many of them. */
class LeftNames {
  readonly names: Set<PolicyName>;
  readonly #plain = new Map<string, PolicyName[]>();
  readonly #starred: (readonly [PolicyName, (column: NamedColumn) => boolean])[] = [];
  readonly #tableId: TableId;

  constructor(names: readonly PolicyName[], foldsNames: boolean) {
    this.names = new Set(names);
    this.#tableId = tableIds(foldsNames);
    for (const name of names) {
      const pattern = parsePattern(name.text);
      const plain = plainNames(pattern);
      if (plain === undefined) this.#starred.push([name, patternMatcher(pattern, foldsNames)]);
      else {
        const id = this.#idOf(plain);
        this.#plain.set(id, [...(this.#plain.get(id) ?? []), name]);
      }
    }
  }

  met(column: NamedColumn): void {
    for (const name of this.#plain.get(this.#idOf(column)) ?? []) this.names.delete(name);
    for (const [name, matches] of this.#starred) {
      if (this.names.has(name) && matches(column)) this.names.delete(name);
    }
  }

  #idOf({ database, table, column }: NamedColumn): string {
    return JSON.stringify([this.#tableId(database, table), column.toLowerCase()]);
  }
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
