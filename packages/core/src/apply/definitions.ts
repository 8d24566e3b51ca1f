/** Runs the statements of a dump that are no rows, each after the rows that it must not come before. */

import type { SqlSession } from '../connect/sql-session.ts';
import type { ReadingModes, Statement } from '../split/statement.ts';
import { type QualifiedName, qualifiedName } from '../sql/identifier.ts';
import type { ObjectKind, Understood } from '../understand/understood.ts';
import { withoutDefiner } from '../understand/without-definer.ts';
import type { DeferredKeys } from './deferred-keys.ts';
import type { Making } from './making.ts';
import { cannotResume } from './progress/cannot-resume.ts';
import type { Progress } from './progress/progress.ts';
import type { Writers } from './rows/writers.ts';
import type { RowsWithoutTransactions } from './rows-without-transactions.ts';
import { isExecute, isOnlyIfMissing, makesReadOnly } from './statement-forms.ts';
import { counterOf, restoreCounter } from './tables/auto-increment.ts';
import { isThere } from './tables/made-objects.ts';
import type { TableKinds } from './tables/table-kinds.ts';
import type { Tally } from './tally.ts';
import type { Target } from './target/target.ts';

export interface DefinitionsOptions {
  /** Whether the connection that runs definitions also writes the rows. */
  readonly alone: boolean;
  readonly control: SqlSession;
  readonly target: Target;
  readonly writers: Writers;
  readonly kinds: TableKinds;
  readonly tally: Tally;
  readonly progress: Progress | undefined;
  readonly deferredKeys: DeferredKeys;
  readonly rows: RowsWithoutTransactions;
  readonly making: Making;
  readonly skipDefiner: boolean;
  readonly open: (database: string) => Promise<void>;
  /** Called after a statement that may have changed the session. */
  readonly onSession: (statement: Buffer) => Promise<void>;
}

const commit = Buffer.from('COMMIT');

/** Objects with a definer, which may be left out. */
const definedByAccounts = new Set<ObjectKind | undefined>([
  ...(['view', 'trigger', 'procedure', 'function', 'event', 'package'] as const),
]);

export class Definitions {
  readonly #options: DefinitionsOptions;

  constructor(options: DefinitionsOptions) {
    this.#options = options;
  }

  /** Resolves when the statement is run, or need not be. */
  async run(statement: Statement, understood: Understood, modes: ReadingModes): Promise<void> {
    const { alone, writers, kinds, tally, progress, deferredKeys, rows, making } = this.#options;
    const { kind, object, name } = understood;
    const database = this.#databaseOf(understood);
    const table = isTable(object) && name !== undefined && database !== undefined;
    if (table && (kind === 'disableKeys' || kind === 'enableKeys')) {
      // InnoDB knows no such thing.
      if ((await kinds.of(database, name)).transactional) return;
    }
    await rows.end();
    if (alone) await writers.written();
    else await this.#waitForRows(understood, database);
    await deferredKeys.turnTo(undefined);
    const isOfTable = object === 'table' || object === 'view' || object === 'trigger';
    await deferredKeys.settle(isOfTable ? statement.bytes : undefined);
    this.#forgetTables(understood);
    const temporary = understood.temporary === true;
    if (kind === 'create' && object === 'table' && table && !temporary) {
      tally.addTable(database, name);
    }
    if (kind === 'drop' && table && !temporary) tally.removeTable(database, name);
    // What a statement that was prepared before the others were done is needed by those that follow.
    const prepares = kind === 'prepared' && !isExecute(statement);
    if (database !== undefined && object !== 'database') await this.#options.open(database);
    const key =
      (table || object === 'sequence') && name !== undefined && database !== undefined
        ? kinds.key(database, name)
        : '';
    const again = progress?.isUnfinished(key) === true;
    const isDone = progress?.hasDefinition(database, statement) === true;
    if (kind === 'create' && object === 'table') {
      const counter = counterOf(statement.bytes, modes);
      rows.note(key, { made: !isDone || again, counter });
    }
    const readOnly = makesReadOnly(understood, statement);
    // That one is made last of all, when nothing can be written down any more.
    if (isDone && !again && !prepares && !readOnly) {
      if (await this.#isStillThere(understood, database)) return;
    }
    if (database !== undefined && readOnly) {
      await this.#options.open(database);
      await progress?.drop(database);
    }
    const made = this.withoutDefiner(statement, understood, modes);
    await making.make(made, understood, { database, again });
    await making.collectWarnings(statement, understood, database);
    if (kind === 'change' || kind === 'maintenance') await this.#commit(statement, understood);
    // What it was that has been run, nobody has followed.
    if (kind === 'prepared') kinds.forgetAll();
    const isMade = kind === 'create' && object === 'table' && table && !temporary;
    if (isMade && !isOnlyIfMissing(statement)) {
      deferredKeys.made(kinds.key(database, name));
    }
    if (again && kind === 'create') progress?.emptied(key);
    if (kind === 'prepared') await this.#options.onSession(statement.bytes);
    if (kind === 'drop' || prepares || database === undefined || again) return;
    await progress?.made(database, statement);
  }

  /** As the option skipDefiner wants it, also where it is a text that is prepared later. */
  withoutDefiner(
    statement: Statement,
    { kind, object }: Understood,
    modes: ReadingModes,
  ): Statement {
    const holdsText = kind === 'setSession' || kind === 'prepared';
    if (!this.#options.skipDefiner || kind === 'drop') return statement;
    if (!holdsText && !definedByAccounts.has(object)) return statement;
    return { ...statement, bytes: withoutDefiner(statement.bytes, modes) };
  }

  async #isStillThere(understood: Understood, database: string | undefined): Promise<boolean> {
    const { control, kinds, rows } = this.#options;
    const { kind, object, name = '' } = understood;
    if (kind !== 'create' || database === undefined) return true;
    const there = await isThere(control, database, understood);
    if (object !== 'table') return there;
    if (!there) {
      throw cannotResume(`table ${qualifiedName({ database, name })} was made, and is gone`);
    }
    const { transactional } = await kinds.of(database, name);
    const counter = rows.dumped(kinds.key(database, name))?.counter;
    if (transactional) await restoreCounter(control, { database, name }, counter);
    return true;
  }

  /** The dump may have turned autocommit off: nothing may stay locked, or not be written. */
  async #commit(statement: Statement, understood: Understood): Promise<void> {
    await this.#options.making.execute({ ...statement, bytes: commit }, understood);
  }

  /** What was known of the tables that a statement may have changed. */
  #forgetTables(understood: Understood): void {
    const { kinds, deferredKeys } = this.#options;
    if (!isTable(understood.object)) return;
    for (const { database, name } of this.#tablesOf(understood)) {
      kinds.forget(database, name);
      deferredKeys.forget(kinds.key(database, name));
    }
  }

  #tablesOf({ name, database, others = [] }: Understood): readonly QualifiedName[] {
    if (name === undefined) return [];
    const named = [{ name, ...(database === undefined ? {} : { database }) }, ...others];
    return named.flatMap((one) => {
      const its = this.#databaseOf(one);
      return its === undefined ? [] : [{ database: its, name: one.name }];
    });
  }

  #databaseOf({ database, tableDatabase, object, name }: Partial<Understood>): string | undefined {
    const { target } = this.#options;
    if (object === 'database' && name !== undefined) return target.nameOf(name);
    const named = database ?? tableDatabase;
    return named === undefined ? target.current : target.nameOf(named);
  }

  async #waitForRows(understood: Understood, database: string | undefined): Promise<void> {
    const { kinds, writers } = this.#options;
    const { kind, object, table } = understood;
    // What a DELETE or UPDATE has to do may depend on other tables.
    const isLimited = object === 'table' || object === 'view' || object === 'trigger';
    if (!isLimited || kind === 'change' || database === undefined) return writers.written();
    const tables =
      object !== 'trigger'
        ? this.#tablesOf(understood)
        : table === undefined
          ? []
          : [{ database, name: table }];
    if (tables.length === 0) return writers.written();
    for (const { database: its, name } of tables) await writers.written(kinds.key(its, name));
  }
}

function isTable(object: ObjectKind | undefined): boolean {
  return object === 'table' || object === 'view';
}
