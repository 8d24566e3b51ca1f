/** The rows that a subset begins with, of all tables. */

import type { Catalog, Table } from '../catalog/model.ts';
import { optionNames, unknownTable } from '../catalog/option-names.ts';
import type { DumpError } from '../errors.ts';
import type { SubsetOptions } from '../subset-options.ts';
import type { Seed } from './seed.ts';

export interface Seeds {
  /** Of the tables that are roots. */
  readonly seeds: ReadonlyMap<Table, Seed>;
  /** Tables from which rows are taken since they refer to others. */
  readonly referring: ReadonlySet<Table>;
  /** `UNKNOWN_TABLE` */
  readonly problems: readonly DumpError[];
}

/** @param where - the condition of a table by the option `where` */
export function findSeeds(
  { databases }: Pick<Catalog, 'databases'>,
  { roots, sample, limit, referring = false }: SubsetOptions,
  where: (table: Table) => string | undefined,
): Seeds {
  const names = databases.map(({ name }) => name);
  const tables = databases
    .flatMap((database) => database.tables)
    .filter(({ holdsRows }) => holdsRows);
  const met = new Set<string>();
  const byTable = <Value>(
    values: Readonly<Record<string, Value>>,
    option: string,
    table: Table,
  ): Value | undefined => {
    const name = optionNames(table, names).find((known) => Object.hasOwn(values, known));
    if (name === undefined) return undefined;
    met.add(`${option} ${name}`);
    return values[name];
  };
  const seeds = new Map<Table, Seed>();
  const referringTables = new Set<Table>();
  const list = Array.isArray(referring)
    ? Object.fromEntries(referring.map((name) => [name, true]))
    : {};
  for (const table of tables) {
    const condition = byTable(roots ?? {}, 'roots', table);
    const ownSample = typeof sample === 'object' ? byTable(sample, 'sample', table) : undefined;
    const ownLimit = typeof limit === 'object' ? byTable(limit, 'limit', table) : undefined;
    const isNamed = [condition, ownSample, ownLimit].some((value) => value !== undefined);
    if (roots === undefined || isNamed) {
      seeds.set(table, {
        condition: condition ?? where(table),
        sample: typeof sample === 'number' ? sample : ownSample,
        limit: typeof limit === 'number' ? limit : ownLimit,
      });
    }
    if (referring === true || byTable(list, 'referring', table)) referringTables.add(table);
  }
  const named = { roots: roots ?? {}, sample, limit, referring: list };
  const problems = Object.entries(named).flatMap(([option, values]) =>
    typeof values !== 'object'
      ? []
      : Object.keys(values)
          .filter((name) => !met.has(`${option} ${name}`))
          .map((name) => unknownTable(`subset.${option}`, name, names)),
  );
  return { seeds, referring: referringTables, problems };
}
