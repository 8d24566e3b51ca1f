/** The download is a whole dump or a failed request, and a client that leaves takes the dump along. */

import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { buffer, text } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { compareDatabases, loadSampleShop } from '../../test/sample/index.ts';
import { listProcesses } from '../../test/services/processes.ts';
import { describeEachFlavor } from '../../test/services/vitest.ts';
import { createDumpService, type DumpServiceOptions } from './dump-service.ts';

const token = 'a-token-of-the-test';

/** Starts the service for the running test. Returns its address and the errors that it reports. */
async function startService(
  dump: DumpServiceOptions['dump'],
  options: Partial<DumpServiceOptions> = {},
) {
  const errors: unknown[] = [];
  const service = createDumpService({
    ...options,
    dump,
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

  test('answers 502, and gives nothing away, where the server refuses the password', async () => {
    const connection = new URL(server.url(shop));
    connection.username = 'nobody-we-know';
    connection.password = 'a-secret-of-the-test';
    const { url, errors } = await startService({ connection: connection.href });
    const response = await fetch(url, { headers: authorization });
    expect(response.status).toBe(502);
    const answer = JSON.stringify([...response.headers]) + (await response.text());
    expect(answer).not.toMatch(/nobody-we-know|a-secret-of-the-test/);
    expect(errors).toHaveLength(1);
    expect(String(errors[0])).not.toContain('a-secret-of-the-test');
  });

  test('tells by HEAD what GET would send, without a dump', async () => {
    const { url, errors } = await startService({ connection: 'mysql://nobody@127.0.0.1:1/none' });
    const response = await fetch(url, { method: 'HEAD', headers: authorization });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/gzip');
    expect(errors).toEqual([]);
  });

  test('knows no other method, and no other address', async () => {
    const { url } = await startService({ connection: server.url(shop) });
    const post = await fetch(url, { method: 'POST', headers: authorization });
    expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    const elsewhere = await fetch(url.replace('dump.sql', 'dump'), { headers: authorization });
    expect(elsewhere.status).toBe(404);
  });

  test('sends a whole dump to who asks for a part, as no two dumps have the same bytes', async () => {
    const { url } = await startService({ connection: server.url(shop) });
    const response = await fetch(url, { headers: { ...authorization, range: 'bytes=1000-' } });
    expect([response.status, response.headers.get('accept-ranges')]).toEqual([200, 'none']);
    expect(gunzipSync(await response.arrayBuffer()).toString()).toMatch(/^-- /);
  });

  test('refuses HTTP/1.0, which can not tell half a download from a whole one', async () => {
    const { url } = await startService({ connection: server.url(shop) });
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.write(`GET /dump.sql.gz HTTP/1.0\r\nAuthorization: Bearer ${token}\r\n\r\n`);
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 505 /);
  });

  describe('with more rows than fit into all buffers on the way', () => {
    let bulk: string;

    beforeAll(async () => {
      bulk = await server.createDatabase('embed_bulk');
      // Bytes that don't compress: 64 MB of them. So the dump goes on as long as nobody takes the
      // download.
      const bytes = Array.from({ length: 4 }, () => 'RANDOM_BYTES(1024)').join(', ');
      await server.query(
        `USE ${bulk}; CREATE TABLE filling (id INT AUTO_INCREMENT PRIMARY KEY, bytes BLOB);
        INSERT INTO filling (bytes) SELECT CONCAT(${bytes}) FROM ${shop}.order_items LIMIT 16000`,
      );
      // An account that nobody else has, to know the connections of the dump from all others.
      await server.query(
        `CREATE USER ${bulk} IDENTIFIED BY '${bulk}'; GRANT ALL ON ${bulk}.* TO ${bulk}`,
      );
      return async () => {
        await server.query(`DROP DATABASE ${bulk}; DROP USER ${bulk}`);
      };
    });

    async function connectionsOfDump(): Promise<unknown[]> {
      return (await listProcesses(server)).filter(({ user }) => user === bulk).map(({ id }) => id);
    }

    /** Begins a download, and leaves it lying about after the headers. */
    async function beginDownload(options: Partial<DumpServiceOptions> = {}) {
      const connection = new URL(server.url(bulk));
      connection.username = bulk;
      connection.password = bulk;
      // To read routines, an account needs a privilege that reaches beyond its database.
      const dump = { connection: connection.href, routines: false };
      const service = await startService(dump, options);
      const request = get(service.url, { headers: authorization });
      const [response] = (await once(request, 'response')) as [IncomingMessage];
      request.on('error', () => {});
      response.on('error', () => {});
      expect(response.statusCode).toBe(200);
      return { ...service, request, response };
    }

    test('ends the dump when the client disconnects', async () => {
      const { errors, request } = await beginDownload();
      expect(await connectionsOfDump()).not.toEqual([]);
      request.destroy();
      await expect.poll(connectionsOfDump, { timeout: 30_000 }).toEqual([]);
      await expect.poll(() => errors).toHaveLength(1);
    });

    test('ends the dump when the client takes nothing for too long', async () => {
      const { errors, response } = await beginDownload({ stallTimeout: 100 });
      await expect
        .poll(() => errors, { timeout: 30_000 })
        .toMatchObject([{ message: expect.stringContaining('stood still') }]);
      await expect.poll(connectionsOfDump, { timeout: 30_000 }).toEqual([]);
      await expect(buffer(response)).rejects.toThrow('aborted');
    });

    test('cuts the connection where the dump fails half-way', async () => {
      const { errors, response } = await beginDownload();
      const ids = await connectionsOfDump();
      expect(ids).not.toEqual([]);
      for (const id of ids) await server.query(`KILL ${id}`);
      await expect(buffer(response)).rejects.toThrow('aborted');
      await expect
        .poll(() => errors)
        .toMatchObject([{ name: 'DumpError', code: 'CONNECTION_LOST' }]);
    });

    test('makes no more dumps at once than it may, and a next one afterwards', async () => {
      const { url, request } = await beginDownload({ concurrency: 1 });
      const second = await fetch(url, { headers: authorization });
      expect([second.status, second.headers.get('retry-after')]).toEqual([503, '60']);
      request.destroy();
      const status = async () => {
        const response = await fetch(url, { headers: authorization });
        await response.body?.cancel();
        return response.status;
      };
      await expect.poll(status, { timeout: 30_000 }).toBe(200);
    });
  });
});
