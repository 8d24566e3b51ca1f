/** The packaged function in the real runtime: every failure is clear, and leaves nothing behind. */

import { beforeAll, describe, expect, test } from 'vitest';
import type { LambdaRuntime } from '../services/index.ts';
import { listProcesses } from '../services/processes.ts';
import { describeEachFlavor, skippedTest, startPrivateServer } from '../services/vitest.ts';
import {
  bucket,
  databaseOfNoise,
  failureOf,
  parametersOf,
  type Surroundings,
  startSurroundings,
  variablesOf,
} from './function-fixture.ts';
import { buildZip, runtimeOffer, startFunction } from './packaged-function.ts';

const prefix = '/prod/shop-';

if (runtimeOffer.unavailable !== undefined) {
  skippedTest('the function fails clearly', runtimeOffer.unavailable);
} else {
  beforeAll(buildZip);

  describeEachFlavor('the function', (server) => {
    test('leaves neither object nor upload when the server is killed half-way', async () => {
      const own = await startPrivateServer(server);
      const database = await databaseOfNoise(own, 48);
      const { s3, environment } = await startSurroundings();
      const runtime = await startFunction({
        ...environment,
        ...variablesOf(own, database),
        DUMPSTREAM_COMPRESS: 'none',
      });
      // The second part waits for the kill: by then a part is in S3, and most of the dump is not.
      const killed = Promise.withResolvers<void>();
      const underWay = new Promise<void>((resolve) => {
        s3.failWhen(({ partNumber }) => {
          if (partNumber !== 2) return undefined;
          resolve();
          return { until: killed.promise };
        });
      });
      const invocation = runtime.invoke({});
      await underWay;
      expect(s3.openUploads(bucket)).toHaveLength(1);
      await own.kill();
      killed.resolve();
      const message = await failure(invocation, 'DumpError', { s3, runtime });
      expect(message).toMatch(/connection to 127\.0\.0\.1:\d+ was lost/);
      expect(s3.count('AbortMultipartUpload')).toBe(1);
      expect(runtime.logs()).toContain('"code":"CONNECTION_LOST"');
      expect(runtime.logs()).not.toContain(own.password);
    });

    test('names the parameter of a refused password, and has read it twice', async () => {
      const database = await server.createDatabase('lambda_refused');
      const surroundings = await startSurroundings({
        ...parametersOf(server, database),
        [`${prefix}dbpass`]: 'wrong-Secret-9\n',
      });
      const runtime = await startFunction({
        ...surroundings.environment,
        DUMPSTREAM_SSM_PREFIX: prefix,
      });
      const message = await failure(runtime.invoke({}), 'DumpError', { ...surroundings, runtime });
      expect(message).toContain('the password from the SSM parameter /prod/shop-dbpass');
      expect(message).toContain('The password ends with a line break.');
      expect(surroundings.parameterStore.requests).toHaveLength(2);
      expect(message + runtime.logs()).not.toContain('Secret-9');
    });

    test('does not ask for parameters when a password from a variable is refused', async () => {
      const surroundings = await startSurroundings();
      const runtime = await startFunction({
        ...surroundings.environment,
        ...variablesOf(server, 'any'),
        DUMPSTREAM_DB_PASSWORD: 'wrong-Secret-9',
      });
      const message = await failure(runtime.invoke({}), 'DumpError', { ...surroundings, runtime });
      expect(message).toContain('the environment variable DUMPSTREAM_DB_PASSWORD');
      expect(surroundings.parameterStore.requests).toEqual([]);
      expect(message + runtime.logs()).not.toContain('Secret-9');
    });

    test('names a database that is not there, and where its name is from', async () => {
      const surroundings = await startSurroundings(parametersOf(server, 'no_such_shop'));
      const runtime = await startFunction({
        ...surroundings.environment,
        DUMPSTREAM_SSM_PREFIX: prefix,
      });
      const message = await failure(runtime.invoke({}), 'DumpError', { ...surroundings, runtime });
      expect(message).toContain('no_such_shop');
      expect(message).toContain('SSM parameter /prod/shop-dbname');
    });

    test('names a table that is not there, and the event field it is from', async () => {
      const database = await server.createDatabase('lambda_tables');
      const surroundings = await startSurroundings();
      const runtime = await startFunction({
        ...surroundings.environment,
        ...variablesOf(server, database),
      });
      // `mysql.user` is there, but not in the database that was configured.
      for (const table of ['no_such_table', 'mysql.user']) {
        const invocation = runtime.invoke({ tables: [table] });
        const message = await failure(invocation, 'DumpError', { ...surroundings, runtime });
        expect(message).toContain(table);
        expect(message).toContain('field "tables" of the event');
      }
    });

    test('names a bucket that is not there, and closes its connection', async () => {
      const database = await databaseOfNoise(server, 1);
      const surroundings = await startSurroundings();
      const runtime = await startFunction({
        ...surroundings.environment,
        ...variablesOf(server, database),
        DUMPSTREAM_BUCKET: 'no-such-bucket',
      });
      const message = await failure(runtime.invoke({}), 'UploadError', {
        ...surroundings,
        runtime,
      });
      expect(message).toContain('s3://no-such-bucket/dump/');
      expect(message).toContain('environment variable DUMPSTREAM_BUCKET');
      const connections = async () =>
        (await listProcesses(server)).filter((process) => process.database === database);
      await expect.poll(connections).toEqual([]);
    });

    test('never replaces an object with a key of the time, as two functions may have the same', async () => {
      const database = await databaseOfNoise(server, 1);
      const { s3, environment } = await startSurroundings();
      const taken: string[] = [];
      s3.failWhen(({ name, key }) => {
        if (name !== 'PutObject' && name !== 'CreateMultipartUpload') return undefined;
        taken.push(key);
        return { status: 412, code: 'PreconditionFailed' };
      });
      const runtime = await startFunction({ ...environment, ...variablesOf(server, database) });
      const message = await failure(runtime.invoke({}), 'UploadError', { s3, runtime });
      expect(message).toContain('environment variable DUMPSTREAM_KEY, and may not replace');
      expect(taken[0]).toMatch(/^dump\/\d{4}-\d\d-\d\d_\d{6}-/);
    });

    test('never replaces an object with a key from the event, and does with its own', async () => {
      const database = await databaseOfNoise(server, 1);
      const { s3, environment } = await startSurroundings();
      const runtime = await startFunction({
        ...environment,
        ...variablesOf(server, database),
        DUMPSTREAM_KEY: 'latest',
      });
      expect((await runtime.invoke({})).ok).toBe(true);
      expect((await runtime.invoke({})).ok).toBe(true);
      const before = await s3.object(bucket, 'dump/latest.sql.gz');
      const outcome = await runtime.invoke({ key: 'latest', noData: true });
      expect(outcome).toMatchObject({
        ok: false,
        error: {
          errorType: 'UploadError',
          errorMessage: expect.stringContaining('field "key" of the event'),
        },
      });
      expect(await s3.object(bucket, 'dump/latest.sql.gz')).toEqual(before);
    });

    test('ends a dump in good order before its own time is up', async () => {
      const database = await databaseOfNoise(server, 12);
      const { s3, environment } = await startSurroundings();
      const runtime = await startFunction(
        {
          ...environment,
          ...variablesOf(server, database),
          DUMPSTREAM_COMPRESS: 'none',
          // The server sends what fills two parts, and then nothing for a minute.
          DUMPSTREAM_WHERE: 'id < 12 OR SLEEP(60) = 0',
        },
        { timeoutSeconds: 10 },
      );
      const message = await failure(runtime.invoke({}), 'TimeoutError', { s3, runtime });
      // How many rows there are by then is the machine's affair; never the last, which sleeps.
      expect(message).toMatch(/By then 0 of 1 tables, ([1-9]|1[01]) rows and \d+\.\d MB of SQL/);
      expect(s3.count('AbortMultipartUpload')).toBe(1);
    });
  });

  describe('the function', () => {
    const variables = {
      DUMPSTREAM_DB_HOST: '127.0.0.1:1',
      DUMPSTREAM_DB_USER: 'reader',
      DUMPSTREAM_DB_PASSWORD: 'wrong-Secret-9',
      DUMPSTREAM_DB_NAME: 'shop',
    };

    test('names a parameter that is missing', async () => {
      const surroundings = await startSurroundings({ '/prod/shop-dbhost': 'db' });
      const runtime = await startFunction({
        ...surroundings.environment,
        DUMPSTREAM_SSM_PREFIX: prefix,
      });
      const message = await failure(runtime.invoke({}), 'ParameterStoreError', {
        ...surroundings,
        runtime,
      });
      expect(message).toContain(
        'SSM parameters /prod/shop-dbuser, /prod/shop-dbpass, /prod/shop-dbname do not exist',
      );
    });

    test('names the permission for parameters that it may not read, and tries again next time', async () => {
      const surroundings = await startSurroundings();
      const runtime = await startFunction({
        ...surroundings.environment,
        DUMPSTREAM_SSM_PREFIX: prefix,
      });
      surroundings.parameterStore.failNext(403);
      const message = await failure(runtime.invoke({}), 'ParameterStoreError', {
        ...surroundings,
        runtime,
      });
      expect(message).toContain('ssm:GetParameters');
      await runtime.invoke({});
      expect(surroundings.parameterStore.requests).toHaveLength(2);
    });

    test('names a host that can not be reached, and where it is from', async () => {
      const surroundings = await startSurroundings();
      const runtime = await startFunction({
        ...surroundings.environment,
        ...variables,
        DUMPSTREAM_WAIT_FOR_SERVER: '0',
      });
      const message = await failure(runtime.invoke({}), 'DumpError', { ...surroundings, runtime });
      expect(message).toContain('127.0.0.1:1');
      expect(message).toContain('environment variable DUMPSTREAM_DB_HOST');
      expect(message + runtime.logs()).not.toContain('Secret-9');
    });

    test('names a misspelt event field and asks nobody for anything', async () => {
      const surroundings = await startSurroundings();
      const runtime = await startFunction({
        ...surroundings.environment,
        DUMPSTREAM_SSM_PREFIX: prefix,
      });
      const message = await failure(runtime.invoke({ ignoreTabels: ['a'] }), 'ConfigurationError', {
        ...surroundings,
        runtime,
      });
      expect(message).toContain('unknown field "ignoreTabels". Did you mean "ignoreTables"?');
      expect(surroundings.parameterStore.requests).toEqual([]);
    });
  });
}

/** The message of a failed invocation, once it is certain that nothing is left in S3. */
async function failure(
  invocation: ReturnType<LambdaRuntime['invoke']>,
  errorType: string,
  { s3, runtime }: Pick<Surroundings, 's3'> & { readonly runtime: LambdaRuntime },
): Promise<string> {
  const message = await failureOf(invocation, errorType, s3);
  expect(runtime.logs()).toContain('"message":"dump failed"');
  return message;
}
