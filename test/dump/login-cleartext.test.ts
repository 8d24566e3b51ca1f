/** Who gets a password in clear: the server at the other end of checked TLS, and nobody unasked. */

import { connect } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { inspect } from 'node:util';
import { type ConnectionSettings, type DumpError, dump } from '@dumpstream/core';
import { expect, test } from 'vitest';
import { createAuthority } from './login-certificates.ts';
import { type FakeServer, startCleartextFake } from './login-fake-server.ts';

// A token for IAM is about as long.
const password = 'token-of-900-characters-and-more'.repeat(30);

async function failure(fake: FakeServer, settings: ConnectionSettings): Promise<DumpError> {
  const connection = { port: fake.port, user: 'iam', password: async () => password, ...settings };
  const error: unknown = await buffer(dump({ connection, databases: ['x'] })).catch(
    (reason: unknown) => reason,
  );
  expect(error).toMatchObject({ name: 'DumpError' });
  expect(inspect(error, { depth: 9 })).not.toContain(password);
  return error as DumpError;
}

/** What the fake says once it has the password. */
const seen = expect.stringContaining('The fake has seen it');
const refused = {
  code: 'AUTHENTICATION_FAILED',
  message: expect.stringContaining('enableCleartextPlugin'),
};

test('over TLS with certificate and name checked the server gets it, as IAM needs', async () => {
  const authority = await createAuthority();
  const fake = await startCleartextFake(await authority.certificate(['DNS:localhost']));
  const ssl = { ca: authority.ca };
  expect(await failure(fake, { host: 'localhost', ssl })).toMatchObject({ message: seen });
  expect(fake.received).toEqual([{ password, encrypted: true }]);
});

test.each([
  ['an unchecked certificate', { rejectUnauthorized: false }],
  ['an unchecked name', { verifyIdentity: false }],
])('over TLS with %s it gets it when asked to', async (_what, unchecked) => {
  const authority = await createAuthority();
  const fake = await startCleartextFake(await authority.certificate(['DNS:other.example.com']));
  const settings = { host: 'localhost', ssl: { ca: authority.ca, ...unchecked } };
  expect(await failure(fake, settings)).toMatchObject(refused);
  expect(fake.received).toEqual([]);
  const asked = { ...settings, enableCleartextPlugin: true };
  expect(await failure(fake, asked)).toMatchObject({ message: seen });
  expect(fake.received).toEqual([{ password, encrypted: true }]);
});

test('without TLS a server on this machine gets it when asked to', async () => {
  const fake = await startCleartextFake();
  expect(await failure(fake, { host: '127.0.0.1' })).toMatchObject(refused);
  expect(fake.received).toEqual([]);
  const asked = { host: '127.0.0.1', enableCleartextPlugin: true };
  expect(await failure(fake, asked)).toMatchObject({ message: seen });
  expect(fake.received).toEqual([{ password, encrypted: false }]);
});

test('without TLS it is never sent over a network', async () => {
  const fake = await startCleartextFake();
  const remote = {
    host: 'db.example.com',
    stream: () => connect(fake.port, '127.0.0.1'),
    ssl: false,
  };
  expect(await failure(fake, remote)).toMatchObject(refused);
  expect(fake.received).toEqual([]);
  const plugin = { mysql_clear_password: () => () => Buffer.from(`${password}\0`) };
  for (const asked of [{ enableCleartextPlugin: true }, { authPlugins: plugin }]) {
    const options = { connection: { ...remote, ...asked, password }, databases: ['x'] };
    expect(() => dump(options)).toThrow(
      expect.objectContaining({
        code: 'INVALID_OPTION',
        message: expect.stringContaining('without TLS'),
      }),
    );
  }
});
