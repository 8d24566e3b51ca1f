/** The download is a whole dump or a failed request, and a client that leaves takes the dump along. */

import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { compareDatabases, loadSampleShop } from '../../test/sample/index.ts';
import { describeEachFlavor } from '../../test/services/vitest.ts';
import { createDumpService, type DumpServiceOptions } from './dump-service.ts';

const token = 'a-token-of-the-test';

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

describeEachFlavor('the service', (server) => {
  let shop: string;

  beforeAll(async () => {
    shop = await server.createDatabase('embed_shop');
    await loadSampleShop(server, shop);
    return async () => {
      await server.query(`DROP DATABASE ${shop}`);
    };
  });

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

  describe('with more rows than fit into all buffers on the way', () => {
    let bulk: string;

    beforeAll(async () => {
      bulk = await server.createDatabase('embed_bulk');
      // Bytes that don't compress: 64 MB of them, in rows of which the first SELECT gets more than
      // fits into the buffers. So it runs as long as nobody takes the download.
      const bytes = Array.from({ length: 4 }, () => 'RANDOM_BYTES(1024)').join(', ');
      await server.query(
        `USE ${bulk}; CREATE TABLE filling (id INT AUTO_INCREMENT PRIMARY KEY, bytes BLOB);
        INSERT INTO filling (bytes) SELECT CONCAT(${bytes}) FROM ${shop}.order_items LIMIT 16000`,
      );
      return async () => {
        await server.query(`DROP DATABASE ${bulk}`);
      };
    });

    /** The connections that are reading the rows. */
    async function runningDumps(): Promise<unknown[]> {
      const rows = await server.query(
        `SELECT ID AS id FROM information_schema.PROCESSLIST
          WHERE ID <> CONNECTION_ID() AND INFO LIKE '%SELECT%${bulk}%.%filling%'`,
      );
      return rows.map(({ id }) => id);
    }

    /** Begins a download, and leaves it lying about after the headers. */
    async function beginDownload() {
      const service = await startService({ connection: server.url(bulk) });
      const request = get(service.url, { headers: authorization });
      const [response] = (await once(request, 'response')) as [IncomingMessage];
      response.on('error', () => {});
      expect(response.statusCode).toBe(200);
      await expect.poll(runningDumps, { timeout: 30_000 }).toHaveLength(1);
      return { ...service, request, response };
    }

    test('ends the dump when the client disconnects', async () => {
      const { errors, request } = await beginDownload();
      request.destroy();
      await expect.poll(runningDumps, { timeout: 30_000 }).toEqual([]);
      await expect.poll(() => errors).toHaveLength(1);
    });

    test('cuts the connection where the dump fails half-way', async () => {
      const { errors, response } = await beginDownload();
      const [id] = await runningDumps();
      await server.query(`KILL ${id}`);
      await expect(buffer(response)).rejects.toThrow('aborted');
      expect(errors).toMatchObject([{ name: 'DumpError', code: 'CONNECTION_LOST' }]);
    });
  });
});
