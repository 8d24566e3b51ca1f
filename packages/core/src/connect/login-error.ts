/** Translates what went wrong before and in a login into `DumpError`s that say what to do. */

import { DumpError } from '../errors.ts';
import { asDriverError, serverErrors } from './server-errors.ts';
import { tlsAdvice } from './tls.ts';
import { isLostInHandshake } from './worth-waiting.ts';

/** The login that failed. */
export interface LoginContext {
  readonly address: string;
  readonly user: string | undefined;
  readonly host: string | undefined;
  /** Whether it went over TLS. */
  readonly tls: boolean;
}

/** An error that came while a connection was being opened. */
export function connectError(error: unknown, login: LoginContext): DumpError {
  const { code, errno, message } = asDriverError(error);
  const { address, user, host } = login;
  if (error instanceof DumpError) return error;
  if (errno !== undefined && serverErrors.get(errno) === 'AUTHENTICATION_FAILED') {
    return new DumpError(
      'AUTHENTICATION_FAILED',
      `The server at ${address} refused the user name or password of ${userName(user)}: ` +
        `${message}. Check both, and from which hosts the account may connect` +
        `${login.tls ? '.' : '; and whether it has to come over TLS (ssl: true).'}`,
      { cause: error },
    );
  }
  if (code === 'HANDSHAKE_NO_SSL_SUPPORT') {
    return new DumpError(
      'TLS_FAILED',
      `The server at ${address} does not offer TLS, which was asked for or is the default, as the ` +
        'host is not local. Enable TLS on the server, or set the connection option ssl to false.',
      { cause: error },
    );
  }
  if (!login.tls && message.includes('require_secure_transport')) {
    return new DumpError(
      'TLS_FAILED',
      `The server at ${address} wants TLS: ${message}. Set the connection option ssl to true, or to ` +
        '{ ca } with the authority of the server.',
      { cause: error },
    );
  }
  if (code !== undefined && isTlsCode(code) && !isLostInHandshake(error)) {
    return new DumpError(
      'TLS_FAILED',
      `No trusted TLS connection to ${address}: ${message}. ${tlsAdvice(host)}`,
      { cause: error },
    );
  }
  const plugin = pluginProblem(code, message, address, user);
  if (plugin !== undefined) {
    return new DumpError('AUTHENTICATION_FAILED', plugin, { cause: error });
  }
  if (errno !== undefined && errno >= 1000) {
    return new DumpError(
      'CONNECT_FAILED',
      `The server at ${address} refused the connection: ${message}.`,
      { cause: error },
    );
  }
  return new DumpError(
    'CONNECT_FAILED',
    `Can't connect to ${address}: ${reasonOf(error)}. Check host name and port, that the server ` +
      'runs, and that firewalls or security groups let this machine through.',
    { cause: error },
  );
}

/** What the account's way to log in needs, where mysql2 does not know it or does not do it unasked. */
function pluginProblem(
  code: string | undefined,
  message: string,
  address: string,
  user: string | undefined,
): string | undefined {
  if (code === 'MYSQL_CLEAR_PASSWORD_NOT_ENABLED') {
    return (
      `The server at ${address} asks for the password of ${userName(user)} in clear, which is sent ` +
      'only over TLS with certificate and host name checked. Use TLS; or, knowing the risk, set the ' +
      'connection option enableCleartextPlugin to true, which works over any TLS and to a local host.'
    );
  }
  const unknown = /unknown plugin (\S+?)\.? /.exec(`${message} `)?.[1];
  if (code !== 'AUTH_SWITCH_PLUGIN_ERROR' || unknown === undefined) return undefined;
  return (
    `The account ${userName(user)} at ${address} logs in by ${unknown}, which the mysql2 driver does ` +
    'not know. Use an account that logs in by caching_sha2_password (MySQL) or mysql_native_password ' +
    '(MariaDB), or pass the plugin in the connection option authPlugins.'
  );
}

/** Node's happy-eyeballs errors have an empty message and the reasons inside. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) {
    return [...new Set(error.errors.map(reasonOf))].join('; ');
  }
  const { message, code } = asDriverError(error);
  return message || code || 'unknown reason';
}

function isTlsCode(code: string): boolean {
  return (
    code === 'HANDSHAKE_SSL_ERROR' ||
    /^(ERR_(TLS|SSL)|EPROTO|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|HOSTNAME_MISMATCH)/.test(code)
  );
}

function userName(user: string | undefined): string {
  return user === undefined ? 'the default user' : `"${user}"`;
}
