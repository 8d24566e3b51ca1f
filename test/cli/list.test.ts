/** `dumpstream list`: what a dump holds, by its last bytes. */

import { createReadStream } from 'node:fs';
import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DumpListing } from '@dumpstream/core';
import { uploadDump } from '@dumpstream/s3';
import { expect, test } from 'vitest';
import { SourceProxy } from '../s3/source-proxy.ts';
import { describeEachFlavor } from '../services/vitest.ts';
import { dumpstream } from './command.ts';
import { s3Place } from './s3-place.ts';
import { dumpShop } from './shop-dumps.ts';

describeEachFlavor('dumpstream list', (server) => {
  const dumps = dumpShop(server);

  test.each(['.sql', '.sql.gz', '.sql.zst'] as const)(
    'lists what is in a %s file',
    async (ending) => {
      const { exitCode, stdout, stderr } = await dumpstream(['list', dumps.file(ending)]);
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
      expect(stdout).toContain(server.version);
      const shop = dumps.shop;
      expect(stdout).toMatch(
        new RegExp(`^table +${shop}\\.order_items +[\\d,]+ rows +[\\d.]+ MB$`, 'm'),
      );
      for (const kind of ['view', 'trigger', 'procedure', 'function', 'event']) {
        expect(stdout).toMatch(new RegExp(`^${kind} +${shop}\\.\\S+ +[\\d.]+ k?B$`, 'm'));
      }
      const [, read = '', all = ''] =
        /^Read ([\d,]+) bytes of ([\d,]+) bytes\n$/m.exec(stdout) ?? [];
      const { size } = await stat(dumps.file(ending));
      expect(Number(all.replaceAll(',', ''))).toBe(size);
      expect(Number(read.replaceAll(',', ''))).toBeLessThan(200_000);
    },
  );

  test('gives all that is known as JSON', async () => {
    const { exitCode, stdout } = await dumpstream(['list', dumps.file(), '--json']);
    expect(exitCode).toBe(0);
    const listing: DumpListing = JSON.parse(stdout);
    expect(listing).toMatchObject({ compression: 'gzip', databases: [dumps.shop] });
    const orders = listing.sections.filter(({ name }) => name === 'orders');
    expect(orders.map(({ kind }) => kind)).toEqual(['tableStructure', 'tableRows']);
  });

  test('fetches few bytes of an S3 object', async () => {
    const place = await s3Place();
    await place.put('shop.sql.gz', dumps.file());
    const { size } = await stat(dumps.file());
    const { exitCode, stdout, stderr } = await dumpstream(
      ['list', place.url('shop.sql.gz'), ...place.flags],
      place.env,
    );
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/^Dump +s3:\/\/.*\/backups\/shop\.sql\.gz: /);
    expect(size).toBeGreaterThan(2_000_000);
    expect(place.sentBytes()).toBeLessThan(250_000);
  });

  test('reads the version of an S3 object that its URL names', async () => {
    await using s3 = await SourceProxy.start('backups');
    const kept = { client: s3.service.client, bucket: 'backups', key: 'kept/first' };
    await uploadDump(createReadStream(dumps.file()), kept);
    await s3.put('backups', 'shop.sql.gz', Buffer.from('-- something else'));
    s3.versions.set('first', 'kept/first');
    const url = 's3://backups/shop.sql.gz?versionId=first';
    const { region, credentials } = s3.service;
    const { exitCode, stdout, stderr } = await dumpstream(
      ['list', url, '--endpoint-url', s3.endpoint],
      {
        AWS_REGION: region,
        AWS_ACCESS_KEY_ID: credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      },
    );
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toContain(`Dump       ${url}: `);
  });

  test('says of a dump that does not tell what it holds what reads it', async () => {
    const file = join(dumps.folder, 'other.sql');
    await writeFile(file, '-- MySQL dump 10.13\nCREATE TABLE a (id INT);\n-- Dump completed\n');
    const { exitCode, stdout, stderr } = await dumpstream(['list', file]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toMatch(/^dumpstream: .*dumpstream verify --verbose.*\n$/);
  });
});
