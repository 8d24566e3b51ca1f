/** Which errors of a connection that was not made go away when the server is given time. */

import { DumpError } from '../errors.ts';

/** What a failed attempt says about the next one. */
export type Prospect =
  /** Waiting does not help, or nobody knows that it does. */
  | 'none'
  /** The server is away, starting, stopping or overloaded. */
  | 'away'
  /** The server is there, and all its connections are in use. */
  | 'crowded'
  /** The name is not known. */
  | 'unknownHost';

/** Of the system, of Node.js and of mysql2. */
const awayCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'ENETDOWN',
  'ENETUNREACH',
  'EAI_AGAIN',
  'PROTOCOL_CONNECTION_LOST',
]);

/**
 * Server error numbers: https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html
 * and https://mariadb.com/kb/en/mariadb-error-code-reference/
 */
const awayErrors = new Set([
  1037, // ER_OUTOFMEMORY
  1041, // ER_OUT_OF_RESOURCES
  1053, // ER_SERVER_SHUTDOWN
  1077, // ER_NORMAL_SHUTDOWN
  1135, // ER_CANT_CREATE_THREAD
  1152, // ER_ABORTING_CONNECTION
  1158, // ER_NET_READ_ERROR
  1159, // ER_NET_READ_INTERRUPTED
  1160, // ER_NET_ERROR_ON_WRITE
  1161, // ER_NET_WRITE_INTERRUPTED
  1184, // ER_NEW_ABORTING_CONNECTION
  1317, // ER_QUERY_INTERRUPTED: of the first statement, by a server that stops
  1927, // ER_CONNECTION_KILLED (MariaDB)
  3032, // ER_SERVER_OFFLINE_MODE
  3169, // ER_SESSION_WAS_KILLED
  // The client's numbers, as proxies pass them on (MySQL Router, MaxScale): can't connect, and lost.
  2002,
  2003,
  2006,
  2013,
  // ProxySQL's "Max connect timeout reached while reaching hostgroup".
  9001,
  // RDS Proxy's "Timed-out waiting to acquire database connection".
  9501,
]);

const crowdedErrors = new Set([
  1040, // ER_CON_COUNT_ERROR
  1203, // ER_TOO_MANY_USER_CONNECTIONS
  1226, // ER_USER_LIMIT_REACHED
]);

/**
 * A name that does not exist is most often a misspelt one. A server that was read from is not
 * asked: whether it may be written to is of no concern here.
 *
 * @param error - of `openConnection`
 */
export function prospectOf(error: unknown): Prospect {
  if (!(error instanceof DumpError) || error.code !== 'CONNECT_FAILED') return 'none';
  const { code, errno, syscall } = fieldsOf(error.cause);
  if (typeof errno === 'number' && crowdedErrors.has(errno)) return 'crowded';
  if (typeof errno === 'number' && awayErrors.has(errno)) return 'away';
  if (code === 'ENOTFOUND') return 'unknownHost';
  if (typeof code === 'string' && awayCodes.has(code)) return 'away';
  // The file of a socket is there while its server is.
  if (code === 'ENOENT' && syscall === 'connect') return 'away';
  return isLostInHandshake(error.cause) ? 'away' : 'none';
}

/**
 * Whether the connection was lost in the TLS handshake. mysql2 gives every error of it the code
 * HANDSHAKE_SSL_ERROR; what the system says keeps its number, which is negative.
 */
export function isLostInHandshake(error: unknown): boolean {
  const { code, errno, message } = fieldsOf(error);
  return (
    code === 'HANDSHAKE_SSL_ERROR' &&
    ((typeof errno === 'number' && errno < 0) ||
      /before secure TLS connection was established/.test(String(message)))
  );
}

function fieldsOf(error: unknown): Record<'code' | 'errno' | 'syscall' | 'message', unknown> {
  const fields = (error ?? {}) as Record<string, unknown>;
  const { code, errno, syscall, message } = fields;
  return { code, errno, syscall, message };
}
