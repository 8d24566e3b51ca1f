/** A subset of a dump: planned before its snapshot is read, and then completed within it. */

import type { Catalog, Table } from '../catalog/model.ts';
import type { Problems } from '../catalog/problems.ts';
import type { TableFacts } from '../catalog/table-facts.ts';
import type { RowSession } from '../connect/sql-session.ts';
import type { DeclaredRelation } from '../declared-relation.ts';
import { DumpError } from '../errors.ts';
import { type RelationColumns, relationColumns } from '../mask/relation-columns.ts';
import type { DumpOptions } from '../options.ts';
import type { ChosenRows, RowList } from '../plan/chosen-rows.ts';
import { qualifiedName } from '../sql/identifier.ts';
import type { DumpWarning } from '../summary.ts';
import { completeSubset } from './closure.ts';
import { KeyMemory } from './keys/key-memory.ts';
import { stepToChild, stepToParent } from './relation-steps.ts';
import { findRelations } from './relations.ts';
import { findSeeds, type Seeds } from './seeds.ts';
import { type Steps, type TakenRows, takenRows } from './taken-rows.ts';
import { tryConditions } from './try-conditions.ts';

const noRows: RowList = { next: () => undefined, key: undefined };

export class Subset {
  readonly #seeds: Seeds;
  readonly #steps: Steps;
  readonly #taken: ReadonlyMap<Table, TakenRows>;
  /** Of foreign keys to tables that are not in the dump, whose rows can't be taken. */
  readonly warnings: readonly DumpWarning[];

  private constructor(
    seeds: Seeds,
    steps: Steps,
    taken: ReadonlyMap<Table, TakenRows>,
    warnings: readonly DumpWarning[],
  ) {
    this.#seeds = seeds;
    this.#steps = steps;
    this.#taken = taken;
    this.warnings = warnings;
  }

  /**
   * Reads nothing.
   *
   * @param where - the condition of a table by the option `where`
   * @param problems - told `UNKNOWN_TABLE`, `INVALID_OPTION`, `UNSUPPORTED` for what can't be done
   * @returns `undefined` without the option
   */
  static plan(
    catalog: Pick<Catalog, 'databases'>,
    { constraints, foldsNames }: TableFacts,
    { subset, mask }: Pick<DumpOptions, 'mask' | 'subset'>,
    where: (table: Table) => string | undefined,
    problems: Problems,
  ): Subset | undefined {
    if (subset === undefined) return undefined;
    const declared = (relations: readonly DeclaredRelation[] = []): readonly RelationColumns[] =>
      relations.flatMap((relation) => relationColumns(relation) ?? []);
    const own = declared(subset.relations);
    // A policy may be one for more than what is dumped.
    const found = findRelations(constraints, [...declared(mask?.relations), ...own], foldsNames);
    for (const unmet of found.unmet) if (own.includes(unmet)) problems.report(unmetRelation(unmet));
    const seeds = findSeeds(catalog, subset, where);
    const steps = {
      towardsChildren: found.relations
        .filter(({ child }) => seeds.referring.has(child))
        .map(stepToChild),
      towardsParents: found.relations.map(stepToParent),
    };
    const { taken, problems: keyless } = takenRows(catalog, seeds, steps, new KeyMemory());
    for (const problem of [...found.problems, ...seeds.problems, ...keyless]) {
      problems.report(problem);
    }
    return new Subset(seeds, steps, taken, found.leavingDump.map(parentLeftOut));
  }

  /** @param problems - told of conditions that the server does not understand */
  async tryConditions(connection: RowSession, problems: Problems): Promise<void> {
    await tryConditions(connection, this.#seeds.seeds, problems);
  }

  /**
   * Finds the rows, on a connection that sees the snapshot.
   *
   * @param onStatement - called before each statement with the table whose rows it looks for; what it
   *   throws ends the search
   */
  async complete(connection: RowSession, onStatement: (table: Table) => void): Promise<void> {
    await completeSubset(connection, this.#taken, this.#seeds.seeds, this.#steps, onStatement);
  }

  /** How many keys of rows are known. Costs next to nothing; not all are counted at once. */
  get keysFound(): number {
    let count = 0;
    for (const rows of this.#taken.values()) if (rows.kind === 'keys') count += rows.keys.counted;
    return count;
  }

  /** What is to be read of a table; once {@link complete} has ended. */
  chosen(table: Table): ChosenRows {
    const taken = this.#taken.get(table);
    if (taken?.kind === 'rows') return taken;
    const list = taken?.kind === 'keys' ? taken.lookup.list(taken.keys) : noRows;
    return { kind: 'listed', list };
  }

  /** How many rows are taken of a table; `undefined` where their keys are not known. */
  rowsOf(table: Table): number | undefined {
    const taken = this.#taken.get(table);
    if (taken?.kind === 'rows') return undefined;
    return taken?.kind === 'keys' ? taken.keys.size : 0;
  }

  /** Gives back its temporary files. */
  close(): void {
    for (const rows of this.#taken.values()) if (rows.kind === 'keys') rows.keys.close();
  }
}

function unmetRelation({ from, to }: RelationColumns): DumpError {
  const [child, parent] = [from, to].map(({ database, table }) =>
    qualifiedName({ database, name: table }),
  );
  return new DumpError(
    'UNKNOWN_TABLE',
    `The option subset.relations names a relation from ${child} to ${parent}, and one of them is no table ` +
      'of the dump, or the account may not see it. Correct the names, or dump both.',
  );
}

function parentLeftOut(foreignKey: string): DumpWarning {
  return {
    code: 'PARENT_LEFT_OUT',
    message:
      `The foreign key ${foreignKey} refers to a table that is not in the dump: its rows may be missing ` +
      'where the dump is restored. Dump that table too (databases, tables).',
  };
}
