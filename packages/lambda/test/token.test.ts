/** Tokens of IAM database authentication: signed for the one login that they are for. */

import { describe, expect, onTestFinished, test } from 'vitest';
import { regionOfHost, signToken } from '../src/database/token.ts';

function useEnvironment(variables: Readonly<Record<string, string | undefined>>): void {
  const before = { ...process.env };
  onTestFinished(() => {
    process.env = before;
  });
  process.env = { ...before };
  for (const [name, value] of Object.entries(variables)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
}

const credentials = {
  AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'hunter2-secret-key',
  AWS_SESSION_TOKEN: 'session-of-the-role',
  AWS_REGION: 'us-east-1',
};

describe('a token', () => {
  test('is a signed URL for host, port, user and region', async () => {
    useEnvironment(credentials);
    const host = 'shop.cluster-abc123.eu-central-1.rds.amazonaws.com';
    const token = await signToken({ host, port: 3307 }, 'dump reader');
    const url = new URL(`https://${token}`);
    expect(url.host).toBe(`${host}:3307`);
    const query = Object.fromEntries(url.searchParams);
    expect(query).toMatchObject({
      Action: 'connect',
      DBUser: 'dump reader',
      'X-Amz-Expires': '900',
      'X-Amz-Security-Token': 'session-of-the-role',
      'X-Amz-Credential': expect.stringMatching(
        /^AKIDEXAMPLE\/\d{8}\/eu-central-1\/rds-db\/aws4_request$/,
      ),
      'X-Amz-Signature': expect.stringMatching(/^[\da-f]{64}$/),
    });
    expect(token).not.toContain('hunter2');
  });

  test('is for port 3306 where none is named, and the region of the function for other hosts', async () => {
    useEnvironment(credentials);
    const token = await signToken({ host: 'db.internal', port: undefined }, 'reader');
    expect(token.startsWith('db.internal:3306/?')).toBe(true);
    expect(token).toContain('us-east-1%2Frds-db');
  });

  test.for<[string, string | undefined]>([
    ['shop.abc.eu-central-1.rds.amazonaws.com', 'eu-central-1'],
    ['SHOP.ABC.EU-CENTRAL-1.RDS.AMAZONAWS.COM', 'eu-central-1'],
    ['x.proxy-abc.us-gov-west-1.rds.amazonaws.com', 'us-gov-west-1'],
    ['x.abc.cn-north-1.rds.amazonaws.com.cn', 'cn-north-1'],
    ['x.abc.eusc-de-east-1.rds.amazonaws.eu', 'eusc-de-east-1'],
    ['eu-central-1.rds.amazonaws.com.example.com', undefined],
    ['db.example.com', undefined],
    ['10.0.0.7', undefined],
  ])('of %s is for region %s', ([host, region]) => {
    expect(regionOfHost(host)).toBe(region);
  });

  test('that can not be signed tells why, as a refused login', async () => {
    useEnvironment({
      ...credentials,
      AWS_ACCESS_KEY_ID: undefined,
      AWS_SECRET_ACCESS_KEY: undefined,
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    });
    await expect(signToken({ host: 'db.internal', port: 3306 }, 'reader')).rejects.toMatchObject({
      name: 'DumpError',
      code: 'AUTHENTICATION_FAILED',
      message: expect.stringContaining('No token could be signed'),
    });
  });
});
