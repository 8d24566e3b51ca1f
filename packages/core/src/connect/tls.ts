/** TLS unless the server is on this machine, with the certificate and the host name checked. */

import { getCACertificates } from 'node:tls';
import type { Connection, SslOptions } from 'mysql2';
import type { ConnectionSettings } from '../connection-source.ts';

/**
 * Servers of Amazon RDS and Aurora, whose certificates only Amazon's own authorities vouch for. In
 * China the names end in `.cn`, in the European Sovereign Cloud in `.eu`.
 */
const rdsHost = /\.rds\.amazonaws\.(com(\.cn)?|eu)$/i;

/** Of RDS Proxy, whose certificates are from the public authority of Amazon. */
const rdsProxyHost = /\.proxy-[a-z0-9]+\.[a-z0-9-]+\.rds\.amazonaws\./i;

/** mysql2's name for its bundle of the RDS certificate authorities. */
const rdsProfile = 'Amazon RDS';

/** TLS for a connection, after our defaults. */
export interface TlsChoice {
  /** For mysql2; `undefined` without TLS. */
  readonly ssl: SslOptions | string | undefined;
  /** Set where the authorities of RDS are trusted: what the caller wants besides. */
  readonly rds?: SslOptions;
  /** Whether nobody else than the server can be at the other end. */
  readonly checked: boolean;
}

/** `false` for a local host or a socket: the traffic does not leave the machine. */
export function chooseTls(
  requested: ConnectionSettings['ssl'],
  host: string,
  socketPath: string | undefined,
): TlsChoice {
  const local = isLocal(host, socketPath);
  if (requested === false || (requested === undefined && local)) {
    return { ssl: undefined, checked: false };
  }
  if (requested === rdsProfile) {
    return { ssl: rdsProfile, rds: {}, checked: true };
  }
  // Another profile: mysql2 knows it, or says that it doesn't.
  if (typeof requested === 'string') return { ssl: requested, checked: false };
  const own = typeof requested === 'object' ? requested : {};
  const trusted = own.rejectUnauthorized !== false;
  const checked = trusted && own.verifyIdentity !== false;
  if (rdsHost.test(host) && trusted && own.ca === undefined) {
    return { ssl: rdsProfile, rds: own, checked };
  }
  return { ssl: { rejectUnauthorized: trusted, verifyIdentity: checked, ...own }, checked };
}

/** Whether what is sent reaches nobody on the network. */
export function isLocal(host: string, socketPath: string | undefined): boolean {
  return (
    socketPath !== undefined ||
    host === 'localhost' ||
    host === '::1' ||
    /^127(\.\d{1,3}){3}$/.test(host)
  );
}

/** One for all connections of the process that ask for nothing else: making it takes 10 ms and more. */
const madeFor = new Map<string, SslOptions>();

/**
 * mysql2 takes its RDS bundle by name only, and then does not check the host name. Called before the
 * handshake, this adds the check to a copy, since the bundle is shared by the whole process; and
 * authorities, as those that are named replace the ones of Node.js: for RDS Proxy all of them, else
 * those of NODE_EXTRA_CA_CERTS, since the bundle knows no regions that are newer than it.
 */
export function trustRds(connection: Connection, own: SslOptions): void {
  const { ssl, host } = connection.config;
  if (typeof ssl !== 'object') return;
  const kind = rdsProxyHost.test(host ?? '') ? 'default' : 'extra';
  const known: SslOptions = madeFor.get(kind) ?? {
    ...ssl,
    ca: [...[ssl.ca ?? []].flat().map(String), ...getCACertificates(kind)],
    rejectUnauthorized: true,
    verifyIdentity: true,
  };
  madeFor.set(kind, known);
  connection.config.ssl = Object.keys(own).length === 0 ? known : { ...known, ...own };
}

/** What to do about a certificate that is not trusted. */
export function tlsAdvice(host: string | undefined): string {
  if (host !== undefined && rdsHost.test(host)) {
    return (
      'If the region of the server is newer than this package, in China or in GovCloud, pass the ' +
      'certificate bundle of the region, which AWS offers for download, as ssl.ca or in ' +
      'NODE_EXTRA_CA_CERTS (on Lambda /var/runtime/ca-cert.pem).'
    );
  }
  return (
    'Pass the certificate authority as ssl.ca; or, knowing the risk, switch off the check of the ' +
    'host name with ssl.verifyIdentity = false, or all of it with ssl.rejectUnauthorized = false.'
  );
}
