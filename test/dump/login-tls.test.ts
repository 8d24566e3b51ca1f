/** TLS to real servers: whom a dump trusts, by which name, and what it says of the others. */

import { X509Certificate } from 'node:crypto';
import { connect } from 'node:net';
import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { type ConnectionSettings, dump } from '@dumpstream/core';
import { createConnection } from 'mysql2';
import { expect, test } from 'vitest';
import type { DatabaseServer } from '../services/index.ts';
import { runProgram } from '../services/process.ts';
import { describeEachFlavor, describeEachServer, startPrivateServer } from '../services/vitest.ts';
import { openRelay } from './connecting-relay.ts';
import { createAuthority } from './login-certificates.ts';

type Settings = Omit<ConnectionSettings, 'database'>;

async function text(server: DatabaseServer, settings: Settings): Promise<string> {
  const { port, user, password } = server;
  const connection = { port, user, password, ...settings };
  return (await buffer(dump({ connection, databases: ['shop'] }))).toString();
}

/** A socket to this machine, whatever the name of the host. */
const toThisMachine = (port: number) => () => connect(port, '127.0.0.1');

describeEachServer('a server with a certificate of a private authority', (shared) => {
  test('is dumped from under its own name, and under no other', async () => {
    const authority = await createAuthority();
    const names = ['DNS:db.example.com', 'IP:127.0.0.1'];
    const server = await startPrivateServer(shared, {
      extraArguments: [...(await authority.serverArguments(names))],
    });
    await server.query('CREATE DATABASE shop');
    const { ca } = authority;
    const stream = toThisMachine(server.port);

    expect(await text(server, { host: '127.0.0.1', ssl: { ca } })).toContain('Dump completed');
    expect(await text(server, { host: 'db.example.com', stream, ssl: { ca } })).toContain(
      'Dump completed',
    );

    // A name that is not in the certificate; an address that isn't; and an authority that nobody knows.
    for (const settings of [
      { host: 'other.example.com', stream, ssl: { ca } },
      { host: 'localhost', ssl: { ca } },
      { host: '10.1.2.3', stream, ssl: { ca } },
      { host: 'db.example.com', stream },
      { host: '127.0.0.1', ssl: true },
    ]) {
      await expect(text(server, settings)).rejects.toMatchObject({
        name: 'DumpError',
        code: 'TLS_FAILED',
        message: expect.stringContaining('ssl.ca'),
      });
    }

    const unnamed = { host: 'other.example.com', stream, ssl: { ca, verifyIdentity: false } };
    expect(await text(server, unnamed)).toContain('Dump completed');
  });

  test('that is for localhost alone is refused under an address', async () => {
    const authority = await createAuthority();
    const server = await startPrivateServer(shared, {
      extraArguments: [...(await authority.serverArguments(['DNS:localhost']))],
    });
    await server.query('CREATE DATABASE shop');
    const { ca } = authority;
    await expect(text(server, { host: '127.0.0.1', ssl: { ca } })).rejects.toMatchObject({
      code: 'TLS_FAILED',
      message: expect.stringContaining('127.0.0.1'),
    });

    // That TLS fails is said of a certificate, and not of a connection that is lost.
    const relay = await openRelay({
      port: () => server.port,
      treat: (number) => (number <= 2 ? { cutAt: '\u0016\u0003\u0001' } : 'pass'),
    });
    const { user, password } = server;
    const lost = { host: 'localhost', port: relay.port, user, password, ssl: { ca } };
    await expect(text(server, lost)).rejects.toMatchObject({ code: 'CONNECT_FAILED' });
    const stream = dump({ connection: lost, databases: ['shop'], waitForServer: 900_000 });
    expect((await buffer(stream)).toString()).toContain('Dump completed');
    expect(relay.arrived).toBe(3);
  });
});

describeEachServer('a server that requires TLS', (shared) => {
  test('refuses a dump without it, and says so', async () => {
    const authority = await createAuthority();
    const server = await startPrivateServer(shared, {
      extraArguments: [...(await authority.serverArguments(['DNS:localhost']))],
    });
    await server.query('CREATE DATABASE shop; SET GLOBAL require_secure_transport = ON');
    // MariaDB 10.11 says that access is denied.
    await expect(text(server, { host: '127.0.0.1' })).rejects.toMatchObject({
      name: 'DumpError',
      message: expect.stringContaining('ssl'),
    });
    const secure = { host: 'localhost', ssl: { ca: authority.ca } };
    expect(await text(server, secure)).toContain('Dump completed');
  });
});

/** Dumps in a process of its own, which Node.js tells the authority, under the name of the host. */
async function dumpUnderName(
  host: string,
  server: DatabaseServer,
  caFile: string,
  ssl = 'undefined',
) {
  const program = `
    import { connect } from 'node:net';
    import { buffer } from 'node:stream/consumers';
    import { dump } from '@dumpstream/core';
    const [host, port, user, password] = process.argv.slice(1);
    const stream = () => connect(Number(port), '127.0.0.1');
    const connection = { host, port: Number(port), user, password, stream, ssl: ${ssl} };
    try {
      await buffer(dump({ connection, databases: ['shop'] }));
      console.log('complete');
    } catch (error) {
      console.log(error.code, error.message);
    }`;
  const result = await runProgram(
    process.execPath,
    [
      ...['--input-type=module', '--eval', program, '--'],
      ...[host, String(server.port), server.user, server.password],
    ],
    { cwd: import.meta.dirname, env: { ...process.env, NODE_EXTRA_CA_CERTS: caFile } },
  );
  return `${result.stdout}${result.stderr}`;
}

describeEachFlavor('under a name of Amazon RDS', (shared) => {
  test('authorities of NODE_EXTRA_CA_CERTS are trusted, and the name is checked', async () => {
    const authority = await createAuthority();
    const { caFile } = authority;
    const named = [
      'shop.abc123.eu-central-1.rds.amazonaws.com',
      'shop.abc123.cn-north-1.rds.amazonaws.com.cn',
      'shop.proxy-abc123.us-east-1.rds.amazonaws.com',
    ];
    const server = await startPrivateServer(shared, {
      extraArguments: [...(await authority.serverArguments(named.map((name) => `DNS:${name}`)))],
    });
    await server.query('CREATE DATABASE shop');
    for (const host of named) {
      expect(await dumpUnderName(host, server, caFile)).toBe('complete\n');
      const other = await dumpUnderName(`other-${host}`, server, caFile);
      expect(other).toMatch(/^TLS_FAILED .*altnames.* NODE_EXTRA_CA_CERTS/);
    }
    const [host = ''] = named;
    // Named by its mysql2 profile, and with options of one's own: the same.
    for (const ssl of ["'Amazon RDS'", "{ minVersion: 'TLSv1.2' }", 'true']) {
      expect(await dumpUnderName(host, server, caFile, ssl)).toBe('complete\n');
      expect(await dumpUnderName(`other-${host}`, server, caFile, ssl)).toMatch(/^TLS_FAILED/);
    }
    expect(await dumpUnderName(host, server, '')).toMatch(/^TLS_FAILED .*bundle of the region/);
  });
});

/** Of Amazon RDS, as far as the bundle of mysql2 knows them; newer ones need NODE_EXTRA_CA_CERTS. */
const knownRegions = [
  ...['af-south-1', 'ap-east-1', 'ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3'],
  ...['ap-south-1', 'ap-south-2', 'ap-southeast-1', 'ap-southeast-2', 'ap-southeast-3'],
  ...['ap-southeast-4', 'ca-central-1', 'eu-central-1', 'eu-central-2', 'eu-north-1'],
  ...['eu-south-1', 'eu-south-2', 'eu-west-1', 'eu-west-2', 'eu-west-3', 'me-central-1'],
  ...['me-south-1', 'sa-east-1', 'us-east-1', 'us-east-2', 'us-west-1', 'us-west-2'],
];

test('the bundle of mysql2 holds the authorities of Amazon RDS, and of the ACM for RDS Proxy', () => {
  const connection = createConnection({ ssl: 'Amazon RDS', stream: new PassThrough() });
  connection.on('error', () => {});
  const { ssl } = connection.config;
  connection.destroy();
  const valid = [typeof ssl === 'object' ? (ssl.ca ?? []) : []]
    .flat()
    .map((pem) => new X509Certificate(pem))
    .filter((certificate) => certificate.validToDate > new Date('2037-01-01'))
    .map((certificate) => certificate.subject);
  for (const name of [
    ...knownRegions.flatMap((region) =>
      ['RSA2048', 'RSA4096', 'ECC384'].map((kind) => `Amazon RDS ${region} Root CA ${kind} G1`),
    ),
    ...[1, 2, 3, 4].map((number) => `Amazon Root CA ${number}`),
  ]) {
    expect(valid.filter((subject) => subject.includes(`CN=${name}`))).toHaveLength(1);
  }
});
