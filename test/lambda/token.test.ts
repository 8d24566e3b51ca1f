/** The packaged function in the real runtime: a signed token in place of a password. */

import { beforeAll, expect, test } from 'vitest';
import { skippedTest } from '../services/vitest.ts';
import { failureOf, startSurroundings } from './function-fixture.ts';
import { buildZip, runtimeOffer, startFunction } from './packaged-function.ts';
import { opensslProblem, startTokenServer } from './token-server.ts';

const problem = runtimeOffer.unavailable ?? (await opensslProblem());

if (problem !== undefined) {
  skippedTest('the function logs in with a token', problem);
} else {
  beforeAll(buildZip);

  test('the function logs in with a token for host, port, user and region, a new one each time', async () => {
    const { server, s3, runtime } = await functionWithToken({});
    const message = await failureOf(runtime.invoke({}), 'DumpError', s3);
    await failureOf(runtime.invoke({}), 'DumpError', s3);
    expect(server.logins.map(({ user }) => user)).toEqual(['dump_reader', 'dump_reader']);
    for (const { password } of server.logins) {
      const url = new URL(`https://${password}`);
      expect(url.host).toBe(`127.0.0.1:${server.port}`);
      expect(Object.fromEntries(url.searchParams)).toMatchObject({
        Action: 'connect',
        DBUser: 'dump_reader',
        'X-Amz-Expires': '900',
        'X-Amz-Credential': expect.stringMatching(/\/eu-central-1\/rds-db\/aws4_request$/),
        'X-Amz-Signature': expect.stringMatching(/^[\da-f]{64}$/),
      });
    }
    expect(message).toContain('rds-db:connect');
    expect(message).toContain('environment variable DUMPSTREAM_DB_USER');
    expect(message + runtime.logs()).not.toMatch(/X-Amz|Signature/);
  });

  test('the function reads no password where it logs in with a token', async () => {
    const { server, s3, parameterStore, secretsManager, runtime } = await functionWithToken({
      DUMPSTREAM_DB_USER: '',
      DUMPSTREAM_DB_NAME: '',
      DUMPSTREAM_DB_SECRET: 'prod/shop',
      DUMPSTREAM_SSM_PREFIX: '/prod/shop-',
    });
    secretsManager.set('prod/shop', JSON.stringify({ username: 'of_secret', password: 'unused' }));
    parameterStore.set('/prod/shop-dbname', 'shop');
    const message = await failureOf(runtime.invoke({}), 'DumpError', s3);
    expect(message).toContain('user name is from the field "username" of the secret prod/shop');
    expect(parameterStore.requests[0]?.names).toEqual(['/prod/shop-dbname']);
    expect(server.logins[0]?.user).toBe('of_secret');
    expect(server.logins[0]?.password).toContain('DBUser=of_secret');
  });

  test('the function sends its token to nobody whose certificate it does not trust', async () => {
    const { server, s3, runtime } = await functionWithToken({ NODE_EXTRA_CA_CERTS: '' });
    const message = await failureOf(runtime.invoke({}), 'DumpError', s3);
    expect(message).toContain('No trusted TLS connection');
    expect(message).toContain('NODE_EXTRA_CA_CERTS');
    expect(server.logins).toEqual([]);
  });
}

async function functionWithToken(variables: Readonly<Record<string, string>>) {
  const server = await startTokenServer();
  const { environment, ...services } = await startSurroundings();
  const runtime = await startFunction({
    ...environment,
    NODE_EXTRA_CA_CERTS: server.certificate,
    DUMPSTREAM_DB_AUTH: 'iam',
    DUMPSTREAM_DB_HOST: '127.0.0.1',
    DUMPSTREAM_DB_PORT: String(server.port),
    DUMPSTREAM_DB_USER: 'dump_reader',
    DUMPSTREAM_DB_NAME: 'shop',
    ...variables,
  });
  return { server, runtime, ...services };
}
