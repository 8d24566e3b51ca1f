/** The settings of the database: where it is, and how the function logs in. */

import type { Setting } from './setting.ts';

export const databaseSettings = {
  targets: {
    kind: 'list',
    handler: 'both',
    variable: 'DUMPSTREAM_TARGETS',
    event: 'never',
    otherwise: 'one database',
    meaning:
      'Names that an event may choose from, for a function that serves many databases: letters, digits, `_`, `-` and `.`, 64 at most.',
  },
  target: {
    kind: 'text',
    handler: 'both',
    event: 'chooses',
    otherwise: 'the only one there is',
    meaning:
      'One of `DUMPSTREAM_TARGETS`. It stands where `{target}` is in `DUMPSTREAM_SSM_PREFIX`, `_DB_SECRET`, `_DB_HOST`, `_DB_USER`, `_DB_NAME`, `_BUCKET`, `_FILE_FOLDER`, `_KEY_PREFIX`, `_KEY`, `_KMS_KEY_ID`, `_TAGS`, `_MASK_POLICY`, `_MASK_KEY_FROM`, `_SOURCE_BUCKET`, `_SOURCE_FOLDER`, `_SOURCE_PREFIX` and `_SOURCE_KEY`.',
  },
  ssmPrefix: {
    kind: 'text',
    handler: 'both',
    variable: 'DUMPSTREAM_SSM_PREFIX',
    holdsTarget: true,
    event: 'never',
    otherwise: 'no parameters are read',
    meaning:
      'What the names of the SSM parameters `…dbhost`, `…dbuser`, `…dbpass` and `…dbname` begin with, for example `/prod/shop-`. Those are read that neither a variable nor the secret tells.',
  },
  dbSecret: {
    kind: 'text',
    handler: 'both',
    variable: 'DUMPSTREAM_DB_SECRET',
    holdsTarget: true,
    event: 'never',
    otherwise: 'no secret is read',
    meaning:
      'Name or ARN of a secret of Secrets Manager, as RDS makes them: JSON with `username` and `password`, and also `host`, `port` and `dbname` where they are there. A secret that is no JSON object is the password. What has a variable of its own is not taken from it.',
  },
  dbHost: {
    kind: 'text',
    handler: 'both',
    variable: 'DUMPSTREAM_DB_HOST',
    parameter: 'dbhost',
    holdsTarget: true,
    event: 'never',
    otherwise: 'secret or SSM',
    meaning: 'Host of the database server, also `host:port`.',
  },
  dbPort: {
    kind: 'integer',
    handler: 'both',
    variable: 'DUMPSTREAM_DB_PORT',
    event: 'never',
    range: [1, 65_535],
    otherwise: 'as in the host or the secret, or 3306',
    meaning: 'Port of the database server.',
  },
  dbUser: {
    kind: 'text',
    handler: 'both',
    variable: 'DUMPSTREAM_DB_USER',
    parameter: 'dbuser',
    holdsTarget: true,
    event: 'never',
    otherwise: 'secret or SSM',
    meaning: 'User name.',
  },
  dbPassword: {
    kind: 'text',
    handler: 'both',
    variable: 'DUMPSTREAM_DB_PASSWORD',
    parameter: 'dbpass',
    event: 'never',
    otherwise: 'secret or SSM',
    meaning: "Password. A SecureString parameter keeps it out of the function's configuration.",
  },
  dbName: {
    kind: 'text',
    handler: 'both',
    variable: 'DUMPSTREAM_DB_NAME',
    parameter: 'dbname',
    holdsTarget: true,
    event: 'never',
    otherwise: 'secret or SSM',
    meaning:
      'The database to dump, or to restore into. Not needed with `DUMPSTREAM_ALL_DATABASES`.',
  },
  allDatabases: {
    kind: 'boolean',
    handler: 'dump',
    variable: 'DUMPSTREAM_ALL_DATABASES',
    event: 'never',
    default: 'false',
    meaning:
      'Dump all databases but those of the server itself, with `CREATE DATABASE`. `{database}` in a key is then `all-databases`.',
  },
  dbAuth: {
    kind: 'text',
    handler: 'both',
    variable: 'DUMPSTREAM_DB_AUTH',
    event: 'never',
    choices: ['password', 'iam'],
    default: 'password',
    meaning:
      "How the function logs in: with a password, or with a token that the function's role signs for each connection (`iam`, IAM database authentication).",
  },
  dbTls: {
    kind: 'boolean',
    handler: 'both',
    variable: 'DUMPSTREAM_DB_TLS',
    event: 'never',
    default: 'true',
    meaning:
      "`false` connects without encryption. The certificates of RDS and Aurora are known, but for those of the newest regions; others are checked against Node's own. `NODE_EXTRA_CA_CERTS` adds to both.",
  },
} as const satisfies Readonly<Record<string, Setting>>;
