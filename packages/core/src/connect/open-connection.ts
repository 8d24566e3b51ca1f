/** Opens a mysql2 connection from any kind of source, or gives up when told to. */

import { type Connection, createConnection } from 'mysql2';
import type { ConnectionSource } from '../connection-source.ts';
import { DumpError } from '../errors.ts';
import { resolveConnection } from './connection-options.ts';
import { connectError } from './login-error.ts';
import { destroyConnection, nameSocketByAddress } from './mysql2-internals.ts';
import { passwordForLogin } from './password.ts';
import type { ReadRows } from './row-packets.ts';
import { findRowRoad } from './row-roads.ts';
import { trustRds } from './tls.ts';

export interface OpenedConnection {
  readonly connection: Connection;
  /** `host:port` or a socket path, for messages. */
  readonly address: string;
  /** The fastest way to read rows that works on it. */
  readonly readRows: ReadRows;
}

/** mysql2's own default of `connectTimeout`, in milliseconds. */
const usualTimeout = 10_000;

/** Milliseconds for one attempt to connect. */
export interface AttemptLimits {
  /** To the end of the login, where that is less than `connectTimeout`. */
  readonly login: number;
  /**
   * For the first statement, at least `connectTimeout`. A proxy holds it back until it has a
   * connection of its own (RDS Proxy for two minutes, by default).
   */
  readonly firstStatement: number;
}

export const noLimits: AttemptLimits = {
  login: Number.POSITIVE_INFINITY,
  firstStatement: Number.POSITIVE_INFINITY,
};

/**
 * Connects, logs in and runs a first statement: a server that is about to stop may still take the
 * login.
 *
 * @param signal - gives up, and closes what was half open, when triggered
 * @throws DumpError `CONNECT_FAILED`, `AUTHENTICATION_FAILED`, `TLS_FAILED`, `INVALID_OPTION`
 */
export async function openConnection(
  source: ConnectionSource,
  signal: AbortSignal,
  limits: AttemptLimits = noLimits,
): Promise<OpenedConnection> {
  const started = await startConnection(source, signal, limits.login);
  const { connection, address, user, host } = started;
  try {
    const limit = Math.max(limits.firstStatement, started.timeout);
    const first = handshake(connection).then(() => withinTime(findRowRoad(connection), limit));
    const readRows = await untilAborted(first, signal);
    return { connection, address, readRows };
  } catch (error) {
    // mysql2 may report a failed connection twice; the second report has no other listener.
    connection.on('error', () => {});
    destroyConnection(connection);
    if (signal.aborted) throw signal.reason;
    const tls = Boolean(connection.config.ssl);
    throw connectError(error, { address, user, host, tls });
  }
}

function handshake(connection: Connection): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    connection.once('error', reject);
    connection.connect((error) => (error === null ? resolve() : reject(error)));
  });
}

async function withinTime<Result>(work: Promise<Result>, limit: number): Promise<Result> {
  if (limit === Number.POSITIVE_INFINITY) return work;
  const { promise, reject } = Promise.withResolvers<never>();
  const late = new Error(`no answer to the first statement within ${limit / 1000} seconds`);
  const timer = setTimeout(() => reject(Object.assign(late, { code: 'ETIMEDOUT' })), limit);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
    work.catch(() => {});
  }
}

/** mysql2 forgets the callbacks of a connection that is destroyed: nothing else would end the wait. */
async function untilAborted<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  work.catch(() => {});
  signal.throwIfAborted();
  const { promise, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

interface StartedConnection {
  readonly connection: Connection;
  readonly address: string;
  readonly user: string | undefined;
  readonly host: string | undefined;
  /** Milliseconds, perhaps infinite. */
  readonly timeout: number;
}

async function startConnection(
  source: ConnectionSource,
  signal: AbortSignal,
  limit: number,
): Promise<StartedConnection> {
  if (typeof source === 'function') {
    const connection = await callSource(source, signal);
    const { host, port, user, connectTimeout } = connection.config;
    const address = `${host ?? 'localhost'}:${port ?? 3306}`;
    return { connection, address, user, host, timeout: timeoutOf(connectTimeout, limit) };
  }
  const { options, address, rds, ...resolved } = resolveConnection(source);
  const password = await untilAborted(passwordForLogin(resolved.password), signal);
  const { host = 'localhost', user } = options;
  const timeout = timeoutOf(options.connectTimeout, limit);
  try {
    const connection = createConnection({
      ...options,
      // 0 is mysql2's word for infinite.
      connectTimeout: timeout === Number.POSITIVE_INFINITY ? 0 : timeout,
      ...(password === undefined ? {} : { password }),
    });
    if (rds !== undefined) trustRds(connection, rds);
    nameSocketByAddress(connection, host);
    return { connection, address, user, host, timeout };
  } catch (error) {
    throw new DumpError(
      'INVALID_OPTION',
      `The connection options can't be used: ${messageOf(error)}.`,
      { cause: error },
    );
  }
}

function timeoutOf(connectTimeout: unknown, limit: number): number {
  const own = typeof connectTimeout === 'number' ? connectTimeout : usualTimeout;
  return Math.ceil(Math.min(own > 0 ? own : Number.POSITIVE_INFINITY, limit));
}

/** Connections that functions have returned. Each is used once, and gone then. */
const returned = new WeakSet<Connection>();

/** A second session on one connection would mix its rows with those of the first. */
function refuseReturned(connection: Connection): void {
  if (returned.has(connection)) {
    throw new DumpError(
      'INVALID_OPTION',
      'The function in the option connection returned a connection that it has returned before. It ' +
        'must open a new one each time it is called: a dump needs several, and closes them.',
    );
  }
  returned.add(connection);
}

async function callSource(
  source: () => Promise<Connection> | Connection,
  signal: AbortSignal,
): Promise<Connection> {
  const opening = Promise.resolve().then(source).then(coreConnection);
  try {
    const connection = await untilAborted(opening, signal);
    refuseReturned(connection);
    return connection;
  } catch (error) {
    // One that comes too late is closed all the same; one that is in use is somebody else's.
    if (signal.aborted) opening.then(destroyUnused, () => {});
    if (signal.aborted) throw signal.reason;
    if (error instanceof DumpError) throw error;
    throw new DumpError(
      'CONNECT_FAILED',
      `The function in the option connection failed: ${messageOf(error)}.`,
      { cause: error },
    );
  }
}

function destroyUnused(connection: Connection): void {
  if (!returned.has(connection)) destroyConnection(connection);
}

/** The connection inside one of `mysql2/promise`, which has callbacks for nothing. */
function coreConnection(opened: unknown): Connection {
  const candidates = [opened, (opened as { connection?: unknown } | undefined)?.connection];
  for (const candidate of candidates.toReversed()) {
    if (isConnection(candidate)) return candidate;
  }
  throw new DumpError(
    'INVALID_OPTION',
    'The function in the option connection did not return a mysql2 connection.',
  );
}

function isConnection(value: unknown): value is Connection {
  if (typeof value !== 'object' || value === null) return false;
  const { config, query, pause } = value as Partial<Connection>;
  return typeof config === 'object' && typeof query === 'function' && typeof pause === 'function';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
