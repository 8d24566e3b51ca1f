/** The packaged function in the real runtime: a dry run, which reads no rows and writes nothing. */

import { readdir } from 'node:fs/promises';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { createAccount } from '../dump/connections.ts';
import { createTemporaryFolder } from '../services/index.ts';
import { describeEachFlavor, skippedTest } from '../services/vitest.ts';
import {
  bucket,
  databaseOfNoise,
  failureOf,
  parametersOf,
  smallDatabase,
  startSurroundings,
  variablesOf,
} from './function-fixture.ts';
import { buildZip, runtimeOffer, startFunction } from './packaged-function.ts';

if (runtimeOffer.unavailable !== undefined) {
  skippedTest('the function makes a dry run', runtimeOffer.unavailable);
} else {
  beforeAll(buildZip);

  describeEachFlavor('a dry run', (server) => {
    test('tells what a dump would be and where it would go, and asks S3 for nothing', async () => {
      const database = await databaseOfNoise(server, 4);
      await server.query(`ANALYZE TABLE \`${database}\`.noise`);
      const { s3, environment } = await startSurroundings();
      const runtime = await startFunction(
        { ...environment, ...variablesOf(server, database), DUMPSTREAM_KEY: '{database}' },
        { memoryLimitMiB: 256 },
      );
      const outcome = await runtime.invoke({ dryRun: true });
      expect(outcome).toEqual({
        ok: true,
        result: expect.objectContaining({
          dryRun: true,
          destination: { bucket, key: `dump/${database}.sql.gz` },
          databases: [database],
          tables: [expect.objectContaining({ database, table: 'noise', inChunks: true })],
          problems: [],
          missingGrants: [],
          snapshot: expect.objectContaining({ connections: 1 }),
          durationMs: expect.any(Number),
        }),
      });
      const { estimate } = (outcome.ok ? outcome.result : {}) as {
        estimate: Record<'bytes' | 'outputBytes' | 'seconds' | 'availableSeconds', number>;
      };
      expect(estimate.bytes).toBeGreaterThan(2 * 1024 * 1024);
      expect(estimate.outputBytes).toBeLessThan(estimate.bytes);
      expect(estimate.seconds).toBeGreaterThan(0);
      expect(estimate.availableSeconds).toBeGreaterThan(0);
      expect(s3.operations).toEqual([]);
      expect(runtime.logs()).toContain('"message":"dry run finished"');
      // A dump that counts: neither its line nor its metrics.
      expect(runtime.logs()).not.toMatch(/dump finished|"Success":1/);
    });

    test('reads no rows', async () => {
      const database = await smallDatabase(server);
      const { environment } = await startSurroundings();
      const runtime = await startFunction({
        ...environment,
        ...variablesOf(server, database),
        // Whoever reads a row waits here for longer than the function has time.
        DUMPSTREAM_WHERE: 'SLEEP(600) = 0',
        DUMPSTREAM_DRY_RUN: 'true',
      });
      expect((await runtime.invoke({})).ok).toBe(true);
    });

    test('tells what the account lacks, with the statements that would grant it', async () => {
      const database = await smallDatabase(server);
      await server.query(`CREATE VIEW \`${database}\`.v AS SELECT id FROM \`${database}\`.orders`);
      const account = await createAccount(server, [`SELECT ON \`${database}\`.*`]);
      const { s3, environment } = await startSurroundings();
      const runtime = await startFunction({
        ...environment,
        ...variablesOf(server, database),
        DUMPSTREAM_DB_USER: account.user,
        DUMPSTREAM_DB_PASSWORD: account.password,
      });
      const outcome = await runtime.invoke({ dryRun: true });
      expect(outcome).toMatchObject({
        ok: true,
        result: {
          problems: expect.arrayContaining([
            expect.objectContaining({ code: 'MISSING_PRIVILEGE' }),
          ]),
          missingGrants: expect.arrayContaining([expect.stringContaining('SHOW VIEW')]),
        },
      });
      expect(s3.operations).toEqual([]);
    });

    test('neither makes a folder nor a file', async () => {
      const database = await smallDatabase(server);
      const folder = await createTemporaryFolder('mount');
      onTestFinished(() => folder.remove());
      const { environment } = await startSurroundings();
      const { DUMPSTREAM_BUCKET: _, DUMPSTREAM_S3_PATH_STYLE: __, ...others } = environment;
      const runtime = await startFunction({
        ...others,
        ...variablesOf(server, database),
        DUMPSTREAM_FILE_FOLDER: folder.path,
      });
      expect(await runtime.invoke({ dryRun: true, key: 'x' })).toMatchObject({
        ok: true,
        result: { destination: { path: `${folder.path}/dump/x.sql.gz` } },
      });
      expect(await readdir(folder.path)).toEqual([]);
    });

    test('is of the chosen target, and an event can not make a dump of it', async () => {
      const shop = await smallDatabase(server);
      const { s3, environment } = await startSurroundings(
        parametersOf(server, shop, '/prod/shop-'),
      );
      const runtime = await startFunction({
        ...environment,
        DUMPSTREAM_TARGETS: 'shop,blog',
        DUMPSTREAM_SSM_PREFIX: '/prod/{target}-',
        DUMPSTREAM_DRY_RUN: 'true',
      });
      expect(await runtime.invoke({ target: 'shop' })).toMatchObject({
        ok: true,
        result: { databases: [shop], destination: { key: expect.stringMatching(/^dump\/shop\//) } },
      });
      const event = { target: 'shop', dryRun: false };
      const message = await failureOf(runtime.invoke(event), 'ConfigurationError', s3);
      expect(message).toContain("can't undo");
    });
  });

  test('a dry run of a server that is not there fails as a dump does', async () => {
    const { s3, environment } = await startSurroundings();
    const runtime = await startFunction({
      ...environment,
      DUMPSTREAM_DB_HOST: '127.0.0.1:1',
      DUMPSTREAM_DB_USER: 'reader',
      DUMPSTREAM_DB_PASSWORD: 'wrong-Secret-9',
      DUMPSTREAM_DB_NAME: 'shop',
      DUMPSTREAM_WAIT_FOR_SERVER: '0',
    });
    const message = await failureOf(runtime.invoke({ dryRun: true }), 'DumpError', s3);
    expect(message).toContain('environment variable DUMPSTREAM_DB_HOST');
    expect(message + runtime.logs()).not.toContain('Secret-9');
    // No dump is missing, and none has failed: the alarms go by the metrics.
    expect(runtime.logs()).toContain('"message":"dry run failed"');
    expect(runtime.logs()).not.toContain('_aws');
  });
}
