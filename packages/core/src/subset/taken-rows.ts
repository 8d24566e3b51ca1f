/** Decides for each table how the rows that are taken of it are remembered. */

import type { Catalog, Table } from '../catalog/model.ts';
import { DumpError } from '../errors.ts';
import { qualifiedName } from '../sql/identifier.ts';
import type { KeyMemory } from './keys/key-memory.ts';
import { KeySet } from './keys/key-set.ts';
import type { Step } from './relation-steps.ts';
import { RowLookup } from './row-lookup.ts';
import { isWhole, type Seed, seedCondition } from './seed.ts';
import type { Seeds } from './seeds.ts';

/** What is taken of a table. */
export type TakenRows =
  | { readonly kind: 'none' }
  /** All rows, or those of the condition, which can be asked for again and again. */
  | {
      readonly kind: 'rows';
      readonly condition: string | undefined;
      readonly limit: number | undefined;
    }
  /** Rows by their keys, which become more. */
  | { readonly kind: 'keys'; readonly lookup: RowLookup; readonly keys: KeySet };

/** What steps there are between the tables. */
export interface Steps {
  /** To rows that refer to taken ones. */
  readonly towardsChildren: readonly Step[];
  /** To rows that taken ones refer to. */
  readonly towardsParents: readonly Step[];
}

/**
 * @returns of each table with rows; and problems `UNSUPPORTED`, for tables without a key whose rows
 *   would have to be remembered
 */
export function takenRows(
  { databases }: Pick<Catalog, 'databases'>,
  { seeds }: Seeds,
  steps: Steps,
  memory: KeyMemory,
): { readonly taken: ReadonlyMap<Table, TakenRows>; readonly problems: readonly DumpError[] } {
  const { reached, followed, compared } = reach(seeds, steps);
  const taken = new Map<Table, TakenRows>();
  const problems: DumpError[] = [];
  for (const table of databases.flatMap(({ tables }) => tables)) {
    if (!table.holdsRows) continue;
    const seed = seeds.get(table);
    if (seed === undefined && !reached.has(table)) {
      taken.set(table, { kind: 'none' });
      continue;
    }
    const lookup = needsKeys(seed, reached.has(table), followed.has(table))
      ? RowLookup.of(table, compared.get(table) ?? new Set(), seed)
      : undefined;
    if (lookup !== undefined) {
      taken.set(table, { kind: 'keys', lookup, keys: new KeySet(memory) });
      continue;
    }
    const isLimited = followed.has(table) && seed?.limit !== undefined;
    if ((reached.has(table) && !isWhole(seed)) || isLimited) problems.push(withoutKey(table));
    const condition = seed && seedCondition(table, seed);
    taken.set(table, { kind: 'rows', condition, limit: seed?.limit });
  }
  const asks = (table: Table): boolean => seeds.get(table)?.condition !== undefined;
  for (const { from, to } of [...steps.towardsChildren, ...steps.towardsParents]) {
    if (!asks(from) || !asks(to) || from.database === to.database) continue;
    if (isAskedAgain(taken.get(from)) && isAskedAgain(taken.get(to))) {
      problems.push(conditionsOfTwoDatabases(from, to));
    }
  }
  return { taken, problems };
}

/** Whether the condition stands in the statements that follow the rows, or look for them. */
function isAskedAgain(rows: TakenRows | undefined): boolean {
  return rows?.kind === 'rows' || (rows?.kind === 'keys' && rows.lookup.asksCondition);
}

interface Reach {
  /** Tables that steps lead to. */
  readonly reached: ReadonlySet<Table>;
  /** Tables that steps lead from. */
  readonly followed: ReadonlySet<Table>;
  /** Names of the columns by which they lead to a table. */
  readonly compared: ReadonlyMap<Table, ReadonlySet<string>>;
}

function reach(seeds: ReadonlyMap<Table, Seed>, { towardsChildren, towardsParents }: Steps): Reach {
  const active = new Set(seeds.keys());
  const reached = new Set<Table>();
  const compared = new Map<Table, Set<string>>();
  const followed = new Set<Table>();
  for (const steps of [towardsChildren, towardsParents]) {
    for (let found = true; found; ) {
      found = false;
      for (const { from, to, equality } of steps) {
        if (!active.has(from)) continue;
        found ||= !active.has(to);
        active.add(to);
        reached.add(to);
        followed.add(from);
        compared.set(to, new Set([...(compared.get(to) ?? []), ...equality.to]));
      }
    }
  }
  return { reached, followed, compared };
}

/**
 * A condition of the caller's need not be true for the same rows when it is asked for again (RAND());
 * a sample is.
 */
function needsKeys(seed: Seed | undefined, isReached: boolean, isFollowed: boolean): boolean {
  if (isWhole(seed)) return false;
  return isReached || seed?.limit !== undefined || (isFollowed && seed?.condition !== undefined);
}

/** In one statement, only one of the two databases can be the current one. */
function conditionsOfTwoDatabases(from: Table, to: Table): DumpError {
  return new DumpError(
    'UNSUPPORTED',
    `Tables ${qualifiedName(from)} and ${qualifiedName(to)} have a condition each for this subset, and no ` +
      'primary key, and no unique key of columns that are NOT NULL; a condition is asked in its own database, ' +
      'and theirs are two. Give one of them a key, or a sample in place of a condition.',
  );
}

function withoutKey(table: Table): DumpError {
  return new DumpError(
    'UNSUPPORTED',
    `Table ${qualifiedName(table)} has no primary key, and no unique key of columns that are NOT NULL, by ` +
      'which single rows could be taken for this subset. Give it one, make it a root with all its rows or ' +
      'with a condition in place of a limit, or leave it out (referring, tables).',
  );
}
