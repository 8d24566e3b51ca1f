/** Opens a mysql2 connection from any kind of source, or gives up when told to. */

import { type Connection, createConnection } from 'mysql2';
import { DumpError } from '../errors.ts';
import type { ConnectionSource } from '../options.ts';
import { resolveConnection } from './connection-options.ts';
import { destroyConnection } from './mysql2-internals.ts';
import type { ReadRows } from './row-packets.ts';
import { findRowRoad } from './row-roads.ts';
import { connectError } from './server-errors.ts';
import { checkHostNameOfProfile } from './tls.ts';

export interface OpenedConnection {
  readonly connection: Connection;
  /** `host:port` or a socket path, for messages. */
  readonly address: string;
  /** The fastest way to read rows that works on it. */
  readonly readRows: ReadRows;
}

/**
 * @param signal - gives up, and closes what was half open, when triggered
 * @throws DumpError `CONNECT_FAILED`, `AUTHENTICATION_FAILED`, `TLS_FAILED`, `INVALID_OPTION`
 */
export async function openConnection(
  source: ConnectionSource,
  signal: AbortSignal,
): Promise<OpenedConnection> {
  const { connection, address, user } = await startConnection(source, signal);
  try {
    const readRows = await untilAborted(
      handshake(connection).then(() => findRowRoad(connection)),
      signal,
    );
    return { connection, address, readRows };
  } catch (error) {
    // mysql2 may report a failed connection twice; the second report has no other listener.
    connection.on('error', () => {});
    destroyConnection(connection);
    if (signal.aborted) throw signal.reason;
    throw connectError(error, address, user);
  }
}

function handshake(connection: Connection): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    connection.once('error', reject);
    connection.connect((error) => (error === null ? resolve() : reject(error)));
  });
}

/** mysql2 forgets the callbacks of a connection that is destroyed: nothing else would end the wait. */
async function untilAborted<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  signal.throwIfAborted();
  const { promise, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
    work.catch(() => {});
  }
}

interface StartedConnection {
  readonly connection: Connection;
  readonly address: string;
  readonly user: string | undefined;
}

async function startConnection(
  source: ConnectionSource,
  signal: AbortSignal,
): Promise<StartedConnection> {
  if (typeof source === 'function') {
    const connection = await callSource(source, signal);
    const { host, port, user } = connection.config;
    return { connection, address: `${host ?? 'localhost'}:${port ?? 3306}`, user };
  }
  const { options, address } = resolveConnection(source);
  try {
    const connection = createConnection(options);
    checkHostNameOfProfile(connection, options.ssl);
    return { connection, address, user: options.user };
  } catch (error) {
    throw new DumpError(
      'INVALID_OPTION',
      `The connection options can't be used: ${messageOf(error)}.`,
      { cause: error },
    );
  }
}

async function callSource(
  source: () => Promise<Connection> | Connection,
  signal: AbortSignal,
): Promise<Connection> {
  const opening = Promise.resolve().then(source).then(coreConnection);
  try {
    return await untilAborted(opening, signal);
  } catch (error) {
    // One that comes too late is closed all the same.
    opening.then(destroyConnection, () => {});
    if (signal.aborted) throw signal.reason;
    if (error instanceof DumpError) throw error;
    throw new DumpError(
      'CONNECT_FAILED',
      `The function in the option connection failed: ${messageOf(error)}.`,
      { cause: error },
    );
  }
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
