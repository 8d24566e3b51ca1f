/** One connection that is kept for many statements, which a new one for each would slow down. */

import { type Connection, createConnection, type ResultSetHeader } from 'mysql2/promise';
import type { DatabaseServer } from '../services/index.ts';

export interface Session {
  /** The rows, values as `DatabaseServer.query` has them. */
  query(sql: string): Promise<Record<string, unknown>[]>;
  /** The number of rows that were inserted or changed. */
  execute(sql: string): Promise<number>;
  close(): Promise<void>;
}

/** @param settings - a SET statement for the session */
export async function openSession(
  server: Pick<DatabaseServer, 'host' | 'port' | 'user' | 'password'>,
  settings: string,
): Promise<Session> {
  const { host, port, user, password } = server;
  const connection: Connection = await createConnection({
    host,
    port,
    user,
    password,
    supportBigNumbers: true,
    dateStrings: true,
    connectTimeout: 60_000,
  });
  await connection.query(settings);
  return {
    async query(sql) {
      const [rows] = await connection.query(sql);
      return Array.isArray(rows) ? (rows as Record<string, unknown>[]) : [];
    },
    async execute(sql) {
      const [header] = await connection.query<ResultSetHeader>(sql);
      return header.affectedRows;
    },
    close: () => connection.end().catch(() => connection.destroy()),
  };
}

/** What a server answered to a statement that it didn't take. */
export class Refused extends Error {
  readonly errno: number;
  readonly sql: string;

  constructor(cause: Error, sql: string, errno: number) {
    super(`${errno}: ${cause.message}`, { cause });
    this.errno = errno;
    this.sql = sql;
  }
}

/**
 * Runs a statement of a generated schema.
 *
 * @throws Refused where the server answers with an error, and not where the connection breaks
 */
export async function attempt(session: Session, sql: string): Promise<number> {
  try {
    return await session.execute(sql);
  } catch (error) {
    if (error instanceof Error && 'sqlState' in error && 'errno' in error) {
      throw new Refused(error, sql, Number(error.errno));
    }
    throw error;
  }
}
