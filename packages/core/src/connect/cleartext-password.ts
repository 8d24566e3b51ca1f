/** When a server that asks for the password in clear gets it: `mysql_clear_password`. */

import type { ConnectionOptions } from 'mysql2';
import { DumpError } from '../errors.ts';
import { isLocal, type TlsChoice } from './tls.ts';

const plugin = 'mysql_clear_password';

/**
 * IAM database authentication, PAM and LDAP need the password itself. Over TLS with certificate and
 * host name checked nobody but the server gets it. Elsewhere the caller must ask for it, and over a
 * network without TLS it is never sent.
 *
 * https://dev.mysql.com/doc/refman/8.4/en/cleartext-pluggable-authentication.html
 *
 * @throws DumpError `INVALID_OPTION`
 */
export function cleartextOptions(
  given: ConnectionOptions,
  { ssl, checked }: TlsChoice,
  host: string,
): Pick<ConnectionOptions, 'enableCleartextPlugin'> {
  const wanted =
    given.enableCleartextPlugin === true || Object.hasOwn(given.authPlugins ?? {}, plugin);
  if (wanted && ssl === undefined && !isLocal(host, given.socketPath)) {
    throw new DumpError(
      'INVALID_OPTION',
      `The password would be sent in clear (${plugin}) over a connection without TLS. Take out ` +
        'ssl: false, or the connection option enableCleartextPlugin.',
    );
  }
  return { enableCleartextPlugin: given.enableCleartextPlugin ?? checked };
}
