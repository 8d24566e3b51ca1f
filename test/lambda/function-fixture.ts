/** What the function's suites need for a test: AWS's services, and the environment for them. */

import { expect, onTestFinished } from 'vitest';
import { FaultyS3 } from '../s3/faulty-s3.ts';
import {
  type DatabaseServer,
  type InvocationResult,
  type ParameterStore,
  type SecretContent,
  type SecretsManager,
  startParameterStore,
  startSecretsManager,
} from '../services/index.ts';

/** What the function can be configured with. */
export interface Surroundings {
  readonly s3: FaultyS3;
  readonly parameterStore: ParameterStore;
  readonly secretsManager: SecretsManager;
  /** AWS's variables and the bucket; the rest is the test's. */
  readonly environment: Readonly<Record<string, string>>;
}

export const bucket = 'shop-backups';

/** Starts the services for one test. */
export async function startSurroundings(
  parameters: Readonly<Record<string, string>> = {},
  secrets: Readonly<Record<string, SecretContent>> = {},
): Promise<Surroundings> {
  const s3 = await FaultyS3.start([bucket]);
  onTestFinished(() => s3[Symbol.asyncDispose]());
  const parameterStore = await startParameterStore(parameters);
  onTestFinished(() => parameterStore.stop());
  const secretsManager = await startSecretsManager(secrets);
  onTestFinished(() => secretsManager.stop());
  const environment = {
    ...s3.environment,
    AWS_ENDPOINT_URL_SSM: parameterStore.endpoint,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: secretsManager.endpoint,
    DUMPSTREAM_S3_PATH_STYLE: 'true',
    DUMPSTREAM_BUCKET: bucket,
    // Some tests make two dumps in a second, of which the second would have the key of the first.
    DUMPSTREAM_KEY: '{date}_{time}-{requestId}',
  };
  return { s3, parameterStore, secretsManager, environment };
}

/** The four parameters of a prefix, with the port in the host. */
export function parametersOf(
  server: DatabaseServer,
  database: string,
  prefix = '/prod/shop-',
): Record<string, string> {
  return {
    [`${prefix}dbhost`]: `${server.host}:${server.port}`,
    [`${prefix}dbuser`]: server.user,
    [`${prefix}dbpass`]: server.password,
    [`${prefix}dbname`]: database,
  };
}

/** The same as plain variables. */
export function variablesOf(server: DatabaseServer, database: string): Record<string, string> {
  return {
    DUMPSTREAM_DB_HOST: server.host,
    DUMPSTREAM_DB_PORT: String(server.port),
    DUMPSTREAM_DB_USER: server.user,
    DUMPSTREAM_DB_PASSWORD: server.password,
    DUMPSTREAM_DB_NAME: database,
  };
}

/** A secret as AWS's rotation writes it, with server and database. */
export function secretOf(
  server: DatabaseServer,
  database: string,
  account: { readonly user: string; readonly password: string } = server,
): string {
  return JSON.stringify({
    engine: 'mysql',
    host: server.host,
    port: server.port,
    dbname: database,
    username: account.user,
    password: account.password,
  });
}

/** The environment of a function that restores what is dumped into {@link bucket}. */
export function restoringFrom({ environment }: Surroundings): Record<string, string> {
  const { DUMPSTREAM_BUCKET: _bucket, DUMPSTREAM_KEY: _key, ...others } = environment;
  return { ...others, DUMPSTREAM_SOURCE_BUCKET: bucket };
}

/** Two tables, three rows. */
export async function smallDatabase(server: DatabaseServer, note = 'x'): Promise<string> {
  const database = await server.createDatabase('lambda_small');
  await server.query(
    `USE \`${database}\`;
     CREATE TABLE orders (id INT PRIMARY KEY, note TEXT);
     INSERT INTO orders VALUES (1, '日本 🍣'), (2, '${note}');
     CREATE TABLE customers (id INT PRIMARY KEY);
     INSERT INTO customers VALUES (7);`,
  );
  return database;
}

/** What the function answers to an invocation that succeeds. */
export interface Result {
  readonly key: string;
  readonly path: string;
  readonly bytes: number;
  readonly checksum: { readonly algorithm: string; readonly value: string };
  readonly tables: number;
  readonly rows: number;
}

/** The answer, of an invocation that must have succeeded. */
export function resultOf(outcome: InvocationResult): Result {
  if (!outcome.ok) expect.fail(`${outcome.error.errorType}: ${outcome.error.errorMessage}`);
  return outcome.result as Result;
}

/** The message of an invocation that must have failed. */
export function messageOf(outcome: InvocationResult, errorType: string): string {
  expect(outcome).toMatchObject({ ok: false, error: { errorType } });
  return outcome.ok ? '' : outcome.error.errorMessage;
}

/** Waits for an invocation that must fail: its message, once nothing of it is left in S3. */
export async function failureOf(
  invocation: Promise<InvocationResult>,
  errorType: string,
  s3: FaultyS3,
): Promise<string> {
  const message = messageOf(await invocation, errorType);
  expect(await s3.keys(bucket)).toEqual([]);
  expect(s3.openUploads(bucket)).toEqual([]);
  return message;
}

/** A database of so many rows, each 1 MiB of bytes that no compression makes smaller. */
export async function databaseOfNoise(server: DatabaseServer, rows: number): Promise<string> {
  const database = await server.createDatabase('lambda_noise');
  const table = `\`${database}\`.noise`;
  // RANDOM_BYTES() gives at most 1 KiB.
  const mebibyte = `CONCAT(${Array.from({ length: 1024 }, () => 'RANDOM_BYTES(1024)').join(', ')})`;
  await server.query(`CREATE TABLE ${table} (id INT AUTO_INCREMENT PRIMARY KEY, data LONGBLOB)`);
  const fresh = Math.min(rows, 16);
  // Nobody replicates it.
  const unlogged = 'SET SESSION sql_log_bin = 0';
  for (let row = 0; row < fresh; row += 1) {
    await server.query(`${unlogged}; INSERT INTO ${table} (data) VALUES (${mebibyte})`);
  }
  for (let made = fresh; made < rows; made *= 2) {
    await server.query(
      `${unlogged}; INSERT INTO ${table} (data) SELECT data FROM ${table} LIMIT ${Math.min(made, rows - made)}`,
    );
  }
  return database;
}
