/** The packaged function in the real runtime: one deployment for many databases. */

import { gunzipSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import { describeEachFlavor, skippedTest } from '../services/vitest.ts';
import {
  bucket,
  failureOf,
  parametersOf,
  resultOf,
  secretOf,
  smallDatabase,
  startSurroundings,
} from './function-fixture.ts';
import { buildZip, runtimeOffer, startFunction } from './packaged-function.ts';

if (runtimeOffer.unavailable !== undefined) {
  skippedTest('the function serves many databases', runtimeOffer.unavailable);
} else {
  beforeAll(buildZip);

  describeEachFlavor('the function with targets', (server) => {
    test('dumps what each event chooses, in turn, and mixes up neither parameters nor keys', async () => {
      const shop = await smallDatabase(server, 'row of the shop');
      const blog = await smallDatabase(server, 'row of the blog');
      const { s3, parameterStore, environment } = await startSurroundings({
        ...parametersOf(server, shop, '/prod/shop-'),
        ...parametersOf(server, blog, '/prod/blog-'),
      });
      const runtime = await startFunction({
        ...environment,
        DUMPSTREAM_TARGETS: 'shop,blog',
        DUMPSTREAM_SSM_PREFIX: '/prod/{target}-',
        DUMPSTREAM_KEY: '{target}-{requestId}',
      });
      for (const target of ['shop', 'blog', 'shop', 'blog']) {
        const { key } = resultOf(await runtime.invoke({ target }));
        expect(key).toMatch(new RegExp(`^dump/${target}/${target}-[\\da-f-]{36}\\.sql\\.gz$`));
        const sql = gunzipSync((await s3.object(bucket, key)) ?? Buffer.alloc(0)).toString();
        expect(sql).toContain(`row of the ${target}`);
      }
      expect(parameterStore.requests.map(({ names }) => names[0])).toEqual([
        '/prod/shop-dbhost',
        '/prod/blog-dbhost',
      ]);
      expect(runtime.logs()).toContain('"target":"blog"');
    });

    test('asks nobody for anything when an event chooses a target that is not allowed', async () => {
      const { s3, parameterStore, secretsManager, environment } = await startSurroundings(
        parametersOf(server, 'any', '/prod/payroll-'),
        { 'prod/payroll': secretOf(server, 'any') },
      );
      const runtime = await startFunction({
        ...environment,
        DUMPSTREAM_TARGETS: 'shop,blog',
        DUMPSTREAM_SSM_PREFIX: '/prod/{target}-',
        DUMPSTREAM_DB_SECRET: 'prod/{target}',
      });
      const hostile = ['payroll', '../payroll', 'shop/../payroll', '{target}', ''];
      for (const target of [...hostile, ['shop'], { name: 'shop' }]) {
        const message = await failureOf(runtime.invoke({ target }), 'ConfigurationError', s3);
        expect(message).not.toContain('prod/');
      }
      const message = await failureOf(runtime.invoke({}), 'ConfigurationError', s3);
      expect(message).toContain('DUMPSTREAM_TARGETS allows "shop", "blog"');
      expect(parameterStore.requests).toEqual([]);
      expect(secretsManager.requests).toEqual([]);
      expect(s3.operations).toEqual([]);
    });

    test('reaches nothing of another target by the fields that an event has', async () => {
      const shop = await smallDatabase(server);
      const payroll = await smallDatabase(server);
      const { s3, environment } = await startSurroundings({
        ...parametersOf(server, shop, '/prod/shop-'),
        ...parametersOf(server, payroll, '/prod/payroll-'),
      });
      const runtime = await startFunction({
        ...environment,
        DUMPSTREAM_TARGETS: 'shop,payroll',
        DUMPSTREAM_SSM_PREFIX: '/prod/{target}-',
      });
      for (const fields of [
        { key: '../payroll/x' },
        { key: '/dump/payroll/x' },
        { key: 'a/../../payroll/x' },
        { keyPrefix: 'dump/payroll/' },
        { dbName: payroll },
        { ssmPrefix: '/prod/payroll-' },
        { targets: ['payroll'] },
        { bucket: 'other' },
      ]) {
        const invocation = runtime.invoke({ target: 'shop', ...fields });
        await failureOf(invocation, 'ConfigurationError', s3);
      }
      // Tables of another database are none of this one's.
      const tables = [`${payroll}.orders`];
      await failureOf(runtime.invoke({ target: 'shop', tables }), 'DumpError', s3);
      const { key } = resultOf(await runtime.invoke({ target: 'shop', key: 'payroll/x' }));
      expect(key).toBe('dump/shop/payroll/x.sql.gz');
    });
  });
}
