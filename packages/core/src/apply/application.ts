/** Applies a dump to its target: puts the parts together that do it. */

import type { DatabaseConnection } from '../connect/database-connection.ts';
import type { OpenedDump } from '../decompress/opened-dump.ts';
import type { RestoreOptions } from '../restore-options.ts';
import type { RestoreSummary } from '../restore-summary.ts';
import type { Statement } from '../split/statement.ts';
import { Applier } from './applier.ts';
import { DeferredKeys } from './deferred-keys.ts';
import { Definitions } from './definitions.ts';
import { WarningCollector } from './failures/server-warnings.ts';
import { failedStatement } from './failures/shown.ts';
import { stateOf } from './failures/state.ts';
import { statementFailure } from './failures/statement-failure.ts';
import { Making } from './making.ts';
import { cannotResume } from './progress/cannot-resume.ts';
import { Progress } from './progress/progress.ts';
import { identityOf, type RestorePlan } from './restore-plan.ts';
import { InsertCollector } from './rows/insert-collector.ts';
import type { InsertGroup } from './rows/insert-group.ts';
import { Writer } from './rows/writer.ts';
import { Writers } from './rows/writers.ts';
import { RowsWithoutTransactions } from './rows-without-transactions.ts';
import type { ServerLimits } from './session/server-limits.ts';
import { SessionLog } from './session/session-log.ts';
import { SessionModes } from './session/session-modes.ts';
import type { RestoreSessions } from './session/sessions.ts';
import { TableKinds } from './tables/table-kinds.ts';
import { Tally } from './tally.ts';
import { checkDatabasesHeld, checkNoneMissing } from './target/target-checks.ts';
import type { TextReading } from './text/text-reading.ts';

export interface ApplicationParts {
  readonly dump: OpenedDump;
  readonly sessions: RestoreSessions;
  readonly options: RestoreOptions;
  readonly plan: RestorePlan;
  readonly reading: TextReading;
  readonly limits: ServerLimits;
  /** Ends everything. */
  readonly stop: AbortController;
}

/** Bytes of statements in one transaction. */
const groupBytes = 2 * 1024 * 1024;

/** Bytes of statements in memory: written, waiting and being collected. */
const memoryBytes = 24 * 1024 * 1024;

export class Application {
  readonly #parts: ApplicationParts;
  readonly #tally: Tally;
  readonly #serverWarnings = new WarningCollector();
  readonly #written = new Set<string>();
  #progress: Progress | undefined;
  #writers: Writers | undefined;
  #collector: InsertCollector | undefined;
  #applier: Applier | undefined;
  #deferredKeys: DeferredKeys | undefined;

  constructor(parts: ApplicationParts) {
    this.#parts = parts;
    this.#tally = new Tally(parts.options.onProgress, parts.dump);
  }

  /** @throws DumpError of reading, of a statement, or of what was missing at the end */
  async run(): Promise<void> {
    const { dump, reading, plan } = this.#parts;
    for await (const statement of reading.statements()) {
      // Who has written the dump is known with its first statement.
      this.#applier ??= await this.#begin();
      await this.#applier.apply(statement);
    }
    await this.#applier?.finish();
    for (const { database, section } of plan.finished) {
      const { name = '', rows = 0, bytes } = section;
      this.#tally.addRows(database, name, { rows, bytes });
    }
    checkNoneMissing(plan.selection);
    if (dump.manifest === undefined) checkDatabasesHeld(plan.target);
    await this.#progress?.drop();
    this.#tally.report();
  }

  summary(): Omit<RestoreSummary, 'durationMs'> {
    const { sessions, dump, reading } = this.#parts;
    const masked = dump.manifest?.mask ?? reading.masked;
    const { tables, rows, statements, bytes, warnings } = this.#tally;
    return {
      server: sessions.server,
      databases: [...this.#written],
      tables,
      rows,
      statements,
      bytes,
      inputBytes: dump.inputBytes,
      resumed: this.#progress?.resumed === true,
      ...(masked === undefined ? {} : { masked }),
      warnings,
      serverWarnings: { count: this.#serverWarnings.count, first: this.#serverWarnings.first },
    };
  }

  /** What is in the target, as a sentence. */
  state(): string {
    const pending = [this.#writers?.firstPending, this.#collector?.first];
    const last = this.#applier?.last ?? 0;
    return stateOf({
      databases: [...this.#written],
      last: Math.min(last, ...pending.map((number) => (number ?? last + 1) - 1)),
      several: this.#parts.sessions.writers.length > 1,
      resumable: this.#progress !== undefined,
      missingKeys: this.#deferredKeys?.statements ?? [],
    });
  }

  async #begin(): Promise<Applier> {
    const { sessions, options, plan, reading, limits, stop } = this.#parts;
    const { parallel = 1, skipDefiner = false } = options;
    const { control, coordinator } = sessions;
    const { target, selection, checks } = plan;
    // In what order the statements of a program that is not known may be run, nobody knows.
    if (parallel > 1 && reading.producer !== 'unknown') {
      await sessions.openWriters(parallel);
      if (target.current !== undefined) await sessions.use(target.current);
    }
    const progress = this.#beginProgress();
    const alone = sessions.writers.length === 0;
    const log = new SessionLog();
    const serverWarnings = this.#serverWarnings;
    const events = {
      onWritten: (group: InsertGroup) => this.#tally.addRows(group.database, group.name, group),
      onRun: (connection: DatabaseConnection, group: InsertGroup, statement: Statement) =>
        serverWarnings.collect(connection, statement, group),
      onRefused: (error: unknown, { database, name }: InsertGroup, statement: Statement) =>
        statementFailure(error, {
          address: coordinator.address,
          statement: failedStatement(statement, { object: 'table', database, name }),
        }),
    };
    const connections = alone ? [coordinator] : sessions.writers;
    const size = Math.min(groupBytes, memoryBytes / (3 * connections.length));
    const writers = new Writers(
      connections.map((connection) => new Writer(connection, alone ? undefined : log, events)),
      {
        log,
        // Each has its next group at hand, and one more is being collected.
        waitingBytes: size * (connections.length - 1),
        onFailure: (error) => stop.abort(error),
      },
    );
    const kinds = new TableKinds(control, limits.caseInsensitiveNames);
    const collector: InsertCollector = new InsertCollector({
      groupBytes: size,
      recordOf: (statements) => progress?.record({ statements }),
      write: async (group) => {
        await deferredKeys.beforeRows(group);
        await writers.write(group);
      },
    });
    const deferredKeys = new DeferredKeys({
      ...{ control, kinds, writers, progress },
      builder: sessions.builder,
      flush: () => collector.flush(),
      onFailure: (error) => stop.abort(error),
    });
    const open = async (database: string): Promise<void> => {
      const missing = (await progress?.open(database, reading.head)) ?? [];
      for (const keys of missing) deferredKeys.addMissing(keys);
      this.#written.add(database);
    };
    const modes = new SessionModes(coordinator, reading.splitter);
    const tally = this.#tally;
    const making = new Making({ coordinator, control, progress, serverWarnings });
    const rows = new RowsWithoutTransactions({
      ...{ control, kinds, progress, writers },
      flush: () => collector.flush(),
    });
    const definitions = new Definitions({
      ...{ alone, control, target, writers, kinds, tally, progress, deferredKeys },
      ...{ rows, making, skipDefiner, open },
      onSession: (statement) => modes.follow(statement),
    });
    this.#writers = writers;
    this.#collector = collector;
    this.#deferredKeys = deferredKeys;
    return new Applier({
      ...{
        sessions,
        target,
        selection,
        checks,
        writers,
        collector,
        definitions,
        rows,
        making,
        kinds,
      },
      ...{ log, modes, tally, progress, deferredKeys, open },
    });
  }

  #beginProgress(): Progress | undefined {
    const { sessions, options, plan, reading, dump } = this.#parts;
    if (reading.producer !== 'dumpstream') {
      if (options.resume !== true) return undefined;
      throw cannotResume('only a restore of a dump by dumpstream can be gone on with');
    }
    this.#progress = new Progress(
      sessions.control,
      { ...identityOf(options, dump.manifest), maxStatementBytes: plan.maxStatementBytes },
      plan.stored,
    );
    return this.#progress;
  }
}
