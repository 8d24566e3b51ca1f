/** The packaged function in the real runtime, with real databases: what it does when all is well. */

import { crc32, gunzipSync, zstdDecompressSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import { createAccount, dumpGrants } from '../dump/connections.ts';
import { compareDatabases, loadSampleShop } from '../sample/index.ts';
import type { DatabaseServer } from '../services/index.ts';
import { listProcesses } from '../services/processes.ts';
import { describeEachFlavor, skippedTest } from '../services/vitest.ts';
import {
  bucket,
  databaseOfNoise,
  parametersOf,
  resultOf,
  smallDatabase,
  startSurroundings,
  variablesOf,
} from './function-fixture.ts';
import { buildZip, runtimeOffer, startFunction } from './packaged-function.ts';

const prefix = '/prod/shop-';

if (runtimeOffer.unavailable !== undefined) {
  skippedTest('the function dumps a database', runtimeOffer.unavailable);
} else {
  beforeAll(buildZip);

  describeEachFlavor('the function', (server) => {
    test('dumps a shop of 100,000 rows with 128 MiB, and it restores', async () => {
      const database = await server.createDatabase('lambda_shop');
      const loaded = await loadSampleShop(server, database);
      const { s3, parameterStore, environment } = await startSurroundings(
        parametersOf(server, database),
      );
      const runtime = await startFunction(
        {
          ...environment,
          // The default.
          DUMPSTREAM_KEY: '',
          DUMPSTREAM_SSM_PREFIX: prefix,
        },
        { memoryLimitMiB: 128 },
      );
      const outcome = await runtime.invoke({});
      expect(outcome).toEqual({
        ok: true,
        result: {
          bucket,
          key: expect.stringMatching(/^dump\/\d{4}-\d\d-\d\d_\d{6}\.sql\.gz$/),
          bytes: expect.any(Number),
          checksum: { algorithm: 'CRC32', value: expect.any(String) },
          tables: loaded.tables,
          rows: loaded.rows,
          durationMs: expect.any(Number),
        },
      });
      const { key, bytes, checksum } = resultOf(outcome);
      const object = await s3.object(bucket, key);
      expect(object?.byteLength).toBe(bytes);
      expect(checksum.value).toBe(crc32InBase64(object ?? Buffer.alloc(0)));
      const copy = await server.createDatabase('lambda_copy');
      await server.restore(copy, gunzipSync(object ?? Buffer.alloc(0)));
      expect(await compareDatabases(server, database, copy)).toEqual([]);
      expect(parameterStore.requests).toEqual([
        {
          operation: 'GetParameters',
          names: ['dbhost', 'dbuser', 'dbpass', 'dbname'].map((name) => prefix + name),
          withDecryption: true,
        },
      ]);
      expect(runtime.logs()).not.toContain(server.password);
    });

    test('dumps 256 MiB of blobs, twice, within 128 MiB', async (context) => {
      const database = await databaseOfNoise(server, 256);
      const { environment } = await startSurroundings();
      const runtime = await startFunction(
        {
          ...environment,
          ...variablesOf(server, database),
          DUMPSTREAM_COMPRESS: 'none',
          DUMPSTREAM_KEY: 'blobs',
        },
        { memoryLimitMiB: 128 },
      );
      context.skip(!runtime.memoryLimited, 'no memory cgroup is writable here');
      for (const _invocation of [1, 2]) {
        expect(resultOf(await runtime.invoke({}))).toMatchObject({ rows: 256 });
      }
    });

    test('needs no parameters where all is in variables, and then asks for none', async () => {
      const database = await smallDatabase(server);
      const { parameterStore, environment } = await startSurroundings();
      const runtime = await startFunction({ ...environment, ...variablesOf(server, database) });
      expect(resultOf(await runtime.invoke({}))).toMatchObject({ tables: 2, rows: 3 });
      expect(parameterStore.requests).toEqual([]);
      const lines = runtime.logs().match(/^\{.*\}$/gm) ?? [];
      const requestId = expect.stringMatching(/^[\da-f-]{36}$/);
      const entries = lines.map((line): unknown => JSON.parse(line));
      for (const entry of entries) expect(entry).toMatchObject({ requestId });
      expect(entries).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ level: 'INFO', message: 'dump started', bucket }),
          expect.objectContaining({ level: 'INFO', message: 'dump finished', rows: 3 }),
        ]),
      );
    });

    test('tells in its answer why it read over one connection and not over several', async () => {
      const database = await smallDatabase(server);
      const { environment } = await startSurroundings();
      const account = await createAccount(server, dumpGrants(database));
      const runtime = await startFunction({
        ...environment,
        ...variablesOf(server, database),
        DUMPSTREAM_DB_USER: account.user,
        DUMPSTREAM_DB_PASSWORD: account.password,
        DUMPSTREAM_ROUTINES: 'false',
        DUMPSTREAM_PARALLEL: '3',
      });
      expect(resultOf(await runtime.invoke({}))).toMatchObject({
        rows: 3,
        warnings: [expect.stringContaining('GRANT LOCK TABLES ON')],
      });
      await server.query(`GRANT LOCK TABLES ON \`${database}\`.* TO '${account.user}'@'%'`);
      expect(resultOf(await runtime.invoke({ key: 'parallel' }))).not.toHaveProperty('warnings');
    });

    test('gives the object all that is configured for it', async () => {
      const database = await smallDatabase(server);
      const { s3, environment } = await startSurroundings();
      const runtime = await startFunction({
        ...environment,
        ...variablesOf(server, database),
        DUMPSTREAM_STORAGE_CLASS: 'STANDARD_IA',
        DUMPSTREAM_TAGS: 'team=shop&kind=nightly+backup',
        DUMPSTREAM_OBJECT_LOCK_MODE: 'GOVERNANCE',
        DUMPSTREAM_OBJECT_LOCK_DAYS: '30',
        DUMPSTREAM_LEGAL_HOLD: 'true',
        DUMPSTREAM_KMS_KEY_ID: 'alias/backup',
        DUMPSTREAM_BUCKET_OWNER: '123456789012',
      });
      await runtime.invoke({});
      const { headers } = s3.operations.find(({ name }) => name === 'PutObject') ?? expect.fail();
      expect(headers).toMatchObject({
        'x-amz-storage-class': 'STANDARD_IA',
        'x-amz-tagging': expect.stringMatching(/^team=shop&kind=nightly(\+|%20)backup$/),
        'x-amz-object-lock-mode': 'GOVERNANCE',
        'x-amz-object-lock-legal-hold': 'ON',
        'x-amz-server-side-encryption': 'aws:kms',
        'x-amz-server-side-encryption-aws-kms-key-id': 'alias/backup',
        'x-amz-expected-bucket-owner': '123456789012',
      });
      const until = Date.parse(String(headers['x-amz-object-lock-retain-until-date']));
      const days = (until - Date.now()) / 86_400_000;
      expect(Math.ceil(days)).toBe(30);
    });

    test('reads from parameters only what has no variable', async () => {
      const database = await smallDatabase(server);
      const { parameterStore, environment } = await startSurroundings(
        parametersOf(server, 'not-this-one'),
      );
      const runtime = await startFunction({
        ...environment,
        DUMPSTREAM_SSM_PREFIX: prefix,
        DUMPSTREAM_DB_NAME: database,
      });
      expect(resultOf(await runtime.invoke({})).rows).toBe(3);
      expect(parameterStore.requests.map(({ names }) => names.length)).toEqual([3]);
    });

    test('serves several invocations, each by its own event, reading parameters once', async () => {
      const database = await smallDatabase(server);
      const { s3, parameterStore, environment } = await startSurroundings(
        parametersOf(server, database),
      );
      const runtime = await startFunction({ ...environment, DUMPSTREAM_SSM_PREFIX: prefix });
      const event = { key: 'orders-only', tables: ['orders'], compress: 'none' };
      expect(resultOf(await runtime.invoke(event))).toMatchObject({
        key: 'dump/orders-only.sql',
        tables: 1,
        rows: 2,
      });
      const second = resultOf(await runtime.invoke({ compress: 'zstd', key: 'all' }));
      expect(second).toMatchObject({ key: 'dump/all.sql.zst', tables: 2, rows: 3 });
      const object = await s3.object(bucket, second.key);
      expect(zstdDecompressSync(object ?? Buffer.alloc(0)).toString()).toContain('日本 🍣');
      const third = resultOf(await runtime.invoke({ key: 'structure', noData: true }));
      expect(third).toMatchObject({ key: 'dump/structure.sql.gz', rows: 0 });
      expect(resultOf(await runtime.invoke({})).rows).toBe(3);
      expect(parameterStore.requests).toHaveLength(1);
      await expect.poll(() => connectionsTo(server, database)).toBe(0);
    });

    test('takes the fields of a scheduled event from its detail', async () => {
      const database = await smallDatabase(server);
      const { environment } = await startSurroundings();
      const runtime = await startFunction({ ...environment, ...variablesOf(server, database) });
      const event = {
        version: '0',
        id: 'c5f9a8a0-0000-4000-8000-000000000000',
        'detail-type': 'Scheduled Event',
        source: 'aws.scheduler',
        account: '123456789012',
        time: '2026-11-24T03:15:00Z',
        region: 'eu-central-1',
        resources: [],
      };
      expect((await runtime.invoke({ ...event, detail: '{}' })).ok).toBe(true);
      const outcome = await runtime.invoke({ ...event, detail: { tables: ['orders'] } });
      expect(resultOf(outcome).tables).toBe(1);
    });

    test('goes on with the new password after it was changed in the parameters', async () => {
      const database = await smallDatabase(server);
      const account = `rotating_${database}`.slice(-32);
      await server.query(`CREATE USER '${account}'@'%' IDENTIFIED BY 'first-Secret-1'`);
      await server.query(`GRANT ALL ON \`${database}\`.* TO '${account}'@'%'`);
      const { parameterStore, environment } = await startSurroundings({
        ...parametersOf(server, database),
        [`${prefix}dbuser`]: account,
        [`${prefix}dbpass`]: 'first-Secret-1',
      });
      const runtime = await startFunction({ ...environment, DUMPSTREAM_SSM_PREFIX: prefix });
      expect(resultOf(await runtime.invoke({ key: 'a' })).rows).toBe(3);
      await server.query(`ALTER USER '${account}'@'%' IDENTIFIED BY 'second-Secret-2'`);
      parameterStore.set(`${prefix}dbpass`, 'second-Secret-2');
      expect(resultOf(await runtime.invoke({ key: 'b' })).rows).toBe(3);
      expect(resultOf(await runtime.invoke({ key: 'c' })).rows).toBe(3);
      expect(parameterStore.requests).toHaveLength(2);
      expect(runtime.logs()).not.toMatch(/Secret-\d/);
    });
  });
}

async function connectionsTo(server: DatabaseServer, database: string): Promise<number> {
  return (await listProcesses(server)).filter((process) => process.database === database).length;
}

function crc32InBase64(bytes: Uint8Array): string {
  const four = Buffer.alloc(4);
  four.writeUInt32BE(crc32(bytes));
  return four.toString('base64');
}
