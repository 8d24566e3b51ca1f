/** The stream as its consumers meet it: backpressure, abort, destroy, and nothing left open. */

import { once } from 'node:events';
import { Writable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { DumpError, type DumpProgress, dump } from '@dumpstream/core';
import { beforeAll, expect, test, vi } from 'vitest';
import { sectionsOf } from '../manifest/sections-of.ts';
import type { DatabaseServer } from '../services/index.ts';
import { listProcesses } from '../services/processes.ts';
import { describeEachServer, startPrivateServer } from '../services/vitest.ts';
import { type Account, createAccount, dumpGrants } from './connections.ts';

/** A table of about 40 MB of SQL in 20,000 rows. */
async function loadRows(server: DatabaseServer, database: string): Promise<void> {
  const digits = '(SELECT 0 a UNION SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4)';
  const joined = ['a', 'b', 'c', 'd', 'e'].map((alias) => `${digits} ${alias}`).join(', ');
  await server.restore(
    database,
    `SET SESSION sql_log_bin = 0;
CREATE TABLE items (id INT PRIMARY KEY AUTO_INCREMENT, content TEXT NOT NULL);
INSERT INTO items (content) SELECT REPEAT('abcdefghij', 200) FROM ${joined}, (SELECT 0 UNION SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5 UNION SELECT 6) f LIMIT 20000;`,
  );
}

async function expectNoConnections(account: Account): Promise<void> {
  await vi.waitFor(async () => expect(await account.connections()).toBe(0), {
    timeout: 60_000,
    interval: 50,
  });
}

/** The connection whose SELECT sleeps, once there is one. */
function sleeper(server: DatabaseServer, account: Account): Promise<unknown> {
  return vi.waitFor(
    async () => {
      const sleeping = (await listProcesses(server)).filter(
        ({ user, statement }) => user === account.user && statement.includes('SLEEP('),
      );
      expect(sleeping).toHaveLength(1);
      return sleeping[0]?.id;
    },
    { timeout: 60_000, interval: 50 },
  );
}

describeEachServer('a dump stream', (server) => {
  let database = '';
  beforeAll(async () => {
    database = await server.createDatabase('stream');
    await loadRows(server, database);
  });

  test('tells afterwards what was written', async () => {
    const account = await createAccount(server, dumpGrants(database));
    const before = Date.now();
    const stream = dump({ connection: account.url(database) });
    const progress: DumpProgress[] = [];
    stream.on('progress', (report) => progress.push(report));
    const sql = await buffer(stream);
    const summary = await stream.summary;
    expect(summary).toMatchObject({
      databases: [database],
      rows: 20_000,
      views: 0,
      bytes: sql.length,
      outputBytes: sql.length,
      server: { flavor: server.flavor, version: server.version },
    });
    expect(summary.tables).toMatchObject([
      { database, table: 'items', rows: 20_000, bytes: expect.any(Number), consistent: true },
    ]);
    expect(summary.snapshot.time.getTime()).toBeGreaterThan(before - 1000);
    expect(summary.snapshot.time.getTime()).toBeLessThan(Date.now() + 1000);
    expect(await stream.estimate).toMatchObject({ databases: [database], tables: 1 });
    expect(progress.at(-1)).toMatchObject({ rows: 20_000, tablesDone: 1, tablesTotal: 1 });
    await expectNoConnections(account);
  });

  test('stops the server when nobody reads, and goes on when somebody does', async () => {
    const account = await createAccount(server, dumpGrants(database));
    const stream = dump({ connection: account.url(database) });
    let rows = 0;
    stream.on('progress', (report) => {
      rows = report.rows;
    });
    await once(stream, 'readable');
    // Until it stands still, which it does at the end at the latest.
    for (let before = -1; rows !== before; await wait(500)) before = rows;
    expect(rows).toBeLessThan(5_000);
    expect((await buffer(stream)).toString().endsWith('\n')).toBe(true);
    expect((await stream.summary).rows).toBe(20_000);
  });

  test('closes its connection when it is destroyed in the middle', async () => {
    const account = await createAccount(server, dumpGrants(database));
    const stream = dump({ connection: account.url(database) });
    await once(stream, 'readable');
    expect(await account.connections()).toBe(1);
    stream.destroy();
    await once(stream, 'close');
    await expect(stream.summary).rejects.toMatchObject({ code: 'ABORTED' });
    await expectNoConnections(account);
  });

  test('ends with ABORTED and closes its connection when the signal is triggered', async () => {
    const account = await createAccount(server, dumpGrants(database));
    const controller = new AbortController();
    const stream = dump({ connection: account.url(database), signal: controller.signal });
    const reading = buffer(stream);
    stream.once('progress', () => controller.abort(new Error('enough')));
    await expect(reading).rejects.toMatchObject({
      name: 'DumpError',
      code: 'ABORTED',
      cause: expect.objectContaining({ message: 'enough' }),
    });
    await expect(stream.summary).rejects.toBeInstanceOf(DumpError);
    await expectNoConnections(account);
  });

  test('ends at once when the signal was triggered before', async () => {
    const stream = dump({ connection: server.url(database), signal: AbortSignal.abort() });
    await expect(buffer(stream)).rejects.toMatchObject({ code: 'ABORTED' });
    await expect(stream.estimate).rejects.toMatchObject({ code: 'ABORTED' });
  });

  test('closes its connection when the consumer fails', async () => {
    const account = await createAccount(server, dumpGrants(database));
    const full = new Writable({ write: (_chunk, _encoding, done) => done(new Error('disk full')) });
    const stream = dump({ connection: account.url(database) });
    await expect(pipeline(stream, full)).rejects.toThrow('disk full');
    await expectNoConnections(account);
  });

  test('closes its connection when a loop over it is left', async () => {
    const account = await createAccount(server, dumpGrants(database));
    for await (const chunk of dump({ connection: account.url(database) })) {
      expect(chunk).toBeInstanceOf(Buffer);
      break;
    }
    await expectNoConnections(account);
  });

  test('does not connect before it is read', async () => {
    const account = await createAccount(server, dumpGrants(database));
    const stream = dump({ connection: account.url(database) });
    await wait(200);
    expect(await account.connections()).toBe(0);
    stream.destroy();
    await once(stream, 'close');
  });

  test('ends with CONNECTION_LOST when the server dies in the middle', async () => {
    const own = await startPrivateServer(server);
    const copy = await own.createDatabase('killed');
    await loadRows(own, copy);
    const stream = dump({ connection: own.url(copy) });
    await once(stream, 'readable');
    // It may know before anybody listens.
    stream.on('error', () => {});
    await own.kill();
    await expect(buffer(stream)).rejects.toMatchObject({
      code: 'CONNECTION_LOST',
      message: expect.stringContaining(`127.0.0.1:${own.port}`),
    });
  });

  test('ends with CONNECTION_LOST when its connection is killed on the server', async () => {
    const account = await createAccount(server, dumpGrants(database));
    const stream = dump({ connection: account.url(database) });
    await once(stream, 'readable');
    const own = (await listProcesses(server)).find(({ user }) => user === account.user);
    stream.on('error', () => {});
    await server.query(`KILL ${own?.id}`);
    await expect(buffer(stream)).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
  });

  test('says that its statement was stopped when the connection lives on', async () => {
    const account = await createAccount(server, dumpGrants(database));
    const stream = dump({ connection: account.url(database), where: 'SLEEP(100) = 1' });
    const failure = buffer(stream).catch((error: unknown) => error);
    await server.query(`KILL QUERY ${await sleeper(server, account)}`);
    expect(await failure).toMatchObject({
      code: 'QUERY_FAILED',
      message: expect.stringContaining('was told to stop'),
    });
    await expectNoConnections(account);
  });

  test.each(['destroyed', 'aborted'])(
    'stops a SELECT that sends no rows when it is %s',
    async (how) => {
      const account = await createAccount(server, dumpGrants(database));
      const controller = new AbortController();
      const stream = dump({
        connection: account.url(database),
        where: 'SLEEP(100) = 1',
        signal: controller.signal,
      });
      stream.resume();
      stream.on('error', () => {});
      await sleeper(server, account);
      if (how === 'destroyed') stream.destroy();
      else controller.abort();
      await new Promise((resolve) => stream.once('close', resolve));
      await expectNoConnections(account);
    },
  );

  test('stops no statement but its own', async () => {
    const account = await createAccount(server, dumpGrants(database));
    const others = dump({ connection: account.url(database), where: 'SLEEP(100) = 1' });
    others.resume();
    others.on('error', () => {});
    const id = await sleeper(server, account);
    const stream = dump({ connection: account.url(database), where: 'SLEEP(100) = 2' });
    stream.resume();
    stream.on('error', () => {});
    await vi.waitFor(async () => expect(await account.connections()).toBe(2), 60_000);
    stream.destroy();
    await once(stream, 'close');
    await vi.waitFor(async () => expect(await account.connections()).toBe(1), 60_000);
    expect(await sleeper(server, account)).toBe(id);
    others.destroy();
    await once(others, 'close');
    await expectNoConnections(account);
  });

  for (const compress of ['gzip', 'zstd'] as const) {
    test(`gives the same SQL through ${compress}`, async () => {
      const zlib = await import('node:zlib');
      const options = { connection: server.url(database), skipDumpDate: true };
      const plain = await buffer(dump(options));
      const stream = dump({ ...options, compress, compressionLevel: 1 });
      const compressed = await buffer(stream);
      const unpack = compress === 'gzip' ? zlib.gunzipSync : zlib.zstdDecompressSync;
      const text = unpack(compressed);
      expect(sectionsOf(text).equals(sectionsOf(plain))).toBe(true);
      const { bytes, outputBytes } = await stream.summary;
      expect({ bytes, outputBytes }).toEqual({
        bytes: text.length,
        outputBytes: compressed.length,
      });
    });
  }

  test('closes its connection when a compressed dump is destroyed in the middle', async () => {
    const account = await createAccount(server, dumpGrants(database));
    const stream = dump({ connection: account.url(database), compress: 'gzip' });
    await once(stream, 'readable');
    stream.destroy(new Error('no longer wanted'));
    await expect(buffer(stream)).rejects.toThrow('no longer wanted');
    await expectNoConnections(account);
  });
});
