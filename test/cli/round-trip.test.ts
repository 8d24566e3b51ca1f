/** What the command writes, restored with the stock client program, is the database again. */

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { sectionsOf } from '../manifest/sections-of.ts';
import { compareDatabases, loadSampleShop } from '../sample/index.ts';
import { createTemporaryFolder, startS3 } from '../services/index.ts';
import { describeEachFlavor } from '../services/vitest.ts';
import { dumpstream, startDumpstream } from './command.ts';

async function temporaryFolder(): Promise<string> {
  const folder = await createTemporaryFolder('cli');
  onTestFinished(() => folder.remove());
  return folder.path;
}

/** What a dump creates, in its order, for example "TABLE `orders`". */
function definitionsIn(sql: string): string[] {
  const create =
    /^(?:\/\*!\d+ )?CREATE.*?\b(TABLE|VIEW|TRIGGER|FUNCTION|PROCEDURE|EVENT) (`\w+`)/gm;
  return [...sql.matchAll(create)].map(([, kind, name]) => `${kind} ${name}`);
}

describeEachFlavor('dumpstream dump', (server) => {
  let shop: string;

  beforeAll(async () => {
    shop = await server.createDatabase('cli_shop');
    await loadSampleShop(server, shop);
    return async () => {
      await server.query(`DROP DATABASE ${shop}`);
    };
  });

  async function emptyCopy(): Promise<string> {
    const copy = await server.createDatabase('cli_copy');
    onTestFinished(async () => {
      await server.query(`DROP DATABASE ${copy}`);
    });
    return copy;
  }

  test('piped into the stock client restores the sample shop exactly', async () => {
    const copy = await emptyCopy();
    const { child, ended } = startDumpstream(['dump', server.url(shop)]);
    const [{ exitCode, stderr }] = await Promise.all([ended, server.restore(copy, child.stdout)]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(await compareDatabases(server, shop, copy)).toEqual([]);
  });

  test.each([
    ['.sql', (bytes: Buffer) => bytes],
    ['.sql.gz', gunzipSync],
    ['.sql.zst', zstdDecompressSync],
  ] as const)(
    'writes the same dump into a %s file, and nothing beside it',
    async (ending, unpack) => {
      const folder = await temporaryFolder();
      const file = join(folder, `shop${ending}`);
      const piped = buffer(
        startDumpstream(['dump', server.url(shop), '--skip-dump-date']).child.stdout,
      );
      const result = await dumpstream([
        ...['dump', server.url(shop), '--skip-dump-date', '--output', file],
      ]);
      expect(result).toMatchObject({ exitCode: 0, stdout: '', stderr: '' });
      expect(await readdir(folder)).toEqual([`shop${ending}`]);
      const text = sectionsOf(unpack(await readFile(file)));
      expect(text.equals(sectionsOf(await piped))).toBe(true);
    },
  );

  test('writes an S3 object that restores exactly', async () => {
    const s3 = await startS3();
    onTestFinished(() => s3.stop());
    const bucket = await s3.createBucket();
    const result = await dumpstream(
      [
        'dump',
        server.url(shop),
        '-o',
        `s3://${bucket}/a/shop.sql.gz`,
        '--endpoint-url',
        s3.endpoint,
      ],
      {
        AWS_REGION: s3.region,
        AWS_ACCESS_KEY_ID: s3.credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: s3.credentials.secretAccessKey,
      },
    );
    expect(result).toMatchObject({ exitCode: 0, stdout: '', stderr: '' });
    const object = await s3.client.send(
      new GetObjectCommand({ Bucket: bucket, Key: 'a/shop.sql.gz' }),
    );
    expect(object.ContentType).toBe('application/gzip');
    expect(object.ContentEncoding).toBeUndefined();
    const copy = await emptyCopy();
    const bytes = await object.Body?.transformToByteArray();
    await server.restore(copy, gunzipSync(bytes ?? Buffer.alloc(0)));
    expect(await compareDatabases(server, shop, copy)).toEqual([]);
  });

  test('takes the password from MYSQL_PWD where the URL has none', async () => {
    const url = new URL(server.url(shop));
    url.password = '';
    const result = await dumpstream(['dump', url.href, '--no-data'], {
      MYSQL_PWD: server.password,
    });
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
    expect(result.stdout).not.toContain(server.password);
    expect(result.stdout).toMatch(/\n-- Dump completed on .*\n$/);
  });

  test('dumps what the flags choose', async () => {
    const { exitCode, stdout } = await dumpstream([
      ...['dump', server.url(shop), '--tables', 'orders', 'order_items', '--where', '1 = 0'],
      ...['--skip-add-drop-table', '--skip-dump-date', '--skip-triggers'],
    ]);
    expect(exitCode).toBe(0);
    expect(definitionsIn(stdout)).toEqual(['TABLE `order_items`', 'TABLE `orders`']);
    expect(stdout).not.toMatch(/INSERT INTO|DROP TABLE/);
  });

  test('leaves out what the flags leave out', async () => {
    const { exitCode, stdout } = await dumpstream([
      ...['dump', server.url(shop), '--no-create-info', '--complete-insert', '--replace'],
      ...['--ignore-table', 'customers', '--ignore-table', 'reviews'],
      ...['--ignore-table', 'product_images', '--skip-routines', '--skip-events'],
      ...['--skip-triggers', '--net-buffer-length', '16K'],
    ]);
    expect(exitCode).toBe(0);
    expect(definitionsIn(stdout).filter((name) => !name.startsWith('VIEW'))).toEqual([]);
    const statements = stdout.split(';\n').filter((statement) => /^REPLACE INTO/.test(statement));
    const tables = new Set(statements.map((statement) => /`(\w+)`/.exec(statement)?.[1]));
    expect(tables).toContain('orders');
    for (const ignored of ['customers', 'reviews', 'product_images']) {
      expect(tables).not.toContain(ignored);
    }
    expect(statements.find((statement) => statement.includes('`coupons`'))).toMatch(
      /^REPLACE INTO `coupons` \(`code`, ?`discount`, ?`valid_from`, ?`valid_for`\)/,
    );
    const ofOrders = statements.filter((statement) => statement.includes('INTO `orders`'));
    const longest = Math.max(...ofOrders.map((statement) => Buffer.byteLength(statement)));
    expect(longest).toBeGreaterThan(15 * 1024);
    expect(longest).toBeLessThan(16 * 1024);
  });

  test('regression: --no-data leaves out the rows, which commander took for an option "data"', async () => {
    const { exitCode, stdout } = await dumpstream(['dump', server.url(shop), '--no-data']);
    expect(exitCode).toBe(0);
    expect(definitionsIn(stdout)).toContain('TABLE `orders`');
    expect(stdout.includes('INSERT INTO `')).toBe(false);
  });

  test('two dumps of the same data are equal with --skip-dump-date', async () => {
    const dumps = [1, 2].map(
      () => startDumpstream(['dump', server.url(shop), '--skip-dump-date']).child.stdout,
    );
    const [first, second] = await Promise.all(dumps.map((stdout) => buffer(stdout)));
    expect(first?.length).toBeGreaterThan(1_000_000);
    expect(second?.equals(first ?? Buffer.alloc(0))).toBe(true);
  });
});
