/** What a server is doing: its connections, their statements and transactions. */

import { setTimeout as sleep } from 'node:timers/promises';

/** Whoever can ask a server. */
interface Asking {
  query(sql: string): Promise<readonly Record<string, unknown>[]>;
}

/** One connection, as the server tells of it. */
export interface ServerProcess {
  readonly id: string;
  readonly user: string;
  readonly database: string | undefined;
  readonly command: string;
  /** Seconds in which it has done what it does. */
  readonly seconds: number;
  readonly state: string;
  /** The statement, `''` where there is none. */
  readonly statement: string;
}

/**
 * All connections but the one that asks. MySQL 9 can't read information_schema.PROCESSLIST while
 * anybody's statement holds a character of four bytes, and other suites have such statements.
 */
export async function listProcesses(server: Asking): Promise<readonly ServerProcess[]> {
  const rows = await server.query('SHOW FULL PROCESSLIST');
  const text = (value: unknown): string => (value == null ? '' : String(value));
  return rows
    .map((row) => ({
      id: text(row['Id']),
      user: text(row['User']),
      database: text(row['db']) || undefined,
      command: text(row['Command']),
      seconds: Number(row['Time']),
      state: text(row['State']),
      statement: text(row['Info']),
    }))
    .filter(({ statement }) => statement !== 'SHOW FULL PROCESSLIST');
}

/** One that InnoDB knows of, up to 0.1 seconds ago. */
export interface ServerTransaction {
  readonly id: string;
  /** Its connection; `0` where that is gone, and it is being taken back. */
  readonly connection: string;
  readonly state: string;
  /** The statement, `''` where there is none. */
  readonly statement: string;
}

/** ER_CANNOT_CONVERT_STRING */
const unconvertible = 3854;

/** Milliseconds in which somebody else's statement must end. */
const patience = 60_000;

/**
 * All transactions. MySQL 9 can't tell them while anybody's statement holds a character of four bytes: it
 * is asked again.
 */
export async function listTransactions(server: Asking): Promise<readonly ServerTransaction[]> {
  for (const deadline = Date.now() + patience; ; await sleep(50)) {
    try {
      const rows = await server.query(
        `SELECT trx_id AS id, trx_mysql_thread_id AS connection, trx_state AS state,
                IFNULL(trx_query, '') AS statement FROM information_schema.INNODB_TRX`,
      );
      return rows.map(({ id, connection, state, statement }) => ({
        id: String(id),
        connection: String(connection),
        state: String(state),
        statement: String(statement),
      }));
    } catch (error) {
      const isTold = !(error instanceof Error && 'errno' in error && error.errno === unconvertible);
      if (isTold || Date.now() > deadline) throw error;
    }
  }
}
