/** The download is a whole dump or a failed request, and a client that leaves takes the dump along. */

import { once } from 'node:events';
import { get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { compareDatabases, loadSampleShop } from '../../test/sample/index.ts';
import { describeEachServer } from '../../test/services/vitest.ts';
import { createDumpService, type DumpServiceOptions } from './dump-service.ts';

const token = 'a-token-of-the-test';

/** Holds the dump up after some 20,000 rows, for as long as a test needs. */
const stallingCondition = 'IF((@rows_seen := IFNULL(@rows_seen, 0) + 1) > 20000, SLEEP(20), 0) = 0';

/** Starts the service for the running test. Returns its address and the errors that it reports. */
async function startService(options: DumpServiceOptions['dump']) {
  const errors: unknown[] = [];
  const service = createDumpService({
    dump: options,
    token,
    onError: (error) => errors.push(error),
  });
  service.listen(0, '127.0.0.1');
  await once(service, 'listening');
  onTestFinished(async () => {
    service.closeAllConnections();
    service.close();
    await once(service, 'close');
  });
  const { port } = service.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/dump.sql.gz`, errors };
}

const authorization = { authorization: `Bearer ${token}` };

describeEachServer('the service', (server) => {
  let shop: string;

  beforeAll(async () => {
    shop = await server.createDatabase('embed_shop');
    await loadSampleShop(server, shop);
    return async () => {
      await server.query(`DROP DATABASE ${shop}`);
    };
  });

  /** How many connections that are reading the shop's rows the server has. */
  async function runningDumps(): Promise<number> {
    const [row] = await server.query(
      `SELECT COUNT(*) AS running FROM information_schema.PROCESSLIST
        WHERE ID <> CONNECTION_ID() AND INFO LIKE '%rows_seen%' AND INFO LIKE '%${shop}%'`,
    );
    return Number(row?.['running']);
  }

  test('streams a download that restores exactly', async () => {
    const { url, errors } = await startService({ connection: server.url(shop) });
    const response = await fetch(url, { headers: authorization });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/gzip');
    const copy = await server.createDatabase('embed_copy');
    onTestFinished(async () => {
      await server.query(`DROP DATABASE ${copy}`);
    });
    await server.restore(copy, gunzipSync(await response.arrayBuffer()));
    expect(await compareDatabases(server, shop, copy)).toEqual([]);
    expect(errors).toEqual([]);
  });

  test('refuses who has no token', async () => {
    const { url } = await startService({ connection: server.url(shop) });
    expect((await fetch(url)).status).toBe(401);
    const wrong = await fetch(url, { headers: { authorization: 'Bearer guess' } });
    expect(wrong.status).toBe(401);
  });

  test('answers 502, without details, where the database can not be dumped', async () => {
    const { url, errors } = await startService({
      connection: server.url(shop),
      tables: ['no_such_table'],
    });
    const response = await fetch(url, { headers: authorization });
    expect(response.status).toBe(502);
    expect(await response.text()).toBe('The database could not be dumped.\n');
    expect(errors).toMatchObject([{ code: 'UNKNOWN_TABLE' }]);
  });

  test('ends the dump when the client disconnects', async () => {
    const { url, errors } = await startService({
      connection: server.url(shop),
      where: stallingCondition,
    });
    const request = get(url, { headers: authorization });
    const [response] = await once(request, 'response');
    response.on('error', () => {}).resume();
    await expect.poll(runningDumps, { timeout: 30_000 }).toBe(1);
    request.destroy();
    await expect.poll(() => errors.length, { timeout: 30_000 }).toBe(1);
    await expect.poll(runningDumps, { timeout: 50_000, interval: 250 }).toBe(0);
  });

  test('cuts the connection where the dump fails half-way', async () => {
    const { url, errors } = await startService({
      connection: server.url(shop),
      where: stallingCondition,
    });
    const response = await fetch(url, { headers: authorization });
    expect(response.status).toBe(200);
    const body = response.arrayBuffer();
    const cut = expect(body).rejects.toThrow();
    await expect.poll(runningDumps, { timeout: 30_000 }).toBe(1);
    const [dump] = await server.query(
      `SELECT ID AS id FROM information_schema.PROCESSLIST
        WHERE ID <> CONNECTION_ID() AND INFO LIKE '%rows_seen%' AND INFO LIKE '%${shop}%'`,
    );
    await server.query(`KILL ${dump?.['id']}`);
    await cut;
    expect(errors).toMatchObject([{ name: 'DumpError' }]);
  });
});
