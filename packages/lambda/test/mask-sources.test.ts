/** Policies and keys are read from where they are, and from nowhere else. */

import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import type { SSMClient } from '@aws-sdk/client-ssm';
import { beforeAll, describe, expect, test } from 'vitest';
import { ParameterCache } from '../src/database/parameters.ts';
import { SecretCache } from '../src/database/secrets.ts';
import { readMaskKey } from '../src/mask/mask-key.ts';
import { readPolicyText } from '../src/mask/policy-text.ts';

const { signal } = new AbortController();

/** A fake of Parameter Store with parameters of both types. */
function parametersOf(
  stored: Readonly<Record<string, { readonly value: string; readonly type: string }>>,
): ParameterCache {
  const client = {
    send: async ({ input }: { readonly input: { readonly Names: readonly string[] } }) => ({
      Parameters: input.Names.flatMap((Name) => {
        const parameter = stored[Name];
        return parameter ? [{ Name, Value: parameter.value, Type: parameter.type }] : [];
      }),
    }),
    config: { region: async () => 'eu-central-1' },
  };
  return new ParameterCache(() => client as unknown as SSMClient);
}

const secure = (value: string) => ({ value, type: 'SecureString' });

describe('a policy in the zip', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mask-policy-'));
    const inside = join(folder, 'function');
    await mkdir(join(inside, 'masks'), { recursive: true });
    await writeFile(join(folder, 'outside.json'), '{"outside": true}');
    await writeFile(join(inside, 'masks/shop.json'), '{"名": 1}');
    await writeFile(join(inside, 'latin1.json'), Buffer.from('{"Müller": 1}', 'latin1'));
    await writeFile(join(inside, 'long.json'), Buffer.alloc(1024 * 1024 + 1, 0x20));
    await symlink(join(folder, 'outside.json'), join(inside, 'link.json'));
    await symlink(folder, join(inside, 'up'));
    return () => rm(folder, { recursive: true });
  });

  const read = (path: string) =>
    readPolicyText(
      { kind: 'file', path },
      {
        s3: new S3Client(),
        parameters: parametersOf({}),
        functionFolder: join(folder, 'function'),
        signal,
      },
    );

  test('is read by its path', async () => {
    expect(await read('masks/shop.json')).toEqual({
      text: '{"名": 1}',
      source: 'masks/shop.json',
    });
  });

  test.for<[string, string, string]>([
    ['missing.json', 'POLICY_NOT_FOUND', 'beside index.cjs'],
    ['masks/shop.json/a', 'POLICY_NOT_FOUND', 'beside index.cjs'],
    ['link.json', 'POLICY_UNREADABLE', 'leads out of the zip'],
    ['up/outside.json', 'POLICY_UNREADABLE', 'leads out of the zip'],
    ['masks', 'POLICY_UNREADABLE', 'EISDIR'],
    ['latin1.json', 'POLICY_UNREADABLE', 'not UTF-8'],
    ['long.json', 'POLICY_UNREADABLE', 'longer than'],
  ])('is refused where it is %s', async ([path, code, text]) => {
    await expect(read(path)).rejects.toMatchObject({
      name: 'MaskError',
      code,
      message: expect.stringContaining(text),
    });
  });
});

describe('a key in Parameter Store', () => {
  const read = (stored: Parameters<typeof parametersOf>[0]) =>
    readMaskKey(
      { kind: 'parameter', name: '/mask-key' },
      { parameters: parametersOf(stored), secrets: new SecretCache() },
      signal,
    );

  test('is its text, without the line break that echo leaves', async () => {
    const key = 'the key of a test, and no other';
    expect(await read({ '/mask-key': secure(key) })).toBe(key);
    expect(await read({ '/mask-key': secure(`${key}\n`) })).toBe(key);
    expect(await read({ '/mask-key': secure(`${key}\r\n`) })).toBe(key);
    expect(await read({ '/mask-key': secure(`${key}\n\n`) })).toBe(`${key}\n`);
  });

  test('is a SecureString, as another one is no secret', async () => {
    const stored = { '/mask-key': { value: 'the key of a test', type: 'String' } };
    const error = await read(stored).then(expect.fail, (reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'ParameterStoreError', code: 'NOT_SECURE' });
    expect(String(error)).not.toContain('the key of a test');
  });

  test.for<[string, string]>([
    ['', 'is empty'],
    ['\n', 'is empty'],
    ['15 bytes, short', 'has 15 bytes, and needs 16'],
  ])('of %j is too short, and not shown', async ([value, text]) => {
    const error = await read({ '/mask-key': secure(value) }).then(
      expect.fail,
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({ name: 'MaskError', code: 'INVALID_MASK_KEY' });
    expect(String(error)).toContain(text);
    expect(String(error)).toContain('SSM parameter /mask-key');
    expect(String(error)).not.toContain('bytes, short');
  });

  test('that is not there is told by the variable that names it', async () => {
    await expect(read({})).rejects.toMatchObject({
      name: 'ParameterStoreError',
      code: 'PARAMETER_NOT_FOUND',
      message: expect.stringContaining('or correct DUMPSTREAM_MASK_KEY_FROM'),
    });
  });
});
