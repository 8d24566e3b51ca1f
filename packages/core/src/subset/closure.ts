/** Completes a subset: with all rows that its rows refer to, and on request with those that refer to it. */

import type { Table } from '../catalog/model.ts';
import type { RowSession } from '../connect/sql-session.ts';
import { releaseMetadataLocks } from '../snapshot/snapshot.ts';
import { qualifiedName } from '../sql/identifier.ts';
import { KeyBatches } from './keys/key-batches.ts';
import type { Step } from './relation-steps.ts';
import type { RowsOfTable } from './row-lookup.ts';
import type { Seed } from './seed.ts';
import type { Steps, TakenRows } from './taken-rows.ts';
import { use } from './use-database.ts';

type Taken = ReadonlyMap<Table, TakenRows>;

/**
 * Finds the keys of all rows, on a connection that sees the snapshot. Rows whose keys are not
 * remembered are not looked for.
 */
export async function completeSubset(
  connection: RowSession,
  taken: Taken,
  seeds: ReadonlyMap<Table, Seed>,
  { towardsChildren, towardsParents }: Steps,
): Promise<void> {
  for (const [table, seed] of seeds) await plant(connection, taken, table, seed);
  // First what refers to roots, all of it: what those rows refer to brings nothing that refers to it.
  await follow(connection, taken, towardsChildren);
  await follow(connection, taken, towardsParents);
}

async function plant(
  connection: RowSession,
  taken: Taken,
  table: Table,
  seed: Seed,
): Promise<void> {
  const rows = taken.get(table);
  if (rows?.kind !== 'keys') return;
  const { lookup, keys } = rows;
  await use(connection, table);
  await connection.queryEach(
    lookup.seedSelect(seed),
    `find the rows of table ${qualifiedName(table)} that the subset begins with`,
    (row) => keys.add(lookup.keyOf(row)),
  );
  await releaseMetadataLocks(connection);
}

/** Follows the steps from all rows that are taken, until no further row is found. */
async function follow(connection: RowSession, taken: Taken, steps: readonly Step[]): Promise<void> {
  const byTable = Map.groupBy(steps, ({ from }) => from);
  for (const [table, own] of byTable) {
    const rows = taken.get(table);
    if (rows?.kind !== 'rows') continue;
    for (const step of own) {
      const known = { table, condition: rows.condition, asksCaller: rows.condition !== undefined };
      await find(connection, taken, step, known);
    }
  }
  const followed = [...byTable].map(([table, own]) => new Followed(connection, taken, table, own));
  for (let found = true; found; ) {
    found = false;
    for (const one of followed) found = (await one.advance()) || found;
  }
}

/** Steps from one table whose rows are known by their keys. */
class Followed {
  readonly #connection: RowSession;
  readonly #taken: Taken;
  readonly #steps: readonly Step[];
  readonly #rows: TakenRows | undefined;
  readonly #batches: KeyBatches | undefined;

  constructor(connection: RowSession, taken: Taken, table: Table, steps: readonly Step[]) {
    this.#connection = connection;
    this.#taken = taken;
    this.#steps = steps;
    this.#rows = taken.get(table);
    this.#batches =
      this.#rows?.kind === 'keys' ? new KeyBatches(this.#rows.keys.cursor()) : undefined;
  }

  /** Follows the keys that have come since. @returns whether there were any */
  async advance(): Promise<boolean> {
    if (this.#rows?.kind !== 'keys' || this.#batches === undefined) return false;
    const { lookup } = this.#rows;
    let any = false;
    while (true) {
      const keys = this.#batches.next();
      if (keys.length === 0) return any;
      any = true;
      const known = lookup.rows(keys);
      for (const step of this.#steps) await find(this.#connection, this.#taken, step, known);
    }
  }
}

async function find(
  connection: RowSession,
  taken: Taken,
  { from, to, equality }: Step,
  known: RowsOfTable,
): Promise<void> {
  const wanted = taken.get(to);
  // All of its rows are there.
  if (wanted?.kind !== 'keys') return;
  const { lookup, keys } = wanted;
  const asked = lookup.asksCondition ? to : known.asksCaller ? from : undefined;
  if (asked !== undefined) await use(connection, asked);
  await connection.queryEach(
    lookup.equalSelect(known, equality),
    `find the rows of table ${qualifiedName(to)} that belong to those of ${qualifiedName(from)}`,
    (row) => keys.add(lookup.keyOf(row)),
  );
  // Others may alter the tables meanwhile.
  await releaseMetadataLocks(connection);
}
