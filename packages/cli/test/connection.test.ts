/** What a URL and the flags mean for the connection. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parseConnection } from '../src/connection/connection.ts';
import { UsageError } from '../src/errors.ts';

describe('a connection URL', () => {
  test('gives host, port, user, password and database, decoded', () => {
    expect(
      parseConnection('mysql://us%40er:p%3A%2F%23@db.example.com:3307/%E5%BA%97', {}, {}),
    ).toEqual({
      settings: {
        host: 'db.example.com',
        port: 3307,
        user: 'us@er',
        password: 'p:/#',
        database: '店',
      },
      secrets: ['p%3A%2F%23', 'p:/#'],
    });
  });

  test('may be of mariadb, have an IPv6 host, and lack the rest', () => {
    expect(parseConnection('mariadb://[::1]', {}, {}).settings).toEqual({ host: '::1' });
  });

  test('has precedence over MYSQL_PWD, which fills in a missing password', () => {
    const environment = { MYSQL_PWD: 'from-environment' };
    const password = (url: string) => parseConnection(url, {}, environment).settings.password;
    expect(password('mysql://u:own@h/d')).toBe('own');
    expect(password('mysql://u@h/d')).toBe('from-environment');
    expect(parseConnection('mysql://u@h/d', {}, environment).secrets).toEqual(['from-environment']);
  });

  test.each([
    ['shop'],
    ['http://h/d'],
    ['mysql://u:secret@h/a/b'],
    ['mysql://u:secret@h/d?x=1'],
    ['mysql://u:secret@h/d#x'],
    ['mysql://u:secret%zz@h/d'],
  ])('that is wrong is refused without being repeated: %s', (url) => {
    const parse = () => parseConnection(url, {}, {});
    expect(parse).toThrow(UsageError);
    expect(parse).not.toThrow(/secret/);
  });
});

describe('TLS', () => {
  const ssl = (flags: Parameters<typeof parseConnection>[1], host = 'db.example.com') =>
    parseConnection(`mysql://u@${host}/d`, flags, {}).settings.ssl;

  test('is left to core without a flag', () => {
    expect(ssl({})).toBeUndefined();
  });

  test('is off with DISABLED, and unchecked with REQUIRED', () => {
    expect(ssl({ sslMode: 'DISABLED' })).toBe(false);
    expect(ssl({ sslMode: 'REQUIRED' })).toEqual({ rejectUnauthorized: false });
  });

  test('is checked with VERIFY_CA, and with the host name with VERIFY_IDENTITY', () => {
    expect(ssl({ sslMode: 'VERIFY_CA' })).toEqual({
      rejectUnauthorized: true,
      verifyIdentity: false,
    });
    expect(ssl({ sslMode: 'VERIFY_IDENTITY' })).toEqual({
      rejectUnauthorized: true,
      verifyIdentity: true,
    });
  });

  test("of RDS is checked by core's own authorities where no file is given", () => {
    const host = 'shop.abc.eu-central-1.rds.amazonaws.com';
    expect(ssl({ sslMode: 'VERIFY_IDENTITY' }, host)).toBeUndefined();
  });

  test('trusts the certificates of --ssl-ca, and then checks the host name', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'dumpstream-cli-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const file = join(folder, 'ca.pem');
    const pem = '-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----\n';
    await writeFile(file, pem);
    expect(ssl({ sslCa: file })).toEqual({
      rejectUnauthorized: true,
      verifyIdentity: true,
      ca: pem,
    });
    await writeFile(file, 'no certificate');
    expect(() => ssl({ sslCa: file })).toThrow(/holds no PEM certificate/);
  });
});
