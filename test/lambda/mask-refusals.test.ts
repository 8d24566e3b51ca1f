/** What the packaged function can't mask by is refused before the database is asked for anything. */

import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import type { InvocationResult, LambdaRuntime } from '../services/index.ts';
import { skippedTest } from '../services/vitest.ts';
import { bucket, type Surroundings, startSurroundings } from './function-fixture.ts';
import { maskKey, policyText, startWithFiles } from './mask-function.ts';
import { buildZip, runtimeOffer } from './packaged-function.ts';

/** What is wrong, and what is said about it. */
interface Refusal {
  readonly what: string;
  /** Default: the right one. */
  readonly policyFrom?: string;
  readonly keyFrom?: string;
  readonly policy?: string;
  readonly key?: string;
  readonly fail?: (surroundings: Surroundings) => void;
  readonly error: readonly [name: string, code: string];
  readonly message: RegExp;
}

const inZip = 'file:policy.json';
const inS3 = `s3://${bucket}/policy.json`;
const denied = { status: 403, code: 'AccessDenied', message: 'is not authorized' };

const failS3 = ({ s3 }: Surroundings) =>
  s3.failWhen(({ key }) => (key === 'policy.json' ? denied : undefined));

const refusals: readonly Refusal[] = [
  {
    what: 'a key that is not in Parameter Store',
    keyFrom: 'ssm:/prod/no-such-key',
    error: ['ParameterStoreError', 'PARAMETER_NOT_FOUND'],
    message: /\/prod\/no-such-key does not exist .* or correct DUMPSTREAM_MASK_KEY_FROM/,
  },
  {
    what: 'a key in Parameter Store that the role may not read',
    fail: ({ parameterStore }) => parameterStore.failNext(403),
    error: ['ParameterStoreError', 'ACCESS_DENIED'],
    message: /\/prod\/mask-key can't be read .* needs ssm:GetParameters .* kms:Decrypt/,
  },
  {
    what: 'a key that is not in Secrets Manager',
    keyFrom: 'secret:no-such-secret',
    error: ['SecretsManagerError', 'SECRET_NOT_FOUND'],
    message: /no-such-secret does not exist .* or correct DUMPSTREAM_MASK_KEY_FROM/,
  },
  {
    what: 'a key in Secrets Manager that the role may not read',
    keyFrom: 'secret:mask',
    fail: ({ secretsManager }) => secretsManager.failNext('AccessDeniedException'),
    error: ['SecretsManagerError', 'ACCESS_DENIED'],
    message: /needs secretsmanager:GetSecretValue on it, and kms:Decrypt/,
  },
  {
    what: 'a secret that is JSON, without the member',
    keyFrom: 'secret:json',
    error: ['MaskError', 'INVALID_MASK_KEY'],
    message: /secret json is JSON: .*DUMPSTREAM_MASK_KEY_FROM=secret:…#member/,
  },
  {
    what: 'a secret that is JSON, without that member',
    keyFrom: 'secret:json#toString',
    error: ['MaskError', 'INVALID_MASK_KEY'],
    message: /secret json has no text "toString"/,
  },
  {
    what: 'a secret of bytes',
    keyFrom: 'secret:bytes',
    error: ['MaskError', 'INVALID_MASK_KEY'],
    message: /secret bytes, which is binary/,
  },
  {
    what: 'a key that is too short',
    key: 'Quaestor-7',
    error: ['MaskError', 'INVALID_MASK_KEY'],
    message: /from the SSM parameter \/prod\/mask-key, has 10 bytes, and needs 16/,
  },
  {
    what: 'a policy that is not in the zip',
    policyFrom: 'file:policies/shop.json',
    error: ['MaskError', 'POLICY_NOT_FOUND'],
    message: /no policy of masks policies\/shop\.json in the zip/,
  },
  {
    what: 'a policy that is not in S3',
    policyFrom: `s3://${bucket}/no-such-policy.json`,
    error: ['MaskError', 'POLICY_NOT_FOUND'],
    message: /no-such-policy\.json .*Upload it, or correct DUMPSTREAM_MASK_POLICY/,
  },
  {
    what: 'a policy in a bucket that is not there',
    policyFrom: 's3://no-such-bucket/policy.json',
    error: ['MaskError', 'POLICY_NOT_FOUND'],
    message: /s3:\/\/no-such-bucket\/policy\.json/,
  },
  {
    what: 'a policy in S3 that the role may not read',
    policyFrom: inS3,
    fail: failS3,
    error: ['MaskError', 'ACCESS_DENIED'],
    message: /s3:\/\/shop-backups\/policy\.json may not be read .* needs s3:GetObject on it/,
  },
  {
    what: 'a version of a policy in S3 that the role may not read',
    policyFrom: `${inS3}?versionId=v1`,
    fail: failS3,
    error: ['MaskError', 'ACCESS_DENIED'],
    message: /needs s3:GetObjectVersion on it/,
  },
  {
    what: 'a policy in S3 that is too long',
    policyFrom: inS3,
    policy: ' '.repeat(1024 * 1024 + 1),
    error: ['MaskError', 'POLICY_UNREADABLE'],
    message: /s3:\/\/shop-backups\/policy\.json can't be read: it is longer than 1048576 bytes/,
  },
  {
    what: 'a policy that is not in Parameter Store',
    policyFrom: 'ssm:/prod/no-such-policy',
    error: ['ParameterStoreError', 'PARAMETER_NOT_FOUND'],
    message: /no-such-policy does not exist .* or correct DUMPSTREAM_MASK_POLICY/,
  },
  {
    what: 'a policy with a mistake of syntax',
    policy: policyText.replace('"name",', '"name"'),
    error: ['MaskError', 'INVALID_MASK'],
    message: /^policy\.json:7: /,
  },
  {
    what: 'a policy with a mistake of syntax in S3',
    policyFrom: inS3,
    policy: policyText.replace('"name",', '"name"'),
    error: ['MaskError', 'INVALID_MASK'],
    message: /^s3:\/\/shop-backups\/policy\.json:7: /,
  },
  {
    what: 'a policy with a mistake of syntax in Parameter Store',
    policyFrom: 'ssm:/prod/policy',
    policy: policyText.replace('"name",', '"name"'),
    error: ['MaskError', 'INVALID_MASK'],
    message: /^ssm:\/prod\/policy:7: /,
  },
  {
    what: 'a policy with a rule that there is not',
    policy: policyText.replace('"name",', '"nmae",'),
    error: ['MaskError', 'INVALID_MASK'],
    message: /^policy\.json:6: .*nmae/,
  },
  {
    what: 'a policy with a member that there is not',
    policy: policyText.replace('"strict"', '"stritc"'),
    error: ['MaskError', 'INVALID_MASK'],
    message: /^policy\.json:4: .*stritc/,
  },
  {
    what: 'an empty policy',
    policy: '\n',
    error: ['MaskError', 'INVALID_MASK'],
    message: /^policy\.json:1: the policy of masks is empty/,
  },
  {
    what: 'a policy without columns',
    policy: '{"version": 1, "columns": {}}',
    error: ['MaskError', 'INVALID_MASK'],
    message: /^policy\.json:1: .*names no column/,
  },
];

if (runtimeOffer.unavailable !== undefined) {
  skippedTest('the function refuses what it can not mask by', runtimeOffer.unavailable);
} else {
  beforeAll(buildZip);

  test.for(refusals)('the function refuses $what', async (refusal) => {
    const { policy = policyText, key = maskKey } = refusal;
    const surroundings = await startSurroundings(
      { '/prod/mask-key': key, '/prod/policy': policy },
      { mask: key, json: JSON.stringify({ key }), bytes: Buffer.from(key) },
    );
    const { s3, environment } = surroundings;
    await s3.client.send(
      new PutObjectCommand({ Bucket: bucket, Key: 'policy.json', Body: policy }),
    );
    const database = await startSilentServer();
    const runtime = await startWithFiles(
      { 'policy.json': policy },
      {
        ...environment,
        ...database.variables,
        DUMPSTREAM_MASK_POLICY: refusal.policyFrom ?? inZip,
        DUMPSTREAM_MASK_KEY_FROM: refusal.keyFrom ?? 'ssm:/prod/mask-key',
      },
    );
    refusal.fail?.(surroundings);
    const outcome = await runtime.invoke({});
    const [errorType, code] = refusal.error;
    expect(outcome).toMatchObject({ ok: false, error: { errorType } });
    expect(outcome.ok ? '' : outcome.error.errorMessage).toMatch(refusal.message);
    expect(runtime.logs()).toContain(`"code":"${code}"`);
    expect(database.connections()).toBe(0);
    expect((await s3.keys(bucket)).filter((name) => name.startsWith('dump/'))).toEqual([]);
    expectNoKey(runtime, outcome);
  });

  test('the server that nobody is to ask notices who asks', async () => {
    const { environment } = await startSurroundings();
    const database = await startSilentServer();
    const runtime = await startWithFiles({}, { ...environment, ...database.variables });
    expect(await runtime.invoke({})).toMatchObject({ ok: false });
    expect(database.connections()).toBeGreaterThan(0);
  });
}

/** A fake of a database server: it takes connections, says nothing, and ends them. */
async function startSilentServer() {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.on('error', () => {}).destroy();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    server.close();
    await once(server, 'close');
  });
  const { port } = server.address() as AddressInfo;
  return {
    connections: () => connections,
    variables: {
      DUMPSTREAM_DB_HOST: '127.0.0.1',
      DUMPSTREAM_DB_PORT: String(port),
      DUMPSTREAM_DB_USER: 'reader',
      DUMPSTREAM_DB_PASSWORD: 'not-used',
      DUMPSTREAM_DB_NAME: 'shop',
      DUMPSTREAM_WAIT_FOR_SERVER: '0',
    },
  };
}

function expectNoKey(runtime: LambdaRuntime, outcome: InvocationResult): void {
  const output = `${runtime.logs()}\n${runtime.reports()}\n${JSON.stringify(outcome)}`;
  expect(output).not.toContain('Quaestor-7');
  for (const form of ['base64', 'hex'] as const) {
    expect(output).not.toContain(Buffer.from('Quaestor-7 the').toString(form).slice(0, -4));
  }
}
