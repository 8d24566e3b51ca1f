/** Runs the statements of a dump that are no rows, each after the rows that it must not come before. */

import { crc32 } from 'node:zlib';
import type { DatabaseConnection } from '../connect/database-connection.ts';
import type { SqlSession } from '../connect/sql-session.ts';
import type { ReadingModes, Statement } from '../split/statement.ts';
import { quoteIdentifier } from '../sql/identifier.ts';
import type { ObjectKind, Understood } from '../understand/understood.ts';
import { withoutDefiner } from '../understand/without-definer.ts';
import type { DeferredKeys } from './deferred-keys.ts';
import type { Progress } from './progress.ts';
import { failedStatement } from './shown.ts';
import { saysItExists, statementFailure } from './statement-failure.ts';
import type { TableKind, TableKinds } from './table-kinds.ts';
import type { Tally } from './tally.ts';
import type { Target } from './target.ts';
import type { Writers } from './writers.ts';

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
  readonly open: (database: string) => Promise<void>;
  /** Hands over rows that have been collected. */
  readonly flush: () => Promise<void>;
  /** Called after a statement that may have changed the session. */
  readonly onSession: (statement: Buffer) => Promise<void>;
}

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
}

export class Definitions {
  readonly #options: DefinitionsOptions;
  /** The table without transactions whose rows are being written. */
  #begun: BegunTable | undefined;

  constructor(options: DefinitionsOptions) {
    this.#options = options;
  }

  /** Resolves when the statement is run, or need not be. */
  async run(statement: Statement, understood: Understood, modes: ReadingModes): Promise<void> {
    const { alone, writers, kinds, tally, progress, deferredKeys, skipDefiner } = this.#options;
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
    if (table) {
      kinds.forget(database, name);
      deferredKeys.forget(kinds.key(database, name));
    }
    if (kind === 'create' && object === 'table' && table) tally.addTable(database, name);
    if (kind === 'drop' && table) tally.removeTable(database, name);
    const again = table && progress?.isUnfinished(kinds.key(database, name)) === true;
    // What a statement that was prepared before the others were done is needed by those that follow.
    const prepares = kind === 'prepared' && !isExecute(statement);
    if (database !== undefined && object !== 'database') await this.#options.open(database);
    if (progress?.hasDefinition(statement) === true && !again && !prepares) return;
    if (database !== undefined && makesReadOnly(understood, statement)) {
      await this.#options.open(database);
      await progress?.drop(database);
    }
    const bytes =
      skipDefiner && definedByAccounts.has(object) && kind !== 'drop'
        ? withoutDefiner(statement.bytes, modes)
        : statement.bytes;
    await this.#make({ ...statement, bytes }, understood, again);
    if (kind === 'create' && object === 'table' && table && !isOnlyIfMissing(statement)) {
      deferredKeys.made(kinds.key(database, name));
    }
    if (again && kind === 'create') progress?.emptied(kinds.key(database, name));
    if (kind === 'prepared') await this.#options.onSession(statement.bytes);
    if (kind === 'drop' || prepares || database === undefined || again) return;
    await progress?.setPosition(database, statement.offset + 1);
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
    { offset, bytes }: Statement,
    { database, name }: NamedTable,
    { transactional }: TableKind,
  ): Promise<void> {
    const { kinds, progress } = this.#options;
    if (progress === undefined) return;
    const key = kinds.key(database, name);
    if (this.#begun?.key !== key) await this.endTables();
    if (transactional) return;
    if (this.#begun === undefined) {
      if (progress.isUnfinished(key)) await this.#empty({ database, name });
      progress.emptied(key);
      this.#begun = { database, name, key, first: offset, last: offset, checksum: 0 };
      await progress.beginTable(database, key, offset);
    }
    this.#begun.last = offset;
    this.#begun.checksum = crc32(bytes, this.#begun.checksum);
  }

  /** Waits for the rows of the last table without transactions. */
  async endTables(): Promise<void> {
    const { flush, progress, writers } = this.#options;
    const begun = this.#begun;
    if (begun === undefined) return;
    await flush();
    await writers.written(begun.key);
    this.#begun = undefined;
    await progress?.endTable(begun.database, begun);
  }

  async #empty({ database, name }: NamedTable): Promise<void> {
    const table = `${quoteIdentifier(database)}.${quoteIdentifier(name)}`;
    await this.#options.control.query(`TRUNCATE TABLE ${table}`, `empty table ${table}`);
  }

  #databaseOf({ database, tableDatabase, object, name }: Understood): string | undefined {
    const { target } = this.#options;
    if (object === 'database' && name !== undefined) return target.nameOf(name);
    const named = database ?? tableDatabase;
    return named === undefined ? target.current : target.nameOf(named);
  }

  async #waitForRows(understood: Understood, database: string | undefined): Promise<void> {
    const { kinds, writers } = this.#options;
    const { object, name, table, others = [] } = understood;
    const tables = object === 'trigger' ? [{ name: table }] : [{ name }, ...others];
    const isLimited = object === 'table' || object === 'view' || object === 'trigger';
    for (const { name: one } of tables) {
      if (!isLimited || database === undefined || one === undefined) return writers.written();
      await writers.written(kinds.key(database, one));
    }
  }

  async #make(statement: Statement, understood: Understood, again: boolean): Promise<void> {
    const { coordinator, progress } = this.#options;
    try {
      await coordinator.execute(statement.bytes);
    } catch (error) {
      const own = again || progress?.ownsTarget === true;
      const drop = own && progress?.resumed === true ? dropOf(understood) : undefined;
      if (drop === undefined || !saysItExists(error)) {
        throw statementFailure(error, {
          address: coordinator.address,
          statement: failedStatement(statement, understood),
        });
      }
      // It was made, and that was not written down any more.
      const database = this.#databaseOf(understood);
      await this.#options.control.query(
        drop(database === undefined ? '' : `${quoteIdentifier(database)}.`),
        `drop ${understood.object} ${quoteIdentifier(understood.name ?? '')}, to make it again`,
      );
      await this.execute(statement, understood);
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
