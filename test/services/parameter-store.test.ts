import { GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { type ParameterStore, startParameterStore } from './index.ts';

let store: ParameterStore;
let client: SSMClient;

beforeEach(async () => {
  store = await startParameterStore({ '/shop/dbpass': 'hush', '/shop/dbuser': 'reader' });
  client = new SSMClient({
    endpoint: store.endpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  onTestFinished(async () => {
    client.destroy();
    await store.stop();
  });
});

test('the fake Parameter Store decrypts only when asked to', async () => {
  const read = async (WithDecryption: boolean) => {
    const command = new GetParametersCommand({ Names: ['/shop/dbpass'], WithDecryption });
    return (await client.send(command)).Parameters?.[0]?.Value;
  };
  expect(await read(true)).toBe('hush');
  expect(await read(false)).not.toContain('hush');
  expect(store.requests).toEqual([
    { operation: 'GetParameters', names: ['/shop/dbpass'], withDecryption: true },
    { operation: 'GetParameters', names: ['/shop/dbpass'], withDecryption: false },
  ]);
});

test('the fake Parameter Store returns unknown names as invalid', async () => {
  const answer = await client.send(
    new GetParametersCommand({ Names: ['/shop/dbhost', '/shop/dbuser'], WithDecryption: true }),
  );
  expect(answer.InvalidParameters).toEqual(['/shop/dbhost']);
  expect(answer.Parameters?.map(({ Value }) => Value)).toEqual(['reader']);
});

test('the fake Parameter Store shows a changed value to the next call', async () => {
  store.set('/shop/dbpass', 'rotated');
  const answer = await client.send(
    new GetParametersCommand({ Names: ['/shop/dbpass'], WithDecryption: true }),
  );
  expect(answer.Parameters?.[0]?.Value).toBe('rotated');
});

test('the real client tries again when the fake Parameter Store throttles it', async () => {
  store.failNext(400);
  const command = new GetParametersCommand({ Names: ['/shop/dbuser'], WithDecryption: true });
  expect((await client.send(command)).Parameters?.[0]?.Value).toBe('reader');
  expect(store.requests).toHaveLength(2);
});

test('the real client passes on that permission is missing', async () => {
  store.failNext(403);
  const command = new GetParametersCommand({ Names: ['/shop/dbuser'], WithDecryption: true });
  await expect(client.send(command)).rejects.toMatchObject({ name: 'AccessDeniedException' });
});
