/** Runs the statements of a dump that are no rows, each after the rows that it must not come before. */

import { crc32 } from 'node:zlib';
import type { DatabaseConnection } from '../connect/database-connection.ts';
import type { SqlSession } from '../connect/sql-session.ts';
import type { ReadingModes, Statement } from '../split/statement.ts';
import { qualifiedName, quoteIdentifier } from '../sql/identifier.ts';
import type { ObjectKind, Understood } from '../understand/understood.ts';
import { withoutDefiner } from '../understand/without-definer.ts';
import { counterOf, restoreCounter } from './auto-increment.ts';
import type { DeferredKeys } from './deferred-keys.ts';
import { isThere } from './made-objects.ts';
import { orphanedPartition } from './orphaned-partitions.ts';
import type { Progress } from './progress.ts';
import { cannotResume } from './progress-table.ts';
import type { WarningCollector } from './server-warnings.ts';
import { failedStatement } from './shown.ts';
import { saysItExists, statementFailure } from './statement-failure.ts';
import type { TableKind, TableKinds } from './table-kinds.ts';
import type { Tally } from './tally.ts';
import type { Target } from './target.ts';
import type { Writers } from './writers.ts';
import { mayHoldRows } from './written-tables.ts';

export interface DefinitionsOptions {
  readonly coordinator: DatabaseConnection;
  /** Whether the coordinator also writes the rows. */
  readonly alone: boolean;
  readonly control: SqlSession;
  readonly target: Target;
  readonly writers: Writers;
  readonly kinds: TableKinds;
  readonly tally: Tally;
  readonly progress: Progress | undefined;
  readonly deferredKeys: DeferredKeys;
  readonly skipDefiner: boolean;
  readonly serverWarnings: WarningCollector;
  readonly open: (database: string) => Promise<void>;
  /** Hands over rows that have been collected. */
  readonly flush: () => Promise<void>;
  /** Called after a statement that may have changed the session. */
  readonly onSession: (statement: Buffer) => Promise<void>;
}

const commit = Buffer.from('COMMIT');

/** Objects with a definer, which may be left out. */
const definedByAccounts = new Set<ObjectKind | undefined>([
  ...(['view', 'trigger', 'procedure', 'function', 'event', 'package'] as const),
]);

interface NamedTable {
  readonly database: string;
  readonly name: string;
}

interface BegunTable extends NamedTable {
  readonly key: string;
  /** Where its rows begin. */
  readonly first: number;
  last: number;
  checksum: number;
  rows: number;
}

interface DumpedTable {
  /** Whether this restore has made it. */
  readonly made: boolean;
  readonly counter: string | undefined;
}

export class Definitions {
  readonly #options: DefinitionsOptions;
  /** The table without transactions whose rows are being written. */
  #begun: BegunTable | undefined;
  /** Tables that the dump makes, by key. */
  readonly #tables = new Map<string, DumpedTable>();

  constructor(options: DefinitionsOptions) {
    this.#options = options;
  }

  /** Resolves when the statement is run, or need not be. */
  async run(statement: Statement, understood: Understood, modes: ReadingModes): Promise<void> {
    const { alone, writers, kinds, tally, progress, deferredKeys } = this.#options;
    const { kind, object, name } = understood;
    const database = this.#databaseOf(understood);
    const table = isTable(object) && name !== undefined && database !== undefined;
    if (table && (kind === 'disableKeys' || kind === 'enableKeys')) {
      // InnoDB knows no such thing.
      if ((await kinds.of(database, name)).transactional) return;
    }
    await this.endTables();
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
      this.#tables.set(key, { made: !isDone || again, counter });
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
    await this.#make(this.withoutDefiner(statement, understood, modes), understood, again);
    await this.#collectWarnings(statement, understood, database);
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

  /** Runs it, whatever is going on. */
  async execute(statement: Statement, understood: Understood): Promise<void> {
    const { coordinator } = this.#options;
    try {
      await coordinator.execute(statement.bytes);
    } catch (error) {
      throw statementFailure(error, {
        address: coordinator.address,
        statement: failedStatement(statement, understood),
      });
    }
  }

  /** Rows of a table without transactions are either all there, or have to be written again. */
  async beginRows(
    { offset, bytes, rows }: Statement,
    { database, name }: NamedTable,
    { transactional, sequence }: TableKind,
  ): Promise<void> {
    const { kinds, progress } = this.#options;
    if (progress === undefined) return;
    const key = kinds.key(database, name);
    if (this.#begun?.key !== key) await this.endTables();
    if (transactional) return;
    if (this.#begun === undefined) {
      if (!sequence && progress.isResumed(database)) await this.#empty({ database, name }, key);
      progress.emptied(key);
      this.#begun = { database, name, key, first: offset, last: offset, checksum: 0, rows: 0 };
      await progress.beginTable(database, key, offset);
    }
    this.#begun.last = offset;
    this.#begun.checksum = crc32(bytes, this.#begun.checksum);
    this.#begun.rows += rows;
  }

  /** Waits for the rows of the last table without transactions. */
  async endTables(): Promise<void> {
    const { flush, progress, writers } = this.#options;
    const begun = this.#begun;
    if (begun === undefined) return;
    await flush();
    await writers.written(begun.key);
    this.#begun = undefined;
    await progress?.endTable(begun.database, { ...begun, table: begun.key });
  }

  /** It may hold rows that nobody has written down: a crash takes the one back and not the other. */
  async #empty(named: NamedTable, key: string): Promise<void> {
    const { control, progress } = this.#options;
    const dumped = this.#tables.get(key);
    if (dumped?.made === true) return;
    const table = qualifiedName(named);
    if (dumped === undefined) {
      if (progress?.isUnfinished(key) !== true) return;
      throw cannotResume(
        `table ${table} holds some of its rows, nobody knows which, and the dump does not make that ` +
          'table: what else it holds is not known either',
      );
    }
    if (!(await mayHoldRows(control, named))) return;
    await control.query(`TRUNCATE TABLE ${table}`, `empty table ${table}`);
    await restoreCounter(control, named, dumped.counter);
  }

  async #isStillThere(understood: Understood, database: string | undefined): Promise<boolean> {
    const { control, kinds } = this.#options;
    const { kind, object, name = '' } = understood;
    if (kind !== 'create' || database === undefined) return true;
    const there = await isThere(control, database, understood);
    if (object !== 'table') return there;
    if (!there) {
      throw cannotResume(`table ${qualifiedName({ database, name })} was made, and is gone`);
    }
    const { transactional } = await kinds.of(database, name);
    const counter = this.#tables.get(kinds.key(database, name))?.counter;
    if (transactional) await restoreCounter(control, { database, name }, counter);
    return true;
  }

  /** Of programs and views it is told that they can't be shown in every character set, and no more. */
  async #collectWarnings(
    statement: Statement,
    understood: Understood,
    database: string | undefined,
  ): Promise<void> {
    const { coordinator, serverWarnings } = this.#options;
    const { object, name } = understood;
    if (object !== 'table' || database === undefined || name === undefined) return;
    await serverWarnings.collect(coordinator, statement, { database, name });
  }

  /** The dump may have turned autocommit off: nothing may stay locked, or not be written. */
  async #commit(statement: Statement, understood: Understood): Promise<void> {
    await this.execute({ ...statement, bytes: commit }, understood);
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

  #tablesOf({ name, database, others = [] }: Understood): readonly NamedTable[] {
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

  async #make(statement: Statement, understood: Understood, again: boolean): Promise<void> {
    const { coordinator, progress } = this.#options;
    try {
      await coordinator.execute(statement.bytes);
    } catch (error) {
      const database = this.#databaseOf(understood);
      const resumed = database !== undefined && progress?.isResumed(database) === true;
      const own = again || (resumed && progress?.owns(database) === true);
      const drop = own ? dropOf(understood) : undefined;
      if (drop === undefined || !saysItExists(error)) {
        throw statementFailure(error, {
          address: coordinator.address,
          statement: failedStatement(statement, understood),
        });
      }
      // It was made, and that was not written down any more.
      await this.#options.control.query(
        drop(database === undefined ? '' : `${quoteIdentifier(database)}.`),
        `drop ${understood.object} ${quoteIdentifier(understood.name ?? '')}, to make it again`,
      );
      await this.#makeAgain(statement, understood, database);
    }
  }

  async #makeAgain(
    statement: Statement,
    understood: Understood,
    database: string | undefined,
  ): Promise<void> {
    const { coordinator, control } = this.#options;
    const { object, name } = understood;
    for (let last: string | undefined; ; ) {
      try {
        await coordinator.execute(statement.bytes);
        return;
      } catch (error) {
        const partition =
          object === 'table' && database !== undefined && name !== undefined
            ? orphanedPartition(error, { database, name })
            : undefined;
        if (partition === undefined || partition === last) {
          throw statementFailure(error, {
            address: coordinator.address,
            statement: failedStatement(statement, understood),
          });
        }
        last = partition;
        await control.query(
          `DROP TABLE IF EXISTS ${partition}`,
          `drop ${partition}, left by a crash`,
        );
      }
    }
  }
}

function isTable(object: ObjectKind | undefined): boolean {
  return object === 'table' || object === 'view';
}

function isExecute({ bytes }: Statement): boolean {
  return /^\W*EXECUTE\b/i.test(bytes.toString('latin1', 0, 200));
}

/** Then the table may have been there before. */
function isOnlyIfMissing({ bytes }: Statement): boolean {
  return /\bIF\s+NOT\s+EXISTS\b/i.test(bytes.toString('latin1', 0, 200));
}

/** After it not even the progress can be written down. */
function makesReadOnly({ kind, object }: Understood, { bytes }: Statement): boolean {
  if (kind !== 'alter' || object !== 'database') return false;
  return /\bREAD\s+ONLY\s*=?\s*1\b/i.test(bytes.toString('latin1'));
}

function dropOf({ kind, object, name }: Understood): ((prefix: string) => string) | undefined {
  if (kind !== 'create' || object === undefined || name === undefined) return undefined;
  if (object === 'database') return undefined;
  return (prefix) => `DROP ${object.toUpperCase()} IF EXISTS ${prefix}${quoteIdentifier(name)}`;
}
