/** What a server still has of a dump: connections and transactions, asked on one own connection. */

import { setTimeout as sleep } from 'node:timers/promises';
import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise';
import type { DatabaseServer } from '../services/index.ts';
import { listProcesses, listTransactions } from '../services/processes.ts';

/** Milliseconds in which the server must have noticed that a connection is gone. */
const patience = 60_000;

/** InnoDB shows what it has shown already to whoever looks again within 100 milliseconds. */
const innodbCacheTime = 120;

export class ServerWatch implements AsyncDisposable {
  readonly #connection: Connection;

  private constructor(connection: Connection) {
    this.#connection = connection;
  }

  static async open({ host, port, user, password }: DatabaseServer): Promise<ServerWatch> {
    const connection = await createConnection({ host, port, user, password });
    // The server may be killed.
    connection.on('error', () => {});
    return new ServerWatch(connection);
  }

  async query(sql: string): Promise<readonly RowDataPacket[]> {
    const [rows] = await this.#connection.query<RowDataPacket[]>(sql);
    return rows;
  }

  /**
   * Waits until the server knows neither a connection of the account nor a transaction of one of
   * the connections.
   *
   * @param connectionIds - in the server's numbers
   * @throws Error that says what is left
   */
  async expectNothingOpen(user: string, connectionIds: readonly number[]): Promise<void> {
    await expectNone(
      async () => (await listProcesses(this)).filter((process) => process.user === user),
      5,
    );
    const ids = new Set([0, ...connectionIds].map(String));
    await expectNone(
      async () => (await listTransactions(this)).filter(({ connection }) => ids.has(connection)),
      innodbCacheTime,
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#connection.end().catch(() => this.#connection.destroy());
  }
}

async function expectNone(
  list: () => Promise<readonly unknown[]>,
  interval: number,
): Promise<void> {
  const deadline = Date.now() + patience;
  for (;;) {
    const found = await list();
    if (found.length === 0) return;
    if (Date.now() > deadline) {
      throw new Error(`The server still has: ${JSON.stringify(found).slice(0, 1000)}`);
    }
    await sleep(interval);
  }
}
