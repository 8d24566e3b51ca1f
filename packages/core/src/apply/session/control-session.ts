/** Statements of our own about the target, whose errors are told in the words of a restore. */

import type { DatabaseConnection, ResultRow } from '../../connect/database-connection.ts';
import type { SqlSession } from '../../connect/sql-session.ts';
import { actionFailure } from '../failures/statement-failure.ts';

export class ControlSession implements SqlSession {
  readonly #connection: DatabaseConnection;

  constructor(connection: DatabaseConnection) {
    this.#connection = connection;
  }

  async query(sql: string, action: string): Promise<readonly ResultRow[]> {
    try {
      return await this.#connection.execute(Buffer.from(sql));
    } catch (error) {
      throw actionFailure(error, this.#connection.address, action);
    }
  }
}
