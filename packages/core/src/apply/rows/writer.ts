/** Writes groups of rows over one connection, each in a transaction of its own. */

import type { DatabaseConnection } from '../../connect/database-connection.ts';
import { freeOwn } from '../../source/passed-memory.ts';
import type { Statement } from '../../split/statement.ts';
import { mayBeRunAgain } from '../failures/statement-failure.ts';
import type { SessionLog } from '../session/session-log.ts';
import type { InsertGroup } from './insert-group.ts';

/** How often a transaction is run that the server ends for the sake of another one. */
const longestPatience = 5;

const begin = Buffer.from('START TRANSACTION');
const commit = Buffer.from('COMMIT');
const rollback = Buffer.from('ROLLBACK');

export interface WriterEvents {
  /** A statement has been run on the connection, which nothing else has used since. */
  onRun(connection: DatabaseConnection, group: InsertGroup, statement: Statement): Promise<void>;
  /** Rows are in the target for good. */
  onWritten(group: InsertGroup): void;
  /** @returns the error to fail with */
  onRefused(error: unknown, group: InsertGroup, statement: Statement): unknown;
}

export class Writer {
  readonly #connection: DatabaseConnection;
  /** Absent where the connection is that which runs all other statements as well. */
  readonly #log: SessionLog | undefined;
  readonly #events: WriterEvents;
  /** How much of the log has been run on the connection. */
  #session = 0;

  constructor(connection: DatabaseConnection, log: SessionLog | undefined, events: WriterEvents) {
    this.#connection = connection;
    this.#log = log;
    this.#events = events;
  }

  get session(): number {
    return this.#session;
  }

  /** Resolves when the rows are committed. */
  async write(group: InsertGroup): Promise<void> {
    const [first] = group.statements;
    if (first === undefined) return;
    try {
      await this.follow(group.session);
    } catch (error) {
      throw this.#events.onRefused(error, group, first);
    }
    if (group.transactional) await this.#transaction(group, first);
    else await this.#statements(group, first);
    this.#events.onWritten(group);
    for (const { bytes } of group.statements) freeOwn(bytes);
  }

  /** Brings the session to what it has to be at that position of the log. */
  async follow(position: number): Promise<void> {
    if (this.#log === undefined) return;
    for (const statement of this.#log.between(this.#session, position)) {
      await this.#connection.execute(statement);
      this.#session += 1;
    }
  }

  async #transaction(group: InsertGroup, first: Statement): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      let current = first;
      try {
        await this.#connection.execute(begin);
        for (const statement of group.statements) {
          current = statement;
          await this.#run(group, statement);
        }
        if (group.record !== undefined) await this.#connection.execute(group.record);
        await this.#connection.execute(commit);
        return;
      } catch (error) {
        if (!mayBeRunAgain(error)) throw this.#events.onRefused(error, group, current);
        await this.#rollBack(group, current);
        if (attempt === longestPatience) throw this.#events.onRefused(error, group, current);
      }
    }
  }

  async #run(group: InsertGroup, statement: Statement): Promise<void> {
    await this.#connection.execute(statement.bytes);
    await this.#events.onRun(this.#connection, group, statement);
  }

  /** A wait for a lock that was too long has ended the statement alone. */
  async #rollBack(group: InsertGroup, statement: Statement): Promise<void> {
    try {
      await this.#connection.execute(rollback);
    } catch (error) {
      throw this.#events.onRefused(error, group, statement);
    }
  }

  /** What is written stays, whatever comes next. */
  async #statements(group: InsertGroup, first: Statement): Promise<void> {
    let last = first;
    for (const statement of group.statements) {
      last = statement;
      try {
        await this.#run(group, statement);
      } catch (error) {
        throw this.#events.onRefused(error, group, statement);
      }
    }
    try {
      // Other engines may know transactions after all, and the dump may have turned autocommit off.
      await this.#connection.execute(commit);
    } catch (error) {
      throw this.#events.onRefused(error, group, last);
    }
  }
}
