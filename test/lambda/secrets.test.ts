/** The packaged function in the real runtime: access to the database by a secret. */

import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import type { DatabaseServer } from '../services/index.ts';
import { describeEachFlavor, skippedTest } from '../services/vitest.ts';
import {
  failureOf,
  parametersOf,
  resultOf,
  secretOf,
  smallDatabase,
  startSurroundings,
  variablesOf,
} from './function-fixture.ts';
import { buildZip, runtimeOffer, startFunction } from './packaged-function.ts';

const name = 'prod/shop';

if (runtimeOffer.unavailable !== undefined) {
  skippedTest('the function reads secrets', runtimeOffer.unavailable);
} else {
  beforeAll(buildZip);

  describeEachFlavor('the function with a secret', (server) => {
    test('takes all from it, by its name or its ARN, and reads it once', async () => {
      const database = await smallDatabase(server);
      const { secretsManager, environment } = await startSurroundings(
        {},
        { [name]: secretOf(server, database) },
      );
      for (const id of [name, secretsManager.arnOf(name)]) {
        const runtime = await startFunction({ ...environment, DUMPSTREAM_DB_SECRET: id });
        for (const key of ['a', 'b']) {
          expect(resultOf(await runtime.invoke({ key: `${id.length}${key}` })).rows).toBe(3);
        }
        expect(runtime.logs()).not.toContain(server.password);
      }
      expect(secretsManager.requests.map(({ secretId }) => secretId)).toEqual([
        name,
        secretsManager.arnOf(name),
      ]);
    });

    test('takes user and password from that of RDS, and the rest from where it is', async () => {
      const database = await smallDatabase(server);
      const { parameterStore, environment } = await startSurroundings(
        parametersOf(server, database),
        { [name]: JSON.stringify({ username: server.user, password: server.password }) },
      );
      const runtime = await startFunction({
        ...environment,
        DUMPSTREAM_DB_SECRET: name,
        DUMPSTREAM_SSM_PREFIX: '/prod/shop-',
        DUMPSTREAM_DB_HOST: `${server.host}:${server.port}`,
      });
      expect(resultOf(await runtime.invoke({})).rows).toBe(3);
      expect(parameterStore.requests.map(({ names }) => names)).toEqual([['/prod/shop-dbname']]);
    });

    test('is told by variables before the secret, which is not read where they tell all', async () => {
      const database = await smallDatabase(server);
      const { secretsManager, environment } = await startSurroundings(
        {},
        { [name]: secretOf(server, 'not-this-one') },
      );
      const named = await startFunction({
        ...environment,
        DUMPSTREAM_DB_SECRET: name,
        DUMPSTREAM_DB_NAME: database,
      });
      expect(resultOf(await named.invoke({ key: 'a' })).rows).toBe(3);
      expect(secretsManager.requests).toHaveLength(1);
      const all = await startFunction({
        ...environment,
        ...variablesOf(server, database),
        DUMPSTREAM_DB_SECRET: 'no-such-secret',
      });
      expect(resultOf(await all.invoke({ key: 'b' })).rows).toBe(3);
      expect(secretsManager.requests).toHaveLength(1);
    });

    test('goes on with the new password after a rotation', async () => {
      const { database, account, changePassword } = await rotatingAccount(server);
      const { secretsManager, environment } = await startSurroundings(
        {},
        { [name]: secretOf(server, database, account('first-Secret-1')) },
      );
      const runtime = await startFunction({ ...environment, DUMPSTREAM_DB_SECRET: name });
      expect(resultOf(await runtime.invoke({ key: 'a' })).rows).toBe(3);
      await changePassword('second-Secret-2');
      secretsManager.set(name, secretOf(server, database, account('second-Secret-2')));
      expect(resultOf(await runtime.invoke({ key: 'b' })).rows).toBe(3);
      expect(resultOf(await runtime.invoke({ key: 'c' })).rows).toBe(3);
      expect(secretsManager.requests).toHaveLength(2);
      expect(runtime.logs()).not.toMatch(/Secret-\d/);
    });

    test('goes on with the pending password in the middle of a rotation', async () => {
      const { database, account, changePassword } = await rotatingAccount(server);
      const { secretsManager, environment } = await startSurroundings(
        {},
        { [name]: secretOf(server, database, account('first-Secret-1')) },
      );
      const runtime = await startFunction({ ...environment, DUMPSTREAM_DB_SECRET: name });
      // The server has the new password before the secret's current version does.
      await changePassword('second-Secret-2');
      secretsManager.setPending(name, secretOf(server, database, account('second-Secret-2')));
      expect(resultOf(await runtime.invoke({ key: 'a' })).rows).toBe(3);
      secretsManager.set(name, secretOf(server, database, account('second-Secret-2')));
      expect(resultOf(await runtime.invoke({ key: 'b' })).rows).toBe(3);
      expect(secretsManager.requests.map(({ versionStage }) => versionStage)).toEqual([
        'AWSCURRENT',
        'AWSCURRENT',
        'AWSPENDING',
        'AWSCURRENT',
      ]);
    });

    test('goes on where the password changes between two connections of one dump', async () => {
      const { database, account, changePassword } = await rotatingAccount(server);
      const { secretsManager, environment } = await startSurroundings(
        {},
        { [name]: secretOf(server, database, account('first-Secret-1')) },
      );
      const change = async () => {
        await changePassword('second-Secret-2');
        secretsManager.set(name, secretOf(server, database, account('second-Secret-2')));
      };
      let changed: Promise<void> | undefined;
      // The third one is made at the same time: between both changes it could find neither password.
      const relay = await relayTo(server.port, async (connection) => {
        if (connection === 1) return;
        changed ??= change();
        await changed;
      });
      const runtime = await startFunction({
        ...environment,
        DUMPSTREAM_DB_SECRET: name,
        DUMPSTREAM_DB_HOST: `127.0.0.1:${relay.port}`,
        DUMPSTREAM_DB_PORT: String(relay.port),
        DUMPSTREAM_PARALLEL: '3',
        DUMPSTREAM_PARALLEL_FALLBACK: 'error',
      });
      const outcome = await runtime.invoke({});
      expect(resultOf(outcome).rows).toBe(3);
      expect(relay.connections()).toBeGreaterThan(3);
      expect(secretsManager.requests).toHaveLength(2);
    });

    test('of a password alone uses it, and names it when it is refused', async () => {
      const database = await smallDatabase(server);
      const { s3, secretsManager, environment } = await startSurroundings(
        {},
        { [name]: 'wrong-Secret-9' },
      );
      const { DUMPSTREAM_DB_PASSWORD: password = '', ...variables } = variablesOf(server, database);
      const runtime = await startFunction({
        ...environment,
        ...variables,
        DUMPSTREAM_DB_SECRET: name,
      });
      const message = await failureOf(runtime.invoke({}), 'DumpError', s3);
      expect(message).toContain('the password from the secret prod/shop.');
      secretsManager.set(name, password);
      expect(resultOf(await runtime.invoke({})).rows).toBe(3);
      expect(message + runtime.logs()).not.toContain('Secret-9');
    });
  });

  test.for<[string, string, string]>([
    ['AccessDeniedException', 'ACCESS_DENIED', 'secretsmanager:GetSecretValue'],
    ['ResourceNotFoundException', 'SECRET_NOT_FOUND', 'does not exist in region eu-central-1'],
    ['InvalidRequestException', 'SECRET_UNREADABLE', 'InvalidRequestException'],
    ['DecryptionFailure', 'SECRET_UNREADABLE', 'DecryptionFailure'],
  ])(
    'the function tells of a secret with %s, and tries again next time',
    async ([error, code, text]) => {
      const { s3, secretsManager, environment } = await startSurroundings({}, { [name]: '{}' });
      const runtime = await startFunction({ ...environment, DUMPSTREAM_DB_SECRET: name });
      secretsManager.failNext(error);
      const message = await failureOf(runtime.invoke({}), 'SecretsManagerError', s3);
      expect(message).toContain('secret prod/shop');
      expect(message).toContain(text);
      expect(runtime.logs()).toContain(`"code":"${code}"`);
      await failureOf(runtime.invoke({}), 'SecretsManagerError', s3);
      expect(secretsManager.requests).toHaveLength(2);
      expect(runtime.logs()).toContain('"code":"INVALID_SECRET"');
    },
  );

  test.for<[string, string | Uint8Array, string]>([
    ['bytes', Buffer.from('hunter2-Secret'), 'is binary'],
    ['a broken document', '{"password":"hunter2-Secret"', 'holds no "host"'],
    ['a broken document that ends', '{"password":hunter2-Secret}', 'but is none'],
    ['a number for a password', '{"password":4711471147}', 'that is no text'],
    ['a part', '{"username":"reader","password":"hunter2-Secret"}', 'holds no "host", "dbname"'],
  ])('the function never shows a secret of %s', async ([, content, text]) => {
    const { s3, environment } = await startSurroundings({}, { [name]: content });
    const runtime = await startFunction({ ...environment, DUMPSTREAM_DB_SECRET: name });
    const outcome = await runtime.invoke({});
    expect(outcome.ok ? '' : outcome.error.errorMessage).toContain(text);
    expect(JSON.stringify(outcome) + runtime.logs()).not.toMatch(/hunter2|4711/);
    expect(await s3.keys('shop-backups')).toEqual([]);
  });
}

/** A way to the server on which something happens before each connection, counted from 1. */
async function relayTo(serverPort: number, before: (connection: number) => Promise<void>) {
  let connections = 0;
  const relay = createServer((client) => {
    connections += 1;
    client.on('error', () => {});
    const ready = before(connections);
    void ready.then(() => {
      const upstream = connect(serverPort, '127.0.0.1');
      upstream.on('error', () => {}).pipe(client);
      client.pipe(upstream);
    });
  });
  relay.listen(0, '127.0.0.1');
  await once(relay, 'listening');
  onTestFinished(() => void relay.close());
  return { port: (relay.address() as AddressInfo).port, connections: () => connections };
}

/** An account whose password changes, with a database that it may dump. */
async function rotatingAccount(server: DatabaseServer) {
  const database = await smallDatabase(server);
  const user = `rotating_${database}`.slice(-32);
  await server.query(`CREATE USER '${user}'@'%' IDENTIFIED BY 'first-Secret-1'`);
  await server.query(`GRANT ALL ON \`${database}\`.* TO '${user}'@'%'`);
  return {
    database,
    account: (password: string) => ({ user, password }),
    changePassword: (password: string) =>
      server.query(`ALTER USER '${user}'@'%' IDENTIFIED BY '${password}'`),
  };
}
