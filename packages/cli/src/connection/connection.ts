/** Makes the connection options out of the URL, the TLS and socket flags, and MYSQL_PWD. */

import { readFileSync } from 'node:fs';
import type { ConnectionSettings } from '@dumpstream/core';
import { UsageError } from '../errors.ts';
import type { ConnectionFlags } from './flags.ts';

/** Where to connect to, and which strings must never be shown. */
export interface ParsedConnection {
  readonly settings: ConnectionSettings;
  /** The password as typed and as decoded; empty without one. */
  readonly secrets: readonly string[];
}

/**
 * Reads a connection URL. Its parts are percent-encoded, as in every URL.
 *
 * @param environment - for `MYSQL_PWD`, used when the URL holds no password
 * @throws UsageError for a URL of another kind, and for a certificate file that can't be read
 */
export function parseConnection(
  text: string,
  flags: ConnectionFlags,
  environment: Readonly<Record<string, string | undefined>>,
): ParsedConnection {
  const url = parseUrl(text);
  const password = url.password === '' ? environment['MYSQL_PWD'] : decode(url.password);
  const database = decode(url.pathname.replace(/^\//, ''));
  const user = decode(url.username);
  const ssl = tlsOf(flags, url.hostname);
  const settings: ConnectionSettings = {
    ...(flags.socket === undefined
      ? { host: decode(url.hostname.replace(/^\[(.*)\]$/, '$1')) || 'localhost' }
      : { socketPath: flags.socket }),
    ...(url.port === '' ? {} : { port: Number(url.port) }),
    ...(user === '' ? {} : { user }),
    ...(password === undefined || password === '' ? {} : { password }),
    ...(database === '' ? {} : { database }),
    ...(ssl === undefined ? {} : { ssl }),
  };
  return {
    settings,
    secrets: [url.password, password ?? ''].filter((secret) => secret !== ''),
  };
}

/** Whether an argument is meant to be a connection URL, be it a good one or not. */
export function isConnectionUrl(argument: string): boolean {
  return /^(mysql|mariadb):\/\//i.test(argument);
}

function parseUrl(text: string): URL {
  // The text itself is not shown: what is not understood may be a password.
  const expected = 'expected mysql://user@host:3306/database';
  if (!URL.canParse(text)) {
    throw new UsageError(
      `<mysql-url> is not a URL: ${expected}, with special characters percent-encoded`,
    );
  }
  const url = new URL(text);
  if (url.protocol !== 'mysql:' && url.protocol !== 'mariadb:') {
    throw new UsageError(
      `<mysql-url> begins with ${url.protocol}// and not with mysql://, as in mysql://user@host:3306/database`,
    );
  }
  if (url.search !== '' || url.hash !== '') {
    throw new UsageError(
      'the URL has something after ? or #: give TLS settings as --ssl-mode and --ssl-ca, a socket as --socket, ' +
        'and write ? as %3F and # as %23 inside a name or password',
    );
  }
  if (url.pathname.replace(/^\//, '').includes('/')) {
    throw new UsageError(
      'the URL names more than one database: give one, or use --databases; write / as %2F inside a name or password',
    );
  }
  return url;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new UsageError(
      'the URL has a % that is not a percent-encoding: write it as %25 inside a name or password',
    );
  }
}

/** Core trusts Amazon's own authorities for these hosts, and checks the host name. */
const rdsHost = /\.rds\.amazonaws\.com(\.cn)?$/i;

/** What `--ssl-mode` means to mysql2; `undefined` leaves it to core, which decides by the host. */
function tlsOf({ sslMode, sslCa }: ConnectionFlags, host: string): ConnectionSettings['ssl'] {
  if (sslMode === undefined && sslCa === undefined) return undefined;
  if (sslMode === 'DISABLED') return false;
  if (sslMode === 'REQUIRED') return { rejectUnauthorized: false };
  if (sslCa === undefined && rdsHost.test(host)) return undefined;
  return {
    rejectUnauthorized: true,
    verifyIdentity: sslMode !== 'VERIFY_CA',
    ...(sslCa === undefined ? {} : { ca: certificates(sslCa) }),
  };
}

function certificates(path: string): string {
  let pem: string;
  try {
    pem = readFileSync(path, 'utf8');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UsageError(`--ssl-ca: the file ${path} can't be read: ${reason}`);
  }
  if (!pem.includes('-----BEGIN CERTIFICATE-----')) {
    throw new UsageError(`--ssl-ca: the file ${path} holds no PEM certificate`);
  }
  return pem;
}
