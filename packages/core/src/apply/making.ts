/** Makes what the dump defines, also where a restore that was broken off has left it behind. */

import type { DatabaseConnection } from '../connect/database-connection.ts';
import type { SqlSession } from '../connect/sql-session.ts';
import type { DumpError } from '../errors.ts';
import type { Statement } from '../split/statement.ts';
import { qualifiedName, quoteIdentifier } from '../sql/identifier.ts';
import type { Understood } from '../understand/understood.ts';
import type { WarningCollector } from './failures/server-warnings.ts';
import { failedStatement } from './failures/shown.ts';
import { saysItExists, statementFailure } from './failures/statement-failure.ts';
import type { Progress } from './progress/progress.ts';
import { isHalfMade, removeOrphanedFile, saysItsFileExists } from './tables/half-made.ts';
import { orphanedPartition } from './tables/orphaned-partitions.ts';

export interface MakingOptions {
  readonly coordinator: DatabaseConnection;
  readonly control: SqlSession;
  readonly progress: Progress | undefined;
  readonly serverWarnings: WarningCollector;
}

export class Making {
  readonly #options: MakingOptions;

  constructor(options: MakingOptions) {
    this.#options = options;
  }

  /** Runs it, whatever is going on. */
  async execute(statement: Statement, understood: Understood): Promise<void> {
    const { coordinator } = this.#options;
    try {
      await coordinator.execute(statement.bytes);
    } catch (error) {
      throw this.#failure(error, statement, understood);
    }
  }

  /**
   * Runs a statement that may have been run before the restore was broken off.
   *
   * @param database - the one that it is about
   * @param again - whether what it makes is to be made anew
   */
  async make(
    statement: Statement,
    understood: Understood,
    { database, again }: { readonly database: string | undefined; readonly again: boolean },
  ): Promise<void> {
    const { coordinator, progress } = this.#options;
    try {
      await coordinator.execute(statement.bytes);
    } catch (error) {
      const resumed = database !== undefined && progress?.isResumed(database) === true;
      const own = again || (resumed && progress?.owns(database) === true);
      const drop = own ? dropOf(understood) : undefined;
      const isLeft = saysItExists(error) || (understood.object === 'table' && isHalfMade(error));
      if (drop === undefined || !isLeft) throw this.#failure(error, statement, understood);
      // It was made, and that was not written down any more.
      await this.#options.control.query(
        drop(database === undefined ? '' : `${quoteIdentifier(database)}.`),
        `drop ${understood.object} ${quoteIdentifier(understood.name ?? '')}, to make it again`,
      );
      await this.#makeAgain(statement, understood, database);
    }
  }

  /** Of programs and views it is told that they can't be shown in every character set, and no more. */
  async collectWarnings(
    statement: Statement,
    understood: Understood,
    database: string | undefined,
  ): Promise<void> {
    const { coordinator, serverWarnings } = this.#options;
    const { object, name } = understood;
    if (object !== 'table' || database === undefined || name === undefined) return;
    try {
      await serverWarnings.collect(coordinator, statement, { database, name });
    } catch (error) {
      throw this.#failure(error, statement, understood);
    }
  }

  async #makeAgain(
    statement: Statement,
    understood: Understood,
    database: string | undefined,
  ): Promise<void> {
    const removed = new Set<string>();
    for (;;) {
      try {
        await this.#options.coordinator.execute(statement.bytes);
        return;
      } catch (error) {
        const left = this.#leftByACrash(error, understood, database);
        if (left === undefined || removed.has(left.name)) {
          throw this.#failure(error, statement, understood);
        }
        removed.add(left.name);
        await left.remove();
      }
    }
  }

  /** What DROP TABLE leaves of a table. */
  #leftByACrash(
    error: unknown,
    { object, name }: Understood,
    database: string | undefined,
  ): { readonly name: string; readonly remove: () => Promise<unknown> } | undefined {
    const { control } = this.#options;
    if (object !== 'table' || database === undefined || name === undefined) return undefined;
    const partition = orphanedPartition(error, { database, name });
    if (saysItsFileExists(error)) {
      const file = partition ?? qualifiedName({ database, name });
      return { name: file, remove: () => removeOrphanedFile(control, database, file) };
    }
    if (partition === undefined) return undefined;
    const action = `drop ${partition}, left by a crash`;
    return {
      name: partition,
      remove: () => control.query(`DROP TABLE IF EXISTS ${partition}`, action),
    };
  }

  #failure(error: unknown, statement: Statement, understood: Understood): DumpError {
    return statementFailure(error, {
      address: this.#options.coordinator.address,
      statement: failedStatement(statement, understood),
    });
  }
}

function dropOf({ kind, object, name }: Understood): ((prefix: string) => string) | undefined {
  if (kind !== 'create' || object === undefined || name === undefined) return undefined;
  if (object === 'database') return undefined;
  return (prefix) => `DROP ${object.toUpperCase()} IF EXISTS ${prefix}${quoteIdentifier(name)}`;
}
