/** Bad input: one clear error that names the thing, and never a password. */

import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { type DumpOptions, dump } from '@dumpstream/core';
import { describe, expect, test } from 'vitest';
import { describeEachServer } from '../services/vitest.ts';
import { createAccount, dumpGrants } from './connections.ts';
import { failureOf } from './failure.ts';

describeEachServer('a dump', (server) => {
  test('names a database that is not there', async () => {
    const error = await failureOf({ connection: server.url('no_such_database') });
    expect(error.code).toBe('UNKNOWN_DATABASE');
    expect(error.message).toContain('"no_such_database"');
  });

  test('names a table that is not there, and the option it was named in', async () => {
    const database = await server.createDatabase('errors');
    for (const option of ['tables', 'ignoreTables'] as const) {
      const error = await failureOf({ connection: server.url(database), [option]: ['ordesr'] });
      expect(error.code).toBe('UNKNOWN_TABLE');
      expect(error.message).toContain(`option ${option} names "ordesr"`);
    }
    const error = await failureOf({ connection: server.url(database), where: { ordesr: '1' } });
    expect(error.message).toContain('option where names "ordesr"');
  });

  test('says that the password was refused, and does not repeat it', async () => {
    const url = `mysql://${server.user}:wr0ng-password@127.0.0.1:${server.port}/x`;
    const error = await failureOf({ connection: url });
    expect(error.code).toBe('AUTHENTICATION_FAILED');
    expect(error.message).toContain(server.user);
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('wr0ng');
  });

  test('says which condition the server refused', async () => {
    const database = await server.createDatabase('errors');
    await server.restore(database, 'CREATE TABLE items (id INT PRIMARY KEY)');
    const error = await failureOf({
      connection: server.url(database),
      where: 'no_such_column = 1',
    });
    expect(error.code).toBe('QUERY_FAILED');
    expect(error.message).toContain('no_such_column');
    expect(error.message).toContain('`items`');
  });

  test('asks for a database when none is named', async () => {
    const error = await failureOf({ connection: server.url() });
    expect(error.code).toBe('INVALID_OPTION');
    expect(error.message).toContain('No database is named');
  });

  test('needs no RELOAD, LOCK TABLES or REPLICATION CLIENT', async () => {
    const database = await server.createDatabase('errors');
    await server.restore(database, 'CREATE TABLE items (id INT PRIMARY KEY)');
    const account = await createAccount(server, dumpGrants(database));
    const sql = await buffer(dump({ connection: account.url(database) }));
    expect(sql.toString()).toContain('-- Dump completed on ');
  });

  test('of a server without TLS to a host that is not local is refused', async () => {
    // 0.0.0.0 is this machine, but not one of the names that count as local.
    const error = await failureOf({
      connection: { host: '0.0.0.0', port: server.port, user: 'x', password: 's3cret' },
    });
    expect(error.code).toBe('TLS_FAILED');
    expect(error.message).not.toContain('s3cret');
  });
});

describe('a dump', () => {
  test('says that nobody listens at the address', async () => {
    const probe = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => probe.once('listening', resolve));
    const { port } = probe.address() as AddressInfo;
    await new Promise((resolve) => probe.close(resolve));
    const error = await failureOf({ connection: `mysql://u:s3cret@127.0.0.1:${port}/shop` });
    expect(error.code).toBe('CONNECT_FAILED');
    expect(error.message).toContain(`127.0.0.1:${port}`);
    expect(error.message).toContain('ECONNREFUSED');
    expect(error.message).not.toContain('s3cret');
  });

  test('says that a server is no MySQL server', async () => {
    const web = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    web.listen(0, '127.0.0.1');
    await new Promise((resolve) => web.once('listening', resolve));
    const { port } = web.address() as AddressInfo;
    try {
      const error = await failureOf({ connection: `mysql://u:s3cret@127.0.0.1:${port}/shop` });
      expect(error.code).toBe('CONNECT_FAILED');
    } finally {
      web.close();
    }
  });
});

describe('the options of a dump', () => {
  const connection = 'mysql://u:s3cret@127.0.0.1/shop';

  test.each([
    [{ connection, ingoreTables: [] }, 'no option "ingoreTables". Did you mean ignoreTables?'],
    [{ connection, frobnicate: 1 }, 'no option "frobnicate"'],
    [{}, 'connection is missing'],
    [{ connection: 'postgres://u:s3cret@h/d' }, 'mysql://'],
    [{ connection: 'not a url with s3cret' }, 'connection URL'],
    [{ connection: 'mysql://u:s3cret%@h/d' }, 'percent-encoded'],
    [{ connection, tables: 'items' }, 'tables must be a list'],
    [{ connection, where: { items: 1 } }, 'where must be'],
    [{ connection, compress: 'bzip2' }, "compress must be 'none', 'gzip' or 'zstd'"],
    [{ connection, compress: 'gzip', compressionLevel: 10 }, 'from 1 to 9'],
    [{ connection, compressionLevel: 5 }, 'needs the option compress'],
    [{ connection, insertIgnore: true, replace: true }, 'exclude each other'],
    [{ connection, databases: ['a'], allDatabases: true }, 'exclude each other'],
    [
      {
        ...{ connection, databases: ['a'], users: true, maskKey: 'a key of sixteen bytes' },
        mask: { version: 1, columns: { 'a.b.c': 'null' } },
      },
      'password hashes',
    ],
    [{ connection, addDropDatabase: true }, 'needs the option databases or allDatabases'],
    [{ connection, databases: ['a'], addDropDatabase: true, tables: ['t'] }, 'would drop more'],
    [{ connection, brokenViews: 'skip' }, "brokenViews must be 'error' or 'comment'"],
    [{ connection, netBufferLength: -1 }, 'netBufferLength must be'],
    [{ connection, parallel: 65 }, 'parallel must be a number of connections from 1 to 64'],
    [{ connection, threads: -1 }, 'threads must be a whole number from 0 to 64'],
    [{ connection, parallelFallback: 'maybe' as 'warn' }, "'warn' or 'error'"],
  ])('are refused at once: %j', (options, message) => {
    const attempt = () => dump(options as unknown as DumpOptions);
    expect(attempt).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
    expect(attempt).toThrow(message);
    expect(attempt).not.toThrow('s3cret');
  });
});
