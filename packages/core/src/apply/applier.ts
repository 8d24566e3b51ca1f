/** Applies the statements of a dump one after the other: decides what is run, and what waits for what. */

import { DumpError } from '../errors.ts';
import type { Statement } from '../split/statement.ts';
import { inDatabase } from '../understand/in-database.ts';
import { withKnownModes } from '../understand/known-modes.ts';
import { preparedTargets } from '../understand/prepared-targets.ts';
import { targetsOf } from '../understand/targets.ts';
import { understand } from '../understand/understand.ts';
import type { Understood } from '../understand/understood.ts';
import { failedStatement } from './failures/shown.ts';
import { describe } from './failures/statement-failure.ts';
import { ownTableLeftOut } from './progress/progress.ts';
import type { RestoreContext } from './restore-context.ts';
import type { TableKind } from './tables/table-kinds.ts';
import { TemporaryTables } from './tables/temporary-tables.ts';
import { PreparedStatements } from './target/prepared-statements.ts';

/** Statements of the log after which sessions without rows catch up. */
const longestLog = 4000;

export class Applier {
  readonly #context: RestoreContext;
  readonly #prepared: PreparedStatements;
  readonly #temporary = new TemporaryTables();
  #last = 0;

  constructor(context: RestoreContext) {
    this.#context = context;
    this.#prepared = new PreparedStatements(context.modes, context.sessions, context.target);
  }

  /** The last statement that was run or left out; rows of those before it may be on their way. */
  get last(): number {
    return this.#last;
  }

  /**
   * Resolves when the next statement may come.
   *
   * @throws DumpError `REFUSED_STATEMENT`, `STATEMENT_FAILED` and others of a statement
   */
  async apply(statement: Statement): Promise<void> {
    const { sessions, modes, progress, target, tally } = this.#context;
    const understood = understand(statement, modes.current, sessions.server);
    switch (understood.kind) {
      case 'nothing':
      // Nobody else writes to the tables; transactions are those of the writers.
      case 'lock':
      case 'transaction':
        return this.#leftOut(statement);
      case 'clientCommand':
        throw refused(statement, understood, 'it is a command of the client programs');
      case 'other':
        throw refused(
          statement,
          understood,
          'it is none of those that dumps consist of, and might write outside of the target',
        );
      default:
    }
    const selected = this.#context.selection.takes(understood, target.names);
    if (!selected) return this.#leftOut(statement);
    if (progress?.isOwnTable(understood) === true) {
      tally.warn(ownTableLeftOut);
      return this.#leftOut(statement);
    }
    const refusal = this.#prepared.refusal(statement, understood);
    if (refusal !== undefined) throw refused(statement, understood, refusal);
    await this.#check(understood);
    const route = target.route(understood);
    if (route.action === 'refuse') throw refused(statement, understood, route.reason);
    if (route.action === 'leaveOut') {
      if (route.warning !== undefined) tally.warn(route.warning);
      return this.#leftOut(statement);
    }
    const renamed =
      route.action === 'rename' && !isUnnamedInsert(understood)
        ? this.#renamed(statement, understood, route.from, route.to)
        : statement;
    await this.#run(renamed, understood);
  }

  #renamed(
    statement: Statement,
    understood: Understood,
    from: readonly string[],
    to: string,
  ): Statement {
    const { modes, sessions } = this.#context;
    const renamed = from.reduce((one, name) => inDatabase(one, name, to, modes.current), statement);
    // What was changed is read again: nothing of it may be left that names another database.
    const left = targetsOf(understand(renamed, modes.current, sessions.server));
    const prepared = preparedTargets(renamed.bytes, modes.current, sessions.server);
    if ([...left, ...prepared].every((name) => name === undefined || name === to)) return renamed;
    throw refused(
      statement,
      understood,
      'it names another database in a way that was not understood',
    );
  }

  /** Resolves when all is written. */
  async finish(): Promise<void> {
    await this.#context.collector.flush();
    await this.#context.writers.written();
    await this.#context.rows.end();
    await this.#context.deferredKeys.settle();
    this.#context.progress?.end();
  }

  async #run(statement: Statement, understood: Understood): Promise<void> {
    const { collector, definitions, modes } = this.#context;
    switch (understood.kind) {
      case 'insert':
        return this.#insert(statement, understood);
      case 'setSession':
      case 'use':
        await this.#session(statement, understood);
        return this.#done(statement);
      case 'change':
        await this.#checkWritable(statement, understood);
        break;
      default:
    }
    await collector.flush();
    await definitions.run(statement, understood, modes.current);
    this.#temporary.follow(understood, this.#keysOf(understood));
    return this.#done(statement);
  }

  /** What the dump turns to must be empty, or the caller have said that it need not be. */
  async #check(understood: Understood): Promise<void> {
    const { checks, selection, target } = this.#context;
    for (const named of targetsOf(understood)) {
      const database = named === undefined ? target.current : target.nameOf(named);
      if (database === undefined || !target.mayWriteTo(database)) continue;
      await checks.check(database);
      const { object, name } = understood;
      const isTable = object === 'table' || object === 'view';
      if (selection.isLimited && isTable && name !== undefined) {
        await checks.checkTable(database, name);
      }
    }
  }

  async #session(statement: Statement, understood: Understood): Promise<void> {
    const { collector, definitions, log, making, modes, writers, sessions } = this.#context;
    await collector.flush();
    // The only connection has a transaction open while it writes.
    if (sessions.writers.length === 0) await writers.written();
    const { bytes } = definitions.withoutDefiner(statement, understood, modes.current);
    const changed = { ...statement, bytes: withKnownModes(bytes, sessions.server) };
    await making.execute(changed, understood);
    if (sessions.writers.length > 0) log.add(changed.bytes);
    await modes.follow(changed.bytes);
    if (log.length > longestLog) await writers.catchUp();
  }

  async #insert(statement: Statement, understood: Understood): Promise<void> {
    const { collector, deferredKeys, definitions, kinds, log, modes, progress, tally } =
      this.#context;
    const { name = '', ordered = false } = understood;
    const database = this.#databaseOf(understood);
    await this.#context.open(database);
    this.#last = statement.number;
    const { rows, bytes } = statement;
    await deferredKeys.turnTo(kinds.key(database, name));
    if (progress?.hasRows(database, statement) === true) {
      await collector.flush();
      tally.addRows(database, name, { rows, bytes: bytes.length });
      tally.statements += statement.continues ? 0 : 1;
      return;
    }
    const kind = await this.#checkWritable(statement, understood);
    if (this.#temporary.has(kinds.key(database, name))) {
      await collector.flush();
      await definitions.run(statement, { ...understood, kind: 'change' }, modes.current);
      return this.#done(statement);
    }
    await this.#context.rows.begin(statement, { database, name }, kind);
    await collector.add(statement, {
      key: kinds.key(database, name),
      database,
      name,
      session: log.end,
      kind,
      ordered,
    });
    tally.statements += statement.continues ? 0 : 1;
  }

  /** What is written to a table must stay in it. */
  async #checkWritable(statement: Statement, understood: Understood): Promise<TableKind> {
    const { name = '' } = understood;
    const kind = await this.#context.kinds.of(this.#databaseOf(understood), name);
    if (kind.refusal !== undefined) throw refused(statement, understood, kind.refusal);
    return kind;
  }

  /** In the target. */
  #databaseOf({ database }: Pick<Understood, 'database'>): string {
    const { target } = this.#context;
    const found = database === undefined ? target.current : target.nameOf(database);
    if (found === undefined) throw new DumpError('INTERNAL', 'No database is the current one.');
    return found;
  }

  #keysOf({ object, name, database, others = [] }: Understood): readonly string[] {
    if (object !== 'table' || name === undefined) return [];
    const { kinds } = this.#context;
    const tables = [{ name, ...(database === undefined ? {} : { database }) }, ...others];
    return tables.map((table) => kinds.key(this.#databaseOf(table), table.name));
  }

  /** It has changed nothing, whatever it says of the session. */
  #leftOut(statement: Statement): void {
    this.#context.modes.stay();
    this.#done(statement);
  }

  #done({ bytes, number }: Statement): void {
    const { tally } = this.#context;
    this.#last = number;
    tally.statements += 1;
    tally.addBytes(bytes.length);
  }
}

/** It is in the current database, which is the target. */
function isUnnamedInsert({ kind, database }: Understood): boolean {
  return kind === 'insert' && database === undefined;
}

function refused(statement: Statement, understood: Understood, reason: string): DumpError {
  const failed = failedStatement(statement, understood);
  return new DumpError(
    'REFUSED_STATEMENT',
    `The dump holds a statement that is not run, as ${reason}: ${describe(failed)}.`,
    { statement: failed },
  );
}
