/** The packaged function restores, in the real runtime, from real S3 requests into real databases. */

import { mkdir, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { createConnection } from 'mysql2/promise';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { compareDatabases, loadSampleShop } from '../sample/index.ts';
import { createTemporaryFolder, type DatabaseServer } from '../services/index.ts';
import { listProcesses, type ServerProcess } from '../services/processes.ts';
import { describeEachFlavor, skippedTest } from '../services/vitest.ts';
import {
  bucket,
  messageOf,
  parametersOf,
  restoringFrom,
  resultOf,
  type Surroundings,
  smallDatabase,
  startSurroundings,
  variablesOf,
} from './function-fixture.ts';
import { buildZip, runtimeOffer, startFunction } from './packaged-function.ts';

if (runtimeOffer.unavailable !== undefined) {
  skippedTest('the function restores', runtimeOffer.unavailable);
} else {
  beforeAll(buildZip);

  describeEachFlavor('the function that restores', (server) => {
    test('brings a shop of 100,000 rows back with 128 MiB, from what the other one has dumped', async () => {
      const database = await server.createDatabase('lambda_shop');
      const loaded = await loadSampleShop(server, database);
      const copy = await server.createDatabase('lambda_staging');
      const surroundings = await startSurroundings(parametersOf(server, copy));
      const { key } = await dumpOf(surroundings, server, database);
      const runtime = await restoringFunction(
        surroundings,
        { DUMPSTREAM_SSM_PREFIX: '/prod/shop-' },
        { memoryLimitMiB: 128 },
      );
      expect(await runtime.invoke({})).toEqual({
        ok: true,
        result: {
          bucket,
          key,
          database: copy,
          tables: loaded.tables,
          rows: loaded.rows,
          statements: expect.any(Number),
          bytes: expect.any(Number),
          resumed: false,
          durationMs: expect.any(Number),
        },
      });
      expect(await compareDatabases(server, database, copy)).toEqual([]);
      expect(runtime.logs()).not.toContain(server.password);
    });

    test('restores the newest dump below the prefix, where nobody names one', async () => {
      const copy = await server.createDatabase('lambda_newest');
      const surroundings = await startSurroundings();
      await put(surroundings, 'dump/shopping/z.sql', table('other'));
      await put(surroundings, 'dump/shop/a.sql.gz', gzipSync(table('newest')));
      await put(surroundings, 'dump/shop/z.sql.gz.md5', 'no dump');
      await put(surroundings, 'dump/shop/', '');
      const runtime = await restoringFunction(surroundings, {
        ...variablesOf(server, copy),
        DUMPSTREAM_SOURCE_PREFIX: 'dump/shop/',
      });
      const { key, rows } = resultOf(await runtime.invoke({}));
      expect([key, rows]).toEqual(['dump/shop/a.sql.gz', 1]);
      expect(await tablesOf(server, copy)).toEqual(['newest']);
    });

    test('restores the dump that the event names, and some of its tables alone', async () => {
      const database = await smallDatabase(server);
      const copy = await server.createDatabase('lambda_named');
      const surroundings = await startSurroundings();
      const { key } = await dumpOf(surroundings, server, database);
      await put(surroundings, 'dump/later.sql', table('later'));
      const runtime = await restoringFunction(surroundings, variablesOf(server, copy));
      const event = { key, tables: ['orders'] };
      expect(resultOf(await runtime.invoke(event))).toMatchObject({ key, tables: 1, rows: 2 });
      expect(await tablesOf(server, copy)).toEqual(['orders']);
    });

    test('refuses a database that is not empty, and replaces it where the variable says so', async () => {
      const database = await smallDatabase(server);
      const copy = await smallDatabase(server, 'kept');
      const surroundings = await startSurroundings();
      await dumpOf(surroundings, server, database);
      const careful = await restoringFunction(surroundings, variablesOf(server, copy));
      const message = messageOf(await careful.invoke({}), 'RestoreError');
      expect(message).toContain('environment variable DUMPSTREAM_DB_NAME');
      expect(message).toContain('DUMPSTREAM_FORCE');
      expect(careful.logs()).toContain('"code":"TARGET_NOT_EMPTY"');
      expect(careful.logs()).toContain('"RestoreFailure":1');
      expect(careful.logs()).not.toMatch(/"(Success|Failure)":/);
      expect(await server.query(`SELECT note FROM \`${copy}\`.orders WHERE id = 2`)).toEqual([
        { note: 'kept' },
      ]);
      const forced = await restoringFunction(surroundings, {
        ...variablesOf(server, copy),
        DUMPSTREAM_FORCE: 'true',
      });
      expect(resultOf(await forced.invoke({}))).toMatchObject({ database: copy, rows: 3 });
      expect(forced.logs()).toContain('"RestoreSuccess":1');
      expect(forced.logs()).not.toMatch(/"(Success|Failure)":/);
      expect(await compareDatabases(server, database, copy)).toEqual([]);
    });

    test('writes to no other database than the configured one, whatever the dump says', async () => {
      const copy = await server.createDatabase('lambda_target');
      const other = await server.createDatabase('lambda_other');
      const surroundings = await startSurroundings();
      await put(surroundings, 'dump/a.sql', `INSERT INTO \`${other}\`.t VALUES (1);\n`);
      const runtime = await restoringFunction(surroundings, variablesOf(server, copy));
      const message = messageOf(await runtime.invoke({}), 'RestoreError');
      expect(message).toContain(other);
      expect(await tablesOf(server, other)).toEqual([]);
    });

    test('ends in good order when its time is up, and the next invocation goes on', async () => {
      const database = await smallDatabase(server);
      const copy = await server.createDatabase('lambda_resumed');
      await server.query(`CREATE TABLE \`${copy}\`.orders (id INT PRIMARY KEY)`);
      const surroundings = await startSurroundings();
      // Chosen tables: for its ALTER DATABASE MySQL waits for all tables, and nothing is written.
      const event = { tables: ['customers', 'orders'] };
      const { key } = await dumpOf(surroundings, server, database, event);
      const variables = { ...variablesOf(server, copy), DUMPSTREAM_FORCE: 'true' };
      const runtime = await restoringFunction(surroundings, variables, { timeoutSeconds: 12 });
      const held = await holdTable(server, copy, 'orders');
      const first = await runtime.invoke({});
      await held.release();
      const message = messageOf(first, 'TimeoutError');
      expect(message).toContain('The restore was not done after');
      expect(message).toContain(`{"key":"${key}","resume":true}`);
      expect(runtime.logs()).toContain('"code":"DEADLINE"');
      const other = await restoringFunction(surroundings, variables);
      const second = await other.invoke({ key, resume: true });
      expect(resultOf(second)).toMatchObject({ key, rows: 3, resumed: true });
      expect(await compareDatabases(server, database, copy)).toEqual([]);
    });

    test('tells that there is nothing to go on with', async () => {
      const database = await smallDatabase(server);
      const copy = await server.createDatabase('lambda_nothing');
      const surroundings = await startSurroundings();
      await dumpOf(surroundings, server, database);
      const runtime = await restoringFunction(surroundings, variablesOf(server, copy));
      messageOf(await runtime.invoke({ resume: true }), 'RestoreError');
      expect(runtime.logs()).toContain('"code":"CANNOT_RESUME"');
    });

    test('restores a file, and follows no link out of its folder', async () => {
      const copy = await server.createDatabase('lambda_file');
      const surroundings = await startSurroundings();
      const folder = await createTemporaryFolder('source');
      onTestFinished(() => folder.remove());
      await mkdir(join(folder.path, 'root', 'dump', 'deep'), { recursive: true });
      await writeFile(join(folder.path, 'private.sql'), table('private'));
      await writeFile(join(folder.path, 'root/dump/z.sql'), table('old'));
      await utimes(join(folder.path, 'root/dump/z.sql'), 1_000, 1_000);
      await writeFile(join(folder.path, 'root/dump/deep/a.sql.gz'), gzipSync(table('newest')));
      await writeFile(join(folder.path, 'root/dump/.b.sql.gz.1.partial'), 'half');
      await symlink(folder.path, join(folder.path, 'root/dump/link'));
      const {
        DUMPSTREAM_SOURCE_BUCKET: _,
        DUMPSTREAM_S3_PATH_STYLE: __,
        ...others
      } = restoringFrom(surroundings);
      const runtime = await startFunction(
        {
          ...others,
          ...variablesOf(server, copy),
          DUMPSTREAM_SOURCE_FOLDER: join(folder.path, 'root'),
        },
        { handler: 'restore.handler' },
      );
      messageOf(await runtime.invoke({ key: 'dump/link/private.sql' }), 'SourceError');
      messageOf(await runtime.invoke({ key: 'dump/no-such.sql' }), 'SourceError');
      expect(resultOf(await runtime.invoke({}))).toMatchObject({
        path: join(folder.path, 'root/dump/deep/a.sql.gz'),
        rows: 1,
      });
      expect(await tablesOf(server, copy)).toEqual(['newest']);
      expect(surroundings.s3.operations).toEqual([]);
    });

    test('ends with its environment in the middle of a restore, and leaves no connection', async () => {
      const copy = await server.createDatabase('lambda_ended');
      await server.query(`CREATE TABLE \`${copy}\`.held (id INT PRIMARY KEY)`);
      const surroundings = await startSurroundings();
      await put(surroundings, 'dump/a.sql', table('held'));
      const runtime = await restoringFunction(surroundings, {
        ...variablesOf(server, copy),
        DUMPSTREAM_FORCE: 'true',
      });
      const held = await holdTable(server, copy, 'held');
      const invocation = runtime.invoke({});
      await held.isWaitedFor();
      await runtime.shutDown();
      expect(await invocation).toMatchObject({ ok: false });
      expect(runtime.logs()).toContain('The restore was ended since Lambda ended the environment');
      await held.release();
      expect(await tablesOf(server, copy)).toEqual(['held']);
    });
  });

  describe('the function that restores', () => {
    test('refuses to run with the configuration of a function that dumps', async () => {
      const { environment, s3 } = await startSurroundings();
      const runtime = await startFunction(
        { ...environment, DUMPSTREAM_SSM_PREFIX: '/prod/shop-' },
        { handler: 'restore.handler' },
      );
      const message = messageOf(await runtime.invoke({}), 'ConfigurationError');
      expect(message).toContain('DUMPSTREAM_SOURCE_BUCKET is missing');
      expect(message).toContain('DUMPSTREAM_BUCKET is for a function that dumps');
      expect(s3.operations).toEqual([]);
    });
  });
}

async function dumpOf(
  { environment }: Surroundings,
  server: DatabaseServer,
  database: string,
  event: unknown = {},
): Promise<{ readonly key: string }> {
  const runtime = await startFunction({ ...environment, ...variablesOf(server, database) });
  return resultOf(await runtime.invoke(event));
}

function restoringFunction(
  surroundings: Surroundings,
  variables: Readonly<Record<string, string>>,
  options: { readonly memoryLimitMiB?: number; readonly timeoutSeconds?: number } = {},
) {
  return startFunction(
    { ...restoringFrom(surroundings), ...variables },
    { ...options, handler: 'restore.handler' },
  );
}

async function put({ s3 }: Surroundings, key: string, body: Buffer | string): Promise<void> {
  await s3.client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: Buffer.from(body) }));
}

/** A dump of one table with one row. */
function table(name: string): string {
  return [
    '-- MySQL dump 10.13  Distrib 8.0.36, for Linux (x86_64)',
    `DROP TABLE IF EXISTS \`${name}\`;`,
    `CREATE TABLE \`${name}\` (id INT PRIMARY KEY);`,
    `INSERT INTO \`${name}\` VALUES (1);`,
    '-- Dump completed on 2026-11-24  3:15:00',
    '',
  ].join('\n');
}

async function tablesOf(server: DatabaseServer, database: string): Promise<string[]> {
  const rows = await server.query(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = '${database}'`,
  );
  return rows.map(({ name }) => String(name)).sort();
}

/** Reads a table in a transaction that stays open: nobody can drop it meanwhile. */
async function holdTable(server: DatabaseServer, database: string, name: string) {
  const { host, port, user, password } = server;
  const connection = await createConnection({ host, port, user, password, database });
  onTestFinished(() => connection.destroy());
  await connection.query('START TRANSACTION');
  await connection.query(`SELECT * FROM \`${name}\``);
  return {
    release: () => connection.end(),
    async isWaitedFor() {
      const waits = ({ database: of, state }: ServerProcess) =>
        of === database && state.includes('metadata lock');
      while (!(await listProcesses(server)).some(waits)) await sleep(50);
    },
  };
}
