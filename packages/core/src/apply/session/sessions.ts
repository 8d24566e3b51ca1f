/** The connections of one restore: opened together, and gone together. */

import { DatabaseConnection } from '../../connect/database-connection.ts';
import { checkExactStatements } from '../../connect/exact-statements.ts';
import { longestTimeLimit, readServerInfo } from '../../connect/server-info.ts';
import type { ServerWait } from '../../connect/server-wait.ts';
import type { RestoreOptions } from '../../restore-options.ts';
import { quoteIdentifier } from '../../sql/identifier.ts';
import type { ServerInfo } from '../../summary.ts';
import { ControlSession } from './control-session.ts';

export class RestoreSessions {
  readonly server: ServerInfo;
  /** Asks the server what is in it, and writes down how far the restore has got. */
  readonly control: ControlSession;
  #builder:
    | { readonly connection: DatabaseConnection; readonly session: ControlSession }
    | undefined;
  readonly #control: DatabaseConnection;
  /** Runs the statements of the dump that are no rows; and those as well where it is the only one. */
  readonly coordinator: DatabaseConnection;
  /** Besides the coordinator; empty where that one writes the rows. */
  #writers: DatabaseConnection[] = [];
  readonly #options: RestoreOptions;
  readonly #signal: AbortSignal;
  readonly #cut = (): void => this.destroy(this.#signal.reason);

  private constructor(
    server: ServerInfo,
    control: DatabaseConnection,
    coordinator: DatabaseConnection,
    options: RestoreOptions,
    signal: AbortSignal,
  ) {
    this.server = server;
    this.#control = control;
    this.control = new ControlSession(control);
    this.coordinator = coordinator;
    this.#options = options;
    this.#signal = signal;
    signal.addEventListener('abort', this.#cut, { once: true });
  }

  /**
   * All are cut when the signal is triggered.
   *
   * @throws DumpError as `DatabaseConnection.open`, and `UNSUPPORTED` of `checkExactStatements`
   */
  static async open(options: RestoreOptions, signal: AbortSignal): Promise<RestoreSessions> {
    const control = await DatabaseConnection.open(options.connection, signal, waitOf(options));
    try {
      const server = await readServerInfo(control);
      await prepareSession(control, server, "''");
      // What it drops to make it again may be referred to.
      await control.query('SET SESSION foreign_key_checks = 0', 'set up the session');
      const coordinator = await openPrepared(options, server, signal);
      return new RestoreSessions(server, control, coordinator, options, signal);
    } catch (error) {
      control.destroy(signal.aborted ? signal.reason : error);
      throw error;
    }
  }

  get writers(): readonly DatabaseConnection[] {
    return this.#writers;
  }

  /** Makes keys while rows of other tables are written; {@link control} where nothing else goes on. */
  get builder(): ControlSession {
    return this.#builder?.session ?? this.control;
  }

  /** @throws DumpError as {@link open} */
  async openWriters(count: number): Promise<void> {
    const opening = Array.from({ length: count }, async () => {
      const writer = await openPrepared(this.#options, this.server, this.#signal);
      this.#writers.push(writer);
    });
    opening.push(this.#openBuilder());
    const failed = (await Promise.allSettled(opening)).find(({ status }) => status === 'rejected');
    if (failed?.status === 'rejected') throw failed.reason;
  }

  async #openBuilder(): Promise<void> {
    const connection = await openPrepared(this.#options, this.server, this.#signal);
    this.#builder = { connection, session: new ControlSession(connection) };
    await prepareSession(connection, this.server, "''");
    await connection.query('SET SESSION foreign_key_checks = 0', 'set up the session');
  }

  /** Makes a database current, for all that run statements of the dump. */
  async use(database: string): Promise<void> {
    for (const session of [this.coordinator, ...this.#writers]) {
      await session.query(
        `USE ${quoteIdentifier(database)}`,
        `make database ${quoteIdentifier(database)} the current one`,
      );
    }
  }

  async end(): Promise<void> {
    await Promise.all(this.#all().map((session) => session.end()));
  }

  /** Cuts all at once, in the middle of whatever runs. Does nothing after {@link end}. */
  destroy(reason: unknown): void {
    for (const session of this.#all()) session.destroy(reason);
  }

  /** After {@link destroy}: resolves when the server has been told as well, or can't be. */
  async stopped(): Promise<void> {
    this.#signal.removeEventListener('abort', this.#cut);
    await Promise.all(this.#all().map((session) => session.stopped()));
  }

  #all(): readonly DatabaseConnection[] {
    const builder = this.#builder === undefined ? [] : [this.#builder.connection];
    return [this.#control, this.coordinator, ...builder, ...this.#writers];
  }
}

function waitOf({ waitForServer = 0 }: RestoreOptions): ServerWait {
  return { away: waitForServer, crowded: waitForServer };
}

async function openPrepared(
  options: RestoreOptions,
  server: ServerInfo,
  signal: AbortSignal,
): Promise<DatabaseConnection> {
  const connection = await DatabaseConnection.open(options.connection, signal, waitOf(options));
  try {
    await prepareSession(connection, server, "''");
    await checkExactStatements(connection);
    // The driver asks for IGNORE_SPACE, which stored programs of the dump would remember.
    await prepareSession(connection, server, '@@GLOBAL.sql_mode');
    return connection;
  } catch (error) {
    connection.destroy(signal.aborted ? signal.reason : error);
    await connection.stopped();
    throw error;
  }
}

/**
 * As a client of the server's own would begin, but that no time limit cuts in: the dump may come
 * slowly, and a statement may take long.
 */
async function prepareSession(
  connection: DatabaseConnection,
  server: ServerInfo,
  sqlMode: string,
): Promise<void> {
  const settings = [
    `sql_mode = ${sqlMode}`,
    'autocommit = 1',
    `net_write_timeout = ${longestTimeLimit}`,
    `net_read_timeout = ${longestTimeLimit}`,
    `wait_timeout = ${longestTimeLimit}`,
    server.flavor === 'mariadb' ? 'max_statement_time = 0' : 'max_execution_time = 0',
  ];
  await connection.query('SET NAMES utf8mb4', 'set up the session');
  await connection.query(
    `SET ${settings.map((setting) => `SESSION ${setting}`).join(', ')}`,
    'set up the session',
  );
}
