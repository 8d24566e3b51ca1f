/** Where a dump connects to, in the forms that a caller may have it in. */

import type { Connection, ConnectionOptions, SslOptions } from 'mysql2';

/**
 * Gives the password for one login, for example a token for IAM database authentication, which is
 * valid for 15 minutes. What it throws is not repeated in the error of the dump but for its name and
 * code, as it may hold the secret; a `DumpError` is passed on as it is.
 */
export type PasswordFunction = () => string | Promise<string>;

/** mysql2's connection options, and what is different here. */
export type ConnectionSettings = Omit<ConnectionOptions, 'ssl' | 'password'> & {
  /**
   * TLS: on by default for a host that is not local, with certificate and host name checked; `true`
   * switches it on for a local one too, `false` off. In an object of mysql2's options
   * `verifyIdentity`, the check of the host name, is on unless it is set to `false`, or
   * `rejectUnauthorized` is.
   */
  readonly ssl?: SslOptions | string | boolean | undefined;

  /**
   * The password, or a function that is called in the main thread before each login. Where the
   * server asks for it in clear (`mysql_clear_password`: IAM, PAM, LDAP), it is sent over TLS with a
   * checked certificate. With `enableCleartextPlugin: true` it is also sent to a local host, or over
   * TLS without that check, but never over another connection without TLS.
   */
  readonly password?: string | PasswordFunction | undefined;
};

/**
 * Where to connect to: a URL (`mysql://user:password@host:3306/database`), mysql2's own connection
 * options, or a function that opens a mysql2 connection (of `mysql2`, or of `mysql2/promise`): a new
 * one for each call. A connection that the function opens is closed by the dump. Query parameters of
 * the URL are connection options, in JSON where they are no strings: `?ssl=false`.
 */
export type ConnectionSource =
  | string
  | ConnectionSettings
  | (() => Promise<Connection> | Connection);
