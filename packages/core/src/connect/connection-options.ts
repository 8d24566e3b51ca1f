/** Turns a connection source into mysql2 options: URL, TLS by default, no surprises from mysql2. */

import type { ConnectionOptions, SslOptions } from 'mysql2';
import type { ConnectionSettings, ConnectionSource } from '../connection-source.ts';
import { DumpError } from '../errors.ts';
import { cleartextOptions } from './cleartext-password.ts';
import { chooseTls } from './tls.ts';

/** Connection options after our defaults, and the database that the caller named in them. */
export interface ResolvedConnection {
  /**
   * For mysql2, without a database: one that does not exist gets a better error later. Without a
   * password, too.
   */
  readonly options: ConnectionOptions;
  readonly password: ConnectionSettings['password'];
  /** Set where the authorities of Amazon RDS are trusted, see `trustRds`. */
  readonly rds: SslOptions | undefined;
  readonly database: string | undefined;
  /** `host:port` or a socket path, for messages. Holds no secret. */
  readonly address: string;
}

/**
 * Milliseconds without a byte after which the kernel asks whether the server is still there; ten
 * questions, one a second, without an answer end the connection. The kernel's own time is two
 * hours, and until then a server that takes long looks like one that is gone.
 */
const keepAliveDelay = 30_000;

/**
 * @throws DumpError `INVALID_OPTION` where the URL can't be read; the message never repeats the
 *   URL, which may hold a password. Also where a password would be sent in clear over a network.
 */
export function resolveConnection(
  source: Exclude<ConnectionSource, (...parameters: never[]) => unknown>,
): ResolvedConnection {
  // What a server asks for behind all flags, mysql2 sends where it is told how to read it.
  const { database, ssl, password, infileStreamFactory, ...rest } = settingsOf(source);
  const host = rest.host || 'localhost';
  const tls = chooseTls(ssl, host, rest.socketPath);
  const options: ConnectionOptions = {
    keepAliveInitialDelay: keepAliveDelay,
    ...rest,
    ...cleartextOptions(rest, tls, host),
    host,
    // A server must not be able to ask for a file of this machine (LOAD DATA LOCAL), whatever flags are
    // wanted: in mysql2 the one with the dash counts.
    flags: [...flagsOf(rest.flags), '-LOCAL_FILES'],
    charset: 'utf8mb4',
    multipleStatements: false,
    ...(tls.ssl === undefined ? {} : { ssl: tls.ssl }),
  };
  return {
    options,
    password,
    rds: tls.rds,
    database: database || undefined,
    address: addressOf(rest),
  };
}

/** mysql2 also takes them as one text with commas. */
function flagsOf(flags: string | readonly string[] | undefined): readonly string[] {
  return typeof flags === 'string' ? flags.split(',') : (flags ?? []);
}

/** A `uri` among mysql2's options is a URL like another; what stands beside it goes before it. */
function settingsOf(source: string | ConnectionSettings): ConnectionSettings {
  if (typeof source === 'string') return parseConnectionUrl(source);
  const { uri, ...settings } = source;
  if (typeof settings.stream === 'object') {
    throw new DumpError(
      'INVALID_OPTION',
      'The connection option stream must be a function that makes a stream: a dump opens several ' +
        'connections.',
    );
  }
  return uri === undefined ? settings : { ...parseConnectionUrl(uri), ...settings };
}

/**
 * The database named in the connection source, where that can be told without connecting.
 *
 * @throws DumpError `INVALID_OPTION` as {@link resolveConnection}
 */
export function databaseOf(source: ConnectionSource): string | undefined {
  return typeof source === 'function' ? undefined : resolveConnection(source).database;
}

/** @throws DumpError `INVALID_OPTION` where connecting would throw it */
export function checkConnectionSource(source: ConnectionSource): void {
  databaseOf(source);
}

function addressOf(options: ConnectionSettings): string {
  return options.socketPath ?? `${options.host || 'localhost'}:${options.port ?? 3306}`;
}

/** Connection options that make sense in a URL. mysql2 only prints a warning for others. */
const urlParameters = new Set(['compress', 'connectTimeout', 'localAddress', 'socketPath', 'ssl']);

/** Query parameters of the URL become mysql2 options; values are JSON where they parse as JSON. */
function parseConnectionUrl(text: string): ConnectionSettings {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw invalidUrl('it is not a URL');
  }
  if (!['mysql:', 'mariadb:'].includes(url.protocol)) {
    throw invalidUrl('it must begin with mysql:// or mariadb://');
  }
  // What follows is repeated in messages, and must not be the rest of a password that was cut.
  if (`${url.pathname}${url.search}${url.hash}`.includes('@') || url.hash !== '') {
    throw invalidUrl('there is an unencoded "@", "/", "?" or "#" in its user name or password');
  }
  const options: Record<string, unknown> = {};
  for (const [name, value] of url.searchParams) {
    if (!urlParameters.has(name)) {
      throw invalidUrl(
        `it has an unknown parameter "${name}" (known: ${[...urlParameters].join(', ')})`,
      );
    }
    options[name] = parseJsonOr(value);
  }
  const decode = (part: string, what: string): string => {
    try {
      return decodeURIComponent(part);
    } catch {
      throw invalidUrl(`its ${what} is not percent-encoded correctly ("%" is written "%25")`);
    }
  };
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (host !== '') options['host'] = decode(host, 'host');
  if (url.port !== '') options['port'] = Number(url.port);
  if (url.username !== '') options['user'] = decode(url.username, 'user name');
  if (url.password !== '') options['password'] = decode(url.password, 'password');
  const database = decode(url.pathname.slice(1), 'database name');
  if (database !== '') options['database'] = database;
  return options;
}

function parseJsonOr(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function invalidUrl(reason: string): DumpError {
  return new DumpError(
    'INVALID_OPTION',
    `The connection URL can't be used: ${reason}. ` +
      'It is written mysql://user:password@host:3306/database; special characters in the user ' +
      'name or password are percent-encoded.',
  );
}
