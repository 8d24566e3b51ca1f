/** The settings as options of the dump. */

import { describe, expect, test } from 'vitest';
import type { Environment } from '../src/configuration/known-names.ts';
import { readConfiguration } from '../src/configuration/read-configuration.ts';
import { DatabaseAccess } from '../src/database/database-access.ts';
import { dumpOptions } from '../src/dump-options.ts';

const place = 'environment variable';

const access = (options: { readonly tls?: boolean; readonly token?: string } = {}) =>
  new DatabaseAccess({
    values: {
      dbHost: { value: 'db.example.com:3307', place },
      dbUser: { value: 'reader', place },
      dbPassword: { value: 'pw', place },
      dbName: { value: 'shop', place },
    },
    address: { host: 'db.example.com', port: 3307 },
    tls: options.tls ?? true,
    signToken:
      options.token === undefined
        ? undefined
        : async ({ host, port }, user) => `${options.token} for ${user}@${host}:${port}`,
    canChange: false,
  });

const options = (environment: Environment = {}, event: unknown = {}, minutes = 15) =>
  dumpOptions(
    readConfiguration(
      { DUMPSTREAM_BUCKET: 'b', DUMPSTREAM_SSM_PREFIX: '/p', ...environment },
      event,
    ),
    access(),
    minutes * 60_000,
  );

describe('the time to wait for a server', () => {
  test('is two minutes, or what the variable says', () => {
    expect(options().waitForServer).toBe(120_000);
    expect(options({ DUMPSTREAM_WAIT_FOR_SERVER: '30' }).waitForServer).toBe(30_000);
    expect(options({ DUMPSTREAM_WAIT_FOR_SERVER: '0' }).waitForServer).toBe(0);
  });

  test('is never more than half of what the invocation has left', () => {
    expect(options({}, {}, 1).waitForServer).toBe(30_000);
    expect(options({ DUMPSTREAM_WAIT_FOR_SERVER: '900' }).waitForServer).toBe(450_000);
    expect(options({}, {}, -1).waitForServer).toBe(0);
  });
});

test('the rate and the time for a lock are passed on', () => {
  expect(options()).toMatchObject({ lockTimeout: 5 });
  expect(options()).not.toHaveProperty('maxRate');
  expect(options({ DUMPSTREAM_MAX_RATE: '2000000', DUMPSTREAM_LOCK_TIMEOUT: '2' })).toMatchObject({
    maxRate: 2_000_000,
    lockTimeout: 2,
  });
});

test('a level is for the method that was configured, not for one that an event chooses', () => {
  const environment = { DUMPSTREAM_COMPRESS: 'zstd', DUMPSTREAM_COMPRESSION_LEVEL: '19' };
  expect(options(environment)).toMatchObject({ compress: 'zstd', compressionLevel: 19 });
  expect(options(environment, { compress: 'gzip' })).not.toHaveProperty('compressionLevel');
});

describe('a connection', () => {
  test('has by default the TLS of core, which the variable switches off', () => {
    expect(access().connection).toEqual({
      host: 'db.example.com',
      port: 3307,
      user: 'reader',
      password: 'pw',
      database: 'shop',
    });
    expect(access({ tls: false }).connection.ssl).toBe(false);
  });

  test('with a token has TLS in any case, and asks for a token at each login', async () => {
    const { password, ssl } = access({ token: 'signed' }).connection;
    expect(ssl).toBe(true);
    expect(typeof password === 'function' ? await password() : password).toBe(
      'signed for reader@db.example.com:3307',
    );
  });
});
