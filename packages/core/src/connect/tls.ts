/** TLS unless the server is on this machine, with the host name checked. */

import type { Connection, SslOptions } from 'mysql2';

/** Servers of Amazon RDS and Aurora, whose certificates only Amazon's own authorities vouch for. */
const rdsHost = /\.rds\.amazonaws\.com(\.cn)?$/i;

/** mysql2's name for its bundle of the RDS certificate authorities. */
const rdsProfile = 'Amazon RDS';

/** `false` for a local host or a socket: the traffic does not leave the machine. */
export function defaultTls(
  host: string,
  socketPath: string | undefined,
): SslOptions | string | false {
  if (socketPath !== undefined || isLocalHost(host)) return false;
  return rdsHost.test(host) ? rdsProfile : { rejectUnauthorized: true, verifyIdentity: true };
}

function isLocalHost(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

/**
 * mysql2 takes its RDS bundle by name only, and then does not check the host name. Called before
 * the handshake, this adds the check to a copy, since the bundle is shared by the whole process.
 */
export function checkHostNameOfProfile(connection: Connection, requested: unknown): void {
  const { ssl } = connection.config;
  if (requested === rdsProfile && typeof ssl === 'object') {
    connection.config.ssl = { ...ssl, verifyIdentity: true };
  }
}
