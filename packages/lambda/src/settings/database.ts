/** The settings of the database: where it is, and how the function logs in. */

import type { Setting } from './setting.ts';

export const databaseSettings = {
  ssmPrefix: {
    kind: 'text',
    variable: 'DUMPSTREAM_SSM_PREFIX',
    event: 'never',
    otherwise: 'no parameters are read',
    meaning:
      'What the names of the SSM parameters `…dbhost`, `…dbuser`, `…dbpass` and `…dbname` begin with, for example `/prod/shop-`. Those are read that have no variable of their own.',
  },
  dbHost: {
    kind: 'text',
    variable: 'DUMPSTREAM_DB_HOST',
    parameter: 'dbhost',
    event: 'never',
    otherwise: 'SSM',
    meaning: 'Host of the database server, also `host:port`.',
  },
  dbPort: {
    kind: 'integer',
    variable: 'DUMPSTREAM_DB_PORT',
    event: 'never',
    range: [1, 65_535],
    otherwise: 'as in the host, or 3306',
    meaning: 'Port of the database server.',
  },
  dbUser: {
    kind: 'text',
    variable: 'DUMPSTREAM_DB_USER',
    parameter: 'dbuser',
    event: 'never',
    otherwise: 'SSM',
    meaning: 'User name.',
  },
  dbPassword: {
    kind: 'text',
    variable: 'DUMPSTREAM_DB_PASSWORD',
    parameter: 'dbpass',
    event: 'never',
    otherwise: 'SSM',
    meaning: "Password. A SecureString parameter keeps it out of the function's configuration.",
  },
  dbName: {
    kind: 'text',
    variable: 'DUMPSTREAM_DB_NAME',
    parameter: 'dbname',
    event: 'never',
    otherwise: 'SSM',
    meaning: 'The database to dump. Not needed with `DUMPSTREAM_ALL_DATABASES`.',
  },
  allDatabases: {
    kind: 'boolean',
    variable: 'DUMPSTREAM_ALL_DATABASES',
    event: 'never',
    default: 'false',
    meaning:
      'Dump all databases but those of the server itself, with `CREATE DATABASE`. `{database}` in a key is then `all-databases`.',
  },
  dbTls: {
    kind: 'boolean',
    variable: 'DUMPSTREAM_DB_TLS',
    event: 'never',
    default: 'true',
    meaning:
      "`false` connects without encryption. The certificates of RDS and Aurora are known; others are checked against Node's own, to which `NODE_EXTRA_CA_CERTS` adds.",
  },
} as const satisfies Readonly<Record<string, Setting>>;
