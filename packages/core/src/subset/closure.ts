/** Completes a subset: with all rows that its rows refer to, and on request with those that refer to it. */

import type { Table } from '../catalog/model.ts';
import type { RowSession } from '../connect/sql-session.ts';
import { qualifiedName } from '../sql/identifier.ts';
import { KeyBatches } from './keys/key-batches.ts';
import type { Step } from './relation-steps.ts';
import { Search } from './search.ts';
import type { Seed } from './seed.ts';
import { stepStatements } from './step-statements.ts';
import type { Steps, TakenRows } from './taken-rows.ts';

type Taken = ReadonlyMap<Table, TakenRows>;

/**
 * Finds the keys of all rows, on a connection that sees the snapshot. Rows whose keys are not
 * remembered are not looked for.
 *
 * @param onStatement - called before each statement with the table whose rows it looks for
 */
export async function completeSubset(
  connection: RowSession,
  taken: Taken,
  seeds: ReadonlyMap<Table, Seed>,
  { towardsChildren, towardsParents }: Steps,
  onStatement: (table: Table) => void,
): Promise<void> {
  const search = new Search(connection, onStatement);
  for (const [table, seed] of seeds) await plant(search, taken, table, seed);
  // First what refers to roots, all of it: what those rows refer to brings nothing that refers to it.
  await follow(search, taken, towardsChildren);
  await follow(search, taken, towardsParents);
  await search.end();
}

async function plant(search: Search, taken: Taken, table: Table, seed: Seed): Promise<void> {
  const rows = taken.get(table);
  if (rows?.kind !== 'keys') return;
  const { lookup, keys } = rows;
  await search.run({
    wanted: table,
    sql: lookup.seedSelect(seed),
    action: `find the rows of table ${qualifiedName(table)} that the subset begins with`,
    asked: table,
    onRow: (row) => keys.add(lookup.keyOf(row)),
  });
}

/** Follows the steps from all rows that are taken, until no further row is found. */
async function follow(search: Search, taken: Taken, steps: readonly Step[]): Promise<void> {
  const byTable = Map.groupBy(steps, ({ from }) => from);
  for (const [table, own] of byTable) {
    const rows = taken.get(table);
    if (rows?.kind !== 'rows') continue;
    const known = {
      table,
      condition: rows.condition,
      asksCaller: rows.condition !== undefined,
    };
    for (const statement of stepStatements(taken, own, known)) await search.run(statement);
  }
  const followed = [...byTable].flatMap(([table, own]) => {
    const rows = taken.get(table);
    return rows?.kind === 'keys' ? [new Followed(search, taken, rows, own)] : [];
  });
  for (let found = true; found; ) {
    found = false;
    for (const one of followed) found = (await one.advance()) || found;
  }
}

/** Steps from one table whose rows are known by their keys. */
class Followed {
  readonly #search: Search;
  readonly #taken: Taken;
  readonly #steps: readonly Step[];
  readonly #rows: TakenRows & { readonly kind: 'keys' };
  readonly #batches: KeyBatches;

  constructor(
    search: Search,
    taken: Taken,
    rows: TakenRows & { readonly kind: 'keys' },
    steps: readonly Step[],
  ) {
    this.#search = search;
    this.#taken = taken;
    this.#steps = steps;
    this.#rows = rows;
    // In the order of the key each page of the table is read once, and not once for each row.
    this.#batches = new KeyBatches(rows.keys.rounds(rows.lookup.order));
  }

  /** Follows the keys that have come since. @returns whether there were any */
  async advance(): Promise<boolean> {
    const { lookup } = this.#rows;
    let any = false;
    while (true) {
      const keys = this.#batches.next();
      if (keys.length === 0) return any;
      any = true;
      const known = lookup.rows(keys);
      for (const statement of stepStatements(this.#taken, this.#steps, known)) {
        await this.#search.run(statement);
      }
    }
  }
}
