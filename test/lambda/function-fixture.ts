/** What the function's suites need for a test: S3, Parameter Store, and the environment for both. */

import { onTestFinished } from 'vitest';
import { FaultyS3 } from '../s3/faulty-s3.ts';
import {
  type DatabaseServer,
  type ParameterStore,
  startParameterStore,
} from '../services/index.ts';

/** What the function can be configured with. */
export interface Surroundings {
  readonly s3: FaultyS3;
  readonly parameterStore: ParameterStore;
  /** AWS's variables and the bucket; the rest is the test's. */
  readonly environment: Readonly<Record<string, string>>;
}

export const bucket = 'shop-backups';

/** Starts both services for one test. */
export async function startSurroundings(
  parameters: Readonly<Record<string, string>> = {},
): Promise<Surroundings> {
  const s3 = await FaultyS3.start([bucket]);
  onTestFinished(() => s3[Symbol.asyncDispose]());
  const parameterStore = await startParameterStore(parameters);
  onTestFinished(() => parameterStore.stop());
  const environment = {
    ...s3.environment,
    AWS_ENDPOINT_URL_SSM: parameterStore.endpoint,
    DUMPSTREAM_S3_PATH_STYLE: 'true',
    DUMPSTREAM_BUCKET: bucket,
  };
  return { s3, parameterStore, environment };
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

/** A database of so many rows, each 1 MiB of bytes that no compression makes smaller. */
export async function databaseOfNoise(server: DatabaseServer, rows: number): Promise<string> {
  const database = await server.createDatabase('lambda_noise');
  const table = `\`${database}\`.noise`;
  // RANDOM_BYTES() gives at most 1 KiB.
  const mebibyte = `CONCAT(${Array.from({ length: 1024 }, () => 'RANDOM_BYTES(1024)').join(', ')})`;
  await server.query(`CREATE TABLE ${table} (id INT AUTO_INCREMENT PRIMARY KEY, data LONGBLOB)`);
  const fresh = Math.min(rows, 16);
  for (let row = 0; row < fresh; row += 1) {
    await server.query(`INSERT INTO ${table} (data) VALUES (${mebibyte})`);
  }
  for (let made = fresh; made < rows; made *= 2) {
    await server.query(
      `INSERT INTO ${table} (data) SELECT data FROM ${table} LIMIT ${Math.min(made, rows - made)}`,
    );
  }
  return database;
}
