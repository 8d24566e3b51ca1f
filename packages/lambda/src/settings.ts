/**
 * Every setting of the function: its names, default and meaning. The checks, the suggestions for
 * misspelt names and the README's table all come from here.
 */

/** What every environment variable of ours begins with. */
export const variablePrefix = 'DUMPSTREAM_';

/** How a value is written. Environment variables hold text, event fields JSON. */
export type SettingKind =
  | 'text'
  /** `true` or `false` */
  | 'boolean'
  /** a whole number */
  | 'integer'
  /** names with commas between them; in an event also a JSON array */
  | 'list';

/** One setting. */
export interface Setting {
  readonly kind: SettingKind;
  /** Its environment variable. */
  readonly variable: `${typeof variablePrefix}${string}`;
  /** What follows the common prefix in the name of its SSM parameter, where it can have one. */
  readonly parameter?: string;
  /**
   * What an event may do with it. An event can be written by whoever may invoke the function, who
   * must not thereby read or overwrite more than the function's owner has laid open:
   *
   * - `never`: neither the server, the account or the bucket, nor `where`, which is SQL that runs
   *   with the account's rights and could read any other table.
   * - `narrows`: only less of the database than configured is dumped.
   * - `chooses`: whatever is allowed for the variable is allowed for the event.
   */
  readonly event: 'never' | 'narrows' | 'chooses';
  /** The values that are allowed, where they can be listed. */
  readonly choices?: readonly string[];
  /** For integers. */
  readonly range?: readonly [number, number];
  /** As written in an environment variable. */
  readonly default?: string;
  /** What the README says where there is no default. */
  readonly otherwise?: string;
  readonly meaning: string;
}

/** All settings by name, which is also the name of the event field. */
export const settings = {
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
  bucket: {
    kind: 'text',
    variable: 'DUMPSTREAM_BUCKET',
    event: 'never',
    otherwise: 'required',
    meaning: 'S3 bucket that receives the dumps.',
  },
  bucketOwner: {
    kind: 'text',
    variable: 'DUMPSTREAM_BUCKET_OWNER',
    event: 'never',
    otherwise: 'not checked',
    meaning: 'AWS account id that must own the bucket.',
  },
  keyPrefix: {
    kind: 'text',
    variable: 'DUMPSTREAM_KEY_PREFIX',
    event: 'never',
    default: 'dump/',
    meaning: 'What every key begins with. May hold placeholders.',
  },
  key: {
    kind: 'text',
    variable: 'DUMPSTREAM_KEY',
    event: 'chooses',
    default: '{date}_{time}{ending}',
    meaning:
      'The key after the prefix. `{ending}` is added where it is missing. A key that an event chooses never replaces an object.',
  },
  timeZone: {
    kind: 'text',
    variable: 'DUMPSTREAM_TIME_ZONE',
    event: 'never',
    default: 'UTC',
    meaning: 'Time zone of the date and time in the key, for example `Asia/Tokyo`.',
  },
  compress: {
    kind: 'text',
    variable: 'DUMPSTREAM_COMPRESS',
    event: 'chooses',
    choices: ['gzip', 'zstd', 'none'],
    default: 'gzip',
    meaning: 'Compression: `gzip`, `zstd` or `none`.',
  },
  compressionLevel: {
    kind: 'integer',
    variable: 'DUMPSTREAM_COMPRESSION_LEVEL',
    event: 'never',
    range: [1, 22],
    otherwise: '6 for gzip, 3 for zstd',
    meaning: 'gzip 1 to 9, zstd 1 to 22.',
  },
  tables: {
    kind: 'list',
    variable: 'DUMPSTREAM_TABLES',
    event: 'narrows',
    otherwise: 'all',
    meaning: 'Tables and views to dump. An event may name some of them.',
  },
  ignoreTables: {
    kind: 'list',
    variable: 'DUMPSTREAM_IGNORE_TABLES',
    event: 'narrows',
    otherwise: 'none',
    meaning: 'Tables and views to leave out. An event adds to them.',
  },
  where: {
    kind: 'text',
    variable: 'DUMPSTREAM_WHERE',
    event: 'never',
    otherwise: 'all rows',
    meaning: 'SQL condition for the rows of every table.',
  },
  noData: {
    kind: 'boolean',
    variable: 'DUMPSTREAM_NO_DATA',
    event: 'narrows',
    default: 'false',
    meaning: 'Leave out the rows. An event may switch it on.',
  },
  triggers: flag('DUMPSTREAM_TRIGGERS', 'Dump triggers.'),
  views: flag('DUMPSTREAM_VIEWS', 'Dump views.'),
  routines: flag(
    'DUMPSTREAM_ROUTINES',
    'Dump procedures and functions.',
    'true, and false with `tables`',
  ),
  events: flag('DUMPSTREAM_EVENTS', 'Dump events.', 'true, and false with `tables`'),
  brokenViews: {
    kind: 'text',
    variable: 'DUMPSTREAM_BROKEN_VIEWS',
    event: 'never',
    choices: ['error', 'comment'],
    default: 'error',
    meaning:
      'A view that does not work fails the dump (`error`), or is written as a comment (`comment`) and counted in the answer.',
  },
  users: flag(
    'DUMPSTREAM_USERS',
    'Dump accounts with their grants and password hashes. Needs `DUMPSTREAM_ALL_DATABASES`.',
    'false',
  ),
  skipDefiner: flag(
    'DUMPSTREAM_SKIP_DEFINER',
    'Leave out the definers of views, triggers, routines and events.',
    'false',
  ),
  noCreateDb: flag(
    'DUMPSTREAM_NO_CREATE_DB',
    'Leave out what makes a database or sets its attributes.',
    'false',
  ),
  addDropDatabase: flag(
    'DUMPSTREAM_ADD_DROP_DATABASE',
    '`DROP DATABASE IF EXISTS` before each `CREATE DATABASE`. Needs `DUMPSTREAM_ALL_DATABASES`.',
    'false',
  ),
  sourceData: {
    kind: 'integer',
    variable: 'DUMPSTREAM_SOURCE_DATA',
    event: 'never',
    range: [1, 2],
    otherwise: 'not written',
    meaning:
      'Position of the binary log, for a replica: 1 as a statement, 2 as a comment. Needs RELOAD on MySQL, which RDS does not grant.',
  },
  setGtidPurged: {
    kind: 'text',
    variable: 'DUMPSTREAM_SET_GTID_PURGED',
    event: 'never',
    choices: ['off', 'on', 'auto', 'commented'],
    default: 'off',
    meaning: 'Executed GTIDs, for a replica: `on`, `auto`, `commented` or `off`.',
  },
  parallel: {
    kind: 'integer',
    variable: 'DUMPSTREAM_PARALLEL',
    event: 'never',
    range: [1, 64],
    default: '1',
    meaning:
      'Connections that read rows, all at one moment. More than one need `RELOAD` (and `PROCESS` on MySQL), or `LOCK TABLES`, as on RDS and Aurora.',
  },
  parallelFallback: {
    kind: 'text',
    variable: 'DUMPSTREAM_PARALLEL_FALLBACK',
    event: 'never',
    choices: ['warn', 'error'],
    default: 'warn',
    meaning:
      'Where several connections can not begin at one moment: one connection and `warnings` in the answer (`warn`), or a dump that fails (`error`).',
  },
  storageClass: {
    kind: 'text',
    variable: 'DUMPSTREAM_STORAGE_CLASS',
    event: 'never',
    otherwise: 'STANDARD',
    meaning: 'S3 storage class, for example `STANDARD_IA`.',
  },
  kmsKeyId: {
    kind: 'text',
    variable: 'DUMPSTREAM_KMS_KEY_ID',
    event: 'never',
    otherwise: 'as the bucket is configured',
    meaning: 'KMS key that the object is encrypted with.',
  },
  s3PathStyle: {
    kind: 'boolean',
    variable: 'DUMPSTREAM_S3_PATH_STYLE',
    event: 'never',
    default: 'false',
    meaning:
      "`true` for stores that want `https://host/bucket/key`; their address goes into the AWS SDK's own `AWS_ENDPOINT_URL_S3`.",
  },
} as const satisfies Readonly<Record<string, Setting>>;

/** Name of a setting. */
export type SettingName = keyof typeof settings;

/** The settings in the order of the table. */
export const settingEntries: readonly (readonly [SettingName, Setting])[] = Object.entries(
  settings,
) as [SettingName, Setting][];

function flag<Variable extends Setting['variable']>(
  variable: Variable,
  meaning: string,
  otherwise = 'true',
) {
  return { kind: 'boolean', variable, event: 'never', otherwise, meaning } as const;
}
