/**
 * All ways in which an invocation can fail, with secrets that would be recognised in any output.
 * What is added to the function adds its failures here.
 */

import { PutObjectCommand } from '@aws-sdk/client-s3';
import type { DatabaseServer } from '../services/index.ts';
import { bucket, parametersOf, type Surroundings, variablesOf } from './function-fixture.ts';

/** Recognisable, and changed by every kind of escaping: for URLs, JSON, HTML, SQL and shells. */
export const secrets = {
  password: 'pA55-"w\'o%rd/+ä<&>\\Zq7vK2',
  secretField: 'Xy9-field/+"of%secret=Lm4',
  accessKeyId: 'AKIAQ7ZX5RECOGNISED1',
  secretAccessKey: 'sK3y/+Recognised=Access%Key/9vTq2LbN8wEr5',
  sessionToken: 'FwoGZXIvYXdzE//8+RecognisedSessionToken==%7Q',
} as const;

/** What a path is made of. */
export interface FailureParts extends Surroundings {
  readonly server: DatabaseServer;
  /** Of 12 MiB of noise. */
  readonly database: string;
  /** Of an account whose password is `secrets.password`, and which may read {@link database}. */
  readonly reader: Readonly<Record<string, string>>;
}

/** One way to fail. */
export interface FailurePath {
  readonly name: string;
  /** Of the error that is to come: a path that takes another way proves nothing. */
  readonly code: string;
  /** Variables beside AWS's and the bucket; what has to be prepared is prepared here. */
  readonly variables: (
    parts: FailureParts,
  ) => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>;
  /** Default: the one that dumps. */
  readonly handler?: 'restore.handler';
  readonly event?: unknown;
  readonly timeoutSeconds?: number;
}

const nowhere = {
  DUMPSTREAM_DB_HOST: '127.0.0.1:1',
  DUMPSTREAM_DB_USER: 'reader',
  DUMPSTREAM_DB_PASSWORD: secrets.password,
  DUMPSTREAM_DB_NAME: 'shop',
  DUMPSTREAM_WAIT_FOR_SERVER: '0',
};
const prefix = '/prod/shop-';
const secretName = 'prod/shop';

/** In S3's own words, which hold no secret, and are passed on. */
const refusals = {
  AccessDenied:
    'User: arn:aws:sts::123456789012:assumed-role/dump/dump is not authorized to perform: s3:PutObject',
  InvalidAccessKeyId: 'The AWS Access Key Id you provided does not exist in our records.',
} as const;

function refuse({ s3 }: FailureParts, names: readonly string[], code: keyof typeof refusals): void {
  const fault = { status: 403, code, message: refusals[code] };
  s3.failWhen(({ name }) => (names.includes(name) ? fault : undefined));
}

function failingSecret(what: string, content: string, code: string): FailurePath {
  return {
    name: `a secret that ${what}`,
    code,
    variables: ({ secretsManager }) => {
      secretsManager.set(secretName, content);
      return {
        DUMPSTREAM_DB_SECRET: secretName,
        DUMPSTREAM_DB_HOST: '127.0.0.1:1',
        DUMPSTREAM_DB_NAME: 'shop',
      };
    },
  };
}

const databasePaths: readonly FailurePath[] = [
  {
    name: 'a wrong password in a variable',
    code: 'AUTHENTICATION_FAILED',
    variables: ({ server, database }) => ({
      ...variablesOf(server, database),
      DUMPSTREAM_DB_PASSWORD: secrets.password,
    }),
  },
  {
    name: 'a wrong password in a parameter, read twice',
    code: 'AUTHENTICATION_FAILED',
    variables: ({ server, database, parameterStore }) => {
      const parameters = parametersOf(server, database, prefix);
      for (const [name, value] of Object.entries(parameters)) parameterStore.set(name, value);
      parameterStore.set(`${prefix}dbpass`, `${secrets.password}\n`);
      return { DUMPSTREAM_SSM_PREFIX: prefix };
    },
  },
  {
    name: 'a server that is not there',
    code: 'CONNECT_FAILED',
    variables: () => nowhere,
  },
  {
    name: 'a host that has no address',
    code: 'CONNECT_FAILED',
    variables: () => ({ ...nowhere, DUMPSTREAM_DB_HOST: 'no-such-host.invalid' }),
  },
  {
    name: 'a certificate that nobody vouches for, or no TLS at all',
    code: 'TLS_FAILED',
    // Another address of this machine, which counts as one that is not local.
    variables: ({ server, reader }) => ({
      ...reader,
      DUMPSTREAM_DB_HOST: `0.0.0.0:${server.port}`,
    }),
  },
  {
    name: 'a database that is not there',
    code: 'UNKNOWN_DATABASE',
    variables: ({ reader }) => ({ ...reader, DUMPSTREAM_DB_NAME: 'no_such_shop' }),
  },
  {
    name: 'a table that is not there',
    code: 'UNKNOWN_TABLE',
    variables: ({ reader }) => reader,
    event: { tables: ['no_such_table'] },
  },
  {
    name: 'a condition that is no SQL',
    code: 'QUERY_FAILED',
    variables: ({ reader }) => ({ ...reader, DUMPSTREAM_WHERE: 'this is no SQL' }),
  },
];

const destinationPaths: readonly FailurePath[] = [
  {
    name: 'a bucket that is not there',
    code: 'BUCKET_NOT_FOUND',
    variables: ({ reader }) => ({ ...reader, DUMPSTREAM_BUCKET: 'no-such-bucket' }),
  },
  {
    name: 'S3 that denies the upload',
    code: 'ACCESS_DENIED',
    variables: (parts) => {
      refuse(parts, ['CreateMultipartUpload', 'PutObject'], 'AccessDenied');
      return parts.reader;
    },
  },
  {
    name: 'S3 that does not know the access key',
    code: 'CREDENTIALS_REFUSED',
    variables: (parts) => {
      refuse(parts, ['CreateMultipartUpload', 'PutObject'], 'InvalidAccessKeyId');
      return parts.reader;
    },
  },
  {
    name: 'S3 that denies a part, and the aborting of the upload too',
    code: 'ACCESS_DENIED',
    variables: (parts) => {
      refuse(parts, ['UploadPart', 'AbortMultipartUpload'], 'AccessDenied');
      return parts.reader;
    },
  },
  {
    name: 'S3 that denies the completion',
    code: 'ACCESS_DENIED',
    variables: (parts) => {
      refuse(parts, ['CompleteMultipartUpload'], 'AccessDenied');
      return parts.reader;
    },
  },
  {
    name: 'a folder that is not there',
    code: 'FOLDER_NOT_FOUND',
    variables: ({ reader }) => ({
      ...reader,
      DUMPSTREAM_BUCKET: '',
      DUMPSTREAM_S3_PATH_STYLE: '',
      DUMPSTREAM_FILE_FOLDER: '/no/such/folder',
    }),
  },
  {
    name: 'a deadline',
    code: 'DEADLINE',
    variables: ({ reader }) => ({ ...reader, DUMPSTREAM_WHERE: 'id < 12 OR SLEEP(60) = 0' }),
    timeoutSeconds: 5,
  },
  {
    name: 'a function without time',
    code: 'DEADLINE',
    variables: ({ reader }) => reader,
    timeoutSeconds: 0.5,
  },
];

const secretPaths: readonly FailurePath[] = [
  {
    name: 'parameters that are denied',
    code: 'ACCESS_DENIED',
    variables: ({ parameterStore }) => {
      parameterStore.failNext(403);
      return { DUMPSTREAM_SSM_PREFIX: prefix };
    },
  },
  {
    name: 'a parameter that is missing beside one that is there',
    code: 'PARAMETER_NOT_FOUND',
    variables: ({ parameterStore }) => {
      parameterStore.set(`${prefix}dbpass`, secrets.password);
      return { DUMPSTREAM_SSM_PREFIX: prefix };
    },
  },
  {
    name: 'a secret that is denied',
    code: 'ACCESS_DENIED',
    variables: ({ secretsManager }) => {
      secretsManager.failNext('AccessDeniedException');
      return { DUMPSTREAM_DB_SECRET: secretName, DUMPSTREAM_DB_NAME: 'shop' };
    },
  },
  ...Object.entries({
    'is no JSON': secrets.secretField,
    'is the text of a URL': `mysql://reader:${secrets.password}@db/shop`,
    'is broken JSON': `{"username": "reader", "password": "${secrets.secretField}"`,
    'is JSON, and no object': JSON.stringify([secrets.secretField]),
    'has no password': JSON.stringify({ username: 'reader', passwort: secrets.secretField }),
  }).map(([what, content]) => failingSecret(what, content, 'INCOMPLETE_SECRET')),
  failingSecret(
    'has a password that is no text',
    `{"username": "reader", "password": ["${secrets.sessionToken}"]}`,
    'INVALID_SECRET',
  ),
  {
    name: 'a secret with a wrong password',
    code: 'AUTHENTICATION_FAILED',
    variables: ({ secretsManager, server, database }) => {
      const content = {
        username: server.user,
        password: secrets.password,
        host: server.host,
        port: server.port,
        dbname: database,
      };
      secretsManager.set(secretName, JSON.stringify(content));
      return { DUMPSTREAM_DB_SECRET: secretName };
    },
  },
  {
    name: 'a token for a server that offers no TLS that is trusted',
    code: 'TLS_FAILED',
    variables: ({ server, database }) => ({
      DUMPSTREAM_DB_AUTH: 'iam',
      DUMPSTREAM_DB_HOST: server.host,
      DUMPSTREAM_DB_PORT: String(server.port),
      DUMPSTREAM_DB_USER: server.user,
      DUMPSTREAM_DB_NAME: database,
    }),
  },
];

/**
 * Secrets in the wrong place, where a message would like to repeat what it found. Only names are
 * repeated: of tables, targets and tags.
 */
const misplaced: readonly FailurePath[] = [
  ...[
    'DUMPSTREAM_DB_PORT',
    'DUMPSTREAM_COMPRESS',
    'DUMPSTREAM_PARALLEL',
    'DUMPSTREAM_DB_TLS',
    'DUMPSTREAM_DB_AUTH',
    'DUMPSTREAM_PASSWORD',
  ].map(
    (variable): FailurePath => ({
      name: `the password in ${variable}`,
      code: 'INVALID_CONFIGURATION',
      variables: ({ reader }) => ({ ...reader, [variable]: secrets.password }),
    }),
  ),
  {
    name: 'the password in DUMPSTREAM_TIME_ZONE',
    code: 'INVALID_TIME_ZONE',
    variables: ({ reader }) => ({ ...reader, DUMPSTREAM_TIME_ZONE: secrets.password }),
  },
  {
    name: 'a URL as the host',
    code: 'INVALID_HOST',
    variables: ({ reader }) => ({
      ...reader,
      DUMPSTREAM_DB_HOST: `mysql://reader:${encodeURIComponent(secrets.password)}@db:3306/shop`,
    }),
  },
  ...['compress', 'noData', 'dbPassword', 'password', 'key'].map(
    (field): FailurePath => ({
      name: `the password in the field ${field} of the event`,
      code: 'INVALID_CONFIGURATION',
      variables: ({ reader }) => reader,
      event: { [field]: field === 'key' ? [secrets.password] : secrets.password },
    }),
  ),
];

const verifyPaths: readonly FailurePath[] = [
  {
    name: 'a dump that was changed on its way',
    code: 'VERIFY_FAILED',
    variables: ({ s3, reader }) => {
      s3.changeBytes = ({ partNumber }) => partNumber === 1;
      return {
        ...reader,
        DUMPSTREAM_VERIFY: 'true',
        AWS_REQUEST_CHECKSUM_CALCULATION: 'WHEN_REQUIRED',
      };
    },
  },
  {
    name: 'a dump that may not be read back',
    code: 'NOT_VERIFIED',
    variables: (parts) => {
      refuse(parts, ['HeadObject', 'other'], 'AccessDenied');
      return { ...parts.reader, DUMPSTREAM_VERIFY: 'true' };
    },
  },
];

/** Restores a text that is in S3. */
function failingRestore(
  what: string,
  code: string,
  text: string,
  options: {
    readonly variables?: Readonly<Record<string, string>>;
    readonly event?: unknown;
    readonly isAdministrator?: boolean;
  } = {},
): FailurePath {
  return {
    name: `a restore ${what}`,
    code,
    handler: 'restore.handler',
    event: options.event,
    variables: async ({ s3, server, reader }) => {
      const object = { Bucket: bucket, Key: 'dump/a.sql', Body: text };
      await s3.client.send(new PutObjectCommand(object));
      const empty = await server.createDatabase('lambda_empty');
      const account = options.isAdministrator ? variablesOf(server, empty) : reader;
      return { ...account, ...options.variables };
    },
  };
}

const quoted = secrets.password.replace(/[\\']/g, (character) => `\\${character}`);
const someRows = 'CREATE TABLE t (id INT);\nINSERT INTO t VALUES (1);\n';

const restorePaths: readonly FailurePath[] = [
  failingRestore('with a wrong password', 'AUTHENTICATION_FAILED', someRows, {
    variables: { DUMPSTREAM_DB_PASSWORD: `${secrets.password}x` },
  }),
  failingRestore('from a bucket that is not there', 'BUCKET_NOT_FOUND', someRows, {
    variables: { DUMPSTREAM_SOURCE_BUCKET: 'no-such-bucket' },
  }),
  failingRestore('of a dump that is not there', 'NO_DUMP', someRows, {
    variables: { DUMPSTREAM_SOURCE_PREFIX: 'elsewhere/' },
  }),
  failingRestore('of a key that is not there', 'OBJECT_NOT_FOUND', someRows, {
    event: { key: 'dump/b.sql' },
  }),
  failingRestore('of a key that leads elsewhere', 'INVALID_KEY', someRows, {
    event: { key: `../${secrets.sessionToken}` },
  }),
  failingRestore('into a database that is not empty', 'TARGET_NOT_EMPTY', someRows),
  failingRestore('of what is no dump', 'NOT_A_DUMP', '\u0000\u0001\u0002 no SQL', {
    isAdministrator: true,
  }),
  failingRestore(
    'of a statement that holds a password, and is refused',
    'REFUSED_STATEMENT',
    `${someRows}CREATE SERVER s FOREIGN DATA WRAPPER mysql OPTIONS (PASSWORD '${quoted}');\n`,
    { isAdministrator: true },
  ),
];

export const failurePaths: readonly FailurePath[] = [
  ...databasePaths,
  ...verifyPaths,
  ...restorePaths,
  ...destinationPaths,
  ...secretPaths,
  ...misplaced,
];
