/** What the zip leaves out of its packages is not missed: the same bytes, and clear errors. */

import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { dump } from '@dumpstream/core';
import { beforeAll, describe, expect, test } from 'vitest';
import { compactErrorCodes, type ErrorCodes } from '../../packages/lambda/build/substitutes.ts';
import type { DatabaseServer } from '../services/index.ts';
import { describeEachServer, startPrivateServer } from '../services/vitest.ts';
import { buildZip, unpackedFunction } from './packaged-function.ts';

beforeAll(buildZip);

describeEachServer('the dump of the zip', (server) => {
  test('is that of the library, with a column in each character set', async () => {
    await expectSameDump(server, await databaseOfCharacterSets(server));
  });

  test('is that of the library, where the server does not ask what the client speaks', async (context) => {
    const own = await startPrivateServer(server, {
      extraArguments: ['--skip-character-set-client-handshake', '--character-set-server=cp932'],
    }).catch((error: unknown) => {
      // MySQL is about to take this option away.
      context.skip(
        /unknown (?:option|variable)/i.test(String(error)),
        'this server has no such option',
      );
      throw error;
    });
    const database = await own.createDatabase('zip_cp932');
    await own.query(`CREATE TABLE \`${database}\`.t (k INT PRIMARY KEY, v TEXT) CHARSET cp932`);
    await own.query(`INSERT INTO \`${database}\`.t VALUES (1, 0x955C), (2, 'a')`);
    await expectSameDump(own, database);
  });
});

describe('the zip', () => {
  test('knows the names of all errors that mysql2 knows', async () => {
    const requireOfCore = createRequire(import.meta.resolve('@dumpstream/core'));
    const folder = dirname(requireOfCore.resolve('mysql2'));
    const codes = requireOfCore(join(folder, 'lib/constants/errors.js')) as ErrorCodes;
    const compact = compactErrorCodes(codes);
    const exports: ErrorCodes = {};
    new Function('exports', compact)(exports);
    expect(exports).toEqual(codes);
    expect(Object.keys(codes).length).toBeGreaterThan(3000);
  });

  test('says which variables are missing where it has no credentials', async () => {
    const folder = await unpackedFunction();
    const script = `
      const { handler } = await import('./index.cjs');
      const context = { awsRequestId: 'r-1', getRemainingTimeInMillis: () => 60_000 };
      await handler({}, context).catch((error) => console.error(String(error)));`;
    const { stderr } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '--eval', script],
      {
        cwd: folder,
        env: {
          AWS_REGION: 'eu-central-1',
          AWS_PROFILE: 'somebody',
          DUMPSTREAM_BUCKET: 'b',
          DUMPSTREAM_SSM_PREFIX: '/p/',
        },
      },
    );
    expect(stderr).toContain('no AWS credentials in the environment variables AWS_ACCESS_KEY_ID');
  });
});

/** Dumps with the core that is in the zip, and with the library and its own packages. */
async function expectSameDump(server: DatabaseServer, database: string): Promise<void> {
  const requireOfZip = createRequire(join(await unpackedFunction(), 'index.cjs'));
  const zipped = requireOfZip('./core.cjs') as { readonly dump: typeof dump };
  const options = { connection: server.url(database), skipDumpDate: true };
  const [ofLibrary, ofZip] = await Promise.all(
    [dump, zipped.dump].map(async (make) =>
      Buffer.concat(await make(options).toArray()).toString('latin1'),
    ),
  );
  expect(ofZip?.length).toBeGreaterThan(1000);
  expect(ofZip).toBe(ofLibrary);
}

/** Its columns have names of other characters than ASCII's, which no result may depend on. */
async function databaseOfCharacterSets(server: DatabaseServer): Promise<string> {
  const database = await server.createDatabase('zip_characters');
  const rows = await server.query('SHOW CHARACTER SET');
  const names = rows.map((row) => String(row['Charset'])).filter((name) => name !== 'binary');
  expect(names).toContain('cp850');
  expect(names.length).toBeGreaterThan(30);
  const columns = names.map((name) => `\`größe_${name}\` VARCHAR(20) CHARACTER SET ${name}`);
  const table = `\`${database}\`.\`wörter\``;
  await server.query(`CREATE TABLE ${table} (k INT PRIMARY KEY, ${columns.join(', ')})`);
  await server.query(`INSERT INTO ${table} VALUES (1${", 'abc'".repeat(names.length)})`);
  await server.query(`INSERT INTO ${table} (k) VALUES (2)`);
  return database;
}
