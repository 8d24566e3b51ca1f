/** Makes a `DatabaseServer` of the address of a running one. */

import { randomBytes } from 'node:crypto';
import { type Connection, createConnection } from 'mysql2/promise';
import { restoreWithClient } from './client-program.ts';
import type { DatabaseAddress, DatabaseServer, DatabaseSession } from './database-server.ts';

const HOST = '127.0.0.1';

/** How the one who started a server ends it. */
export interface DatabaseControl {
  kill(): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * @param control - without it, `kill()`, `restart()` and `stop()` of the server are refused: it is shared
 */
export function connectedServer(
  address: DatabaseAddress,
  control?: DatabaseControl,
): DatabaseServer {
  const { name, flavor, version, port, user, password, stockTools } = address;
  const refuse = async () => {
    throw new Error(
      `The ${name} server is shared between suites. Start your own with startPrivateServer().`,
    );
  };
  return {
    name,
    flavor,
    version,
    host: HOST,
    port,
    user,
    password,
    stockTools,
    address,
    url: (database = '') =>
      `mysql://${user}:${encodeURIComponent(password)}@${HOST}:${port}/${encodeURIComponent(database)}`,
    query: (sql) => runQuery(address, sql),
    connect: () => openSession(address),
    restore: (database, sql) => restoreWithClient(address, database, sql),
    async createDatabase(prefix) {
      const database = `${prefix}_${randomBytes(4).toString('hex')}`;
      await runQuery(
        address,
        `CREATE DATABASE \`${database.replaceAll('`', '``')}\` CHARACTER SET utf8mb4`,
      );
      return database;
    },
    kill: control?.kill ?? refuse,
    restart: control?.restart ?? refuse,
    stop: control?.stop ?? refuse,
  };
}

type Login = Pick<DatabaseAddress, 'port' | 'user' | 'password'>;

/** Runs statements on a connection of their own, see `DatabaseServer.query`. */
export async function runQuery(login: Login, sql: string): Promise<Record<string, unknown>[]> {
  const session = await openSession(login);
  try {
    return await session.query(sql);
  } finally {
    session.close();
  }
}

async function openSession(login: Login): Promise<DatabaseSession> {
  const connection = await createConnection({
    host: HOST,
    port: login.port,
    user: login.user,
    password: login.password,
    multipleStatements: true,
    supportBigNumbers: true,
    dateStrings: true,
    connectTimeout: 60_000,
  });
  // Whoever asks next is told.
  connection.on('error', () => {});
  return {
    query: (sql) => lastRows(connection, sql),
    close: () => connection.destroy(),
  };
}

async function lastRows(connection: Connection, sql: string): Promise<Record<string, unknown>[]> {
  const [result, fields] = await connection.query(sql);
  // With several statements both are lists, an entry each; without rows the fields are undefined.
  const several = Array.isArray(fields) && fields.some((entry) => !isColumn(entry));
  const last = several ? (result as unknown[]).at(-1) : result;
  return Array.isArray(last) ? (last as Record<string, unknown>[]) : [];
}

function isColumn(entry: unknown): boolean {
  return typeof entry === 'object' && entry !== null && !Array.isArray(entry);
}
