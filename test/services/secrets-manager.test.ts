import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { type SecretsManager, startSecretsManager } from './index.ts';

let service: SecretsManager;
let client: SecretsManagerClient;

beforeEach(async () => {
  service = await startSecretsManager({ 'prod/shop': 'hush', 'prod/key': Buffer.from([1, 2]) });
  client = new SecretsManagerClient({
    endpoint: service.endpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  onTestFinished(async () => {
    client.destroy();
    await service.stop();
  });
});

const read = (SecretId: string, VersionStage?: string) =>
  client.send(new GetSecretValueCommand({ SecretId, VersionStage }));

test('the fake Secrets Manager finds a secret by its name and by its ARN', async () => {
  const { ARN, SecretString } = await read('prod/shop');
  expect(SecretString).toBe('hush');
  expect(ARN).toBe(service.arnOf('prod/shop'));
  expect((await read(String(ARN))).SecretString).toBe('hush');
  expect(service.requests).toEqual([
    { operation: 'GetSecretValue', secretId: 'prod/shop', versionStage: 'AWSCURRENT' },
    { operation: 'GetSecretValue', secretId: ARN, versionStage: 'AWSCURRENT' },
  ]);
});

test('the fake Secrets Manager returns bytes as bytes', async () => {
  const { SecretBinary, SecretString } = await read('prod/key');
  expect([...(SecretBinary ?? [])]).toEqual([1, 2]);
  expect(SecretString).toBeUndefined();
});

test('the fake Secrets Manager knows a pending version until it is the current one', async () => {
  await expect(read('prod/shop', 'AWSPENDING')).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
  service.setPending('prod/shop', 'new');
  expect((await read('prod/shop', 'AWSPENDING')).SecretString).toBe('new');
  expect((await read('prod/shop')).SecretString).toBe('hush');
  service.set('prod/shop', 'new');
  expect((await read('prod/shop')).SecretString).toBe('new');
  await expect(read('prod/shop', 'AWSPENDING')).rejects.toThrow();
});

test('the real client passes on what is wrong', async () => {
  await expect(read('prod/none')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  service.failNext('AccessDeniedException');
  await expect(read('prod/shop')).rejects.toMatchObject({ name: 'AccessDeniedException' });
});
