/** The packaged function reads its dump back: what is not what was dumped fails, and goes. */

import { PutObjectCommand } from '@aws-sdk/client-s3';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import type { FaultyS3 } from '../s3/faulty-s3.ts';
import {
  createTemporaryFolder,
  type DatabaseServer,
  type InvocationResult,
} from '../services/index.ts';
import { describeEachFlavor, skippedTest } from '../services/vitest.ts';
import {
  bucket,
  databaseOfNoise,
  messageOf,
  resultOf,
  type Surroundings,
  smallDatabase,
  startSurroundings,
  variablesOf,
} from './function-fixture.ts';
import { buildZip, runtimeOffer, startFunction } from './packaged-function.ts';

/** As with a store that knows no checksums: what is changed on the way is then in the object. */
const unchecked = { AWS_REQUEST_CHECKSUM_CALCULATION: 'WHEN_REQUIRED' };
const denied = { status: 403, code: 'AccessDenied', message: 'is not authorized' };

if (runtimeOffer.unavailable !== undefined) {
  skippedTest('the function reads its dump back', runtimeOffer.unavailable);
} else {
  beforeAll(buildZip);

  describeEachFlavor('the function that verifies', (server) => {
    for (const compress of ['gzip', 'zstd', 'none']) {
      test(`tells that a dump with ${compress} is what was dumped`, async () => {
        const database = await databaseOfNoise(server, 12);
        const { s3, environment } = await startSurroundings();
        const runtime = await startFunction({
          ...environment,
          ...variablesOf(server, database),
          DUMPSTREAM_COMPRESS: compress,
        });
        const result = resultOf(await runtime.invoke({ verify: true }));
        expect(result).toMatchObject({ rows: 12, verified: true });
        const object = await s3.object(bucket, result.key);
        expect(object?.byteLength).toBe(result.bytes);
      });
    }

    test('verifies where the variable says so, which no event undoes', async () => {
      const database = await smallDatabase(server);
      const surroundings = await startSurroundings();
      const runtime = await verifyingFunction(surroundings, server, database);
      expect(resultOf(await runtime.invoke({}))).toMatchObject({ rows: 3, verified: true });
      expect(resultOf(await runtime.invoke({ noData: true }))).toMatchObject({
        rows: 0,
        verified: true,
      });
      expect(await runtime.invoke({ verify: false })).toMatchObject({
        error: { errorType: 'ConfigurationError' },
      });
    });

    test('asks for nothing where it is not to verify', async () => {
      const database = await smallDatabase(server);
      const { s3, environment } = await startSurroundings();
      const runtime = await startFunction({ ...environment, ...variablesOf(server, database) });
      expect(resultOf(await runtime.invoke({}))).not.toHaveProperty('verified');
      expect(s3.operations.map(({ name }) => name)).toEqual(['PutObject']);
    });

    test('removes an object whose first byte was changed on its way', async () => {
      const database = await smallDatabase(server);
      const surroundings = await startSurroundings();
      surroundings.s3.changeBytes = ({ name }) => name === 'PutObject';
      const runtime = await verifyingFunction(surroundings, server, database);
      await expectRemoved(surroundings, await runtime.invoke({}));
    });

    test('removes an object of which a byte in the middle was changed', async () => {
      const database = await databaseOfNoise(server, 24);
      const surroundings = await startSurroundings();
      surroundings.s3.changeBytes = ({ partNumber }) => partNumber === 2;
      const runtime = await verifyingFunction(surroundings, server, database);
      await expectRemoved(surroundings, await runtime.invoke({}));
    });

    test('leaves a damaged object that it may not remove, and says what allows it', async () => {
      const database = await smallDatabase(server);
      const surroundings = await startSurroundings();
      const { s3 } = surroundings;
      s3.changeBytes = ({ name }) => name === 'PutObject';
      s3.failWhen(({ name }) => (name === 'DeleteObject' ? denied : undefined));
      const runtime = await verifyingFunction(surroundings, server, database);
      const message = messageOf(await runtime.invoke({}), 'VerifyError');
      expect(message).toContain('could not be removed');
      expect(message).toContain('s3:DeleteObject');
      expect(message).toContain('do not restore it');
      expect(await s3.keys(bucket)).toHaveLength(1);
    });

    test('does not remove an object that has taken the place of its own', async () => {
      const database = await smallDatabase(server);
      const surroundings = await startSurroundings();
      const { s3 } = surroundings;
      s3.changeBytes = ({ name }) => name === 'PutObject' && s3.count('PutObject') === 1;
      // The first question is that of the reading, the second one that of the removal.
      s3.failWhen(({ name, key }) =>
        name === 'HeadObject' && s3.count('HeadObject') === 2
          ? { until: replaceObject(s3, key) }
          : undefined,
      );
      const runtime = await verifyingFunction(surroundings, server, database);
      const message = messageOf(await runtime.invoke({}), 'VerifyError');
      expect(message).toContain('another one has taken its place');
      const [key = ''] = await s3.keys(bucket);
      expect((await s3.object(bucket, key))?.toString()).toBe('of another');
    });

    test('keeps an object that it may not read, and names the permission', async () => {
      const database = await smallDatabase(server);
      const surroundings = await startSurroundings();
      const { s3 } = surroundings;
      s3.failWhen(({ name }) => (name === 'HeadObject' || name === 'other' ? denied : undefined));
      const runtime = await verifyingFunction(surroundings, server, database);
      const message = messageOf(await runtime.invoke({}), 'VerifyError');
      expect(message).toContain('It stays. The function needs s3:GetObject');
      expect(runtime.logs()).toContain('"code":"NOT_VERIFIED"');
      expect(await s3.keys(bucket)).toHaveLength(1);
    });

    test('keeps an object that there was no time to read, and says that it stays', async () => {
      const database = await smallDatabase(server);
      const surroundings = await startSurroundings();
      const { s3 } = surroundings;
      const never = Promise.withResolvers<void>();
      onTestFinished(() => never.resolve());
      s3.failWhen(({ name }) => (name === 'HeadObject' ? { until: never.promise } : undefined));
      const runtime = await verifyingFunction(surroundings, server, database, 6);
      const message = messageOf(await runtime.invoke({}), 'TimeoutError');
      expect(message).toContain('stays: it was stored whole, and not read back to its end');
      expect(await s3.keys(bucket)).toHaveLength(1);
    });

    test('verifies a file, too', async () => {
      const database = await smallDatabase(server);
      const { environment } = await startSurroundings();
      const { DUMPSTREAM_BUCKET: _, DUMPSTREAM_S3_PATH_STYLE: __, ...others } = environment;
      const folder = await createTemporaryFolder('verified');
      onTestFinished(() => folder.remove());
      const runtime = await startFunction({
        ...others,
        ...variablesOf(server, database),
        DUMPSTREAM_FILE_FOLDER: folder.path,
        DUMPSTREAM_VERIFY: 'true',
      });
      expect(resultOf(await runtime.invoke({}))).toMatchObject({ rows: 3, verified: true });
    });
  });
}

function verifyingFunction(
  { environment }: Surroundings,
  server: DatabaseServer,
  database: string,
  timeoutSeconds = 60,
) {
  const variables = { DUMPSTREAM_VERIFY: 'true', DUMPSTREAM_COMPRESS: 'gzip', ...unchecked };
  return startFunction(
    { ...environment, ...variablesOf(server, database), ...variables },
    { timeoutSeconds },
  );
}

async function replaceObject(s3: FaultyS3, key: string): Promise<void> {
  await s3.client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: 'of another' }));
}

async function expectRemoved({ s3 }: Surroundings, outcome: InvocationResult): Promise<void> {
  const message = messageOf(outcome, 'VerifyError');
  expect(message).toMatch(
    /^s3:\/\/shop-backups\/dump\/\S+ was read back, and is not what was dumped\. .* It was removed\./,
  );
  expect(await s3.keys(bucket)).toEqual([]);
}
