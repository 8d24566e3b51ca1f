/** The packaged function masks what it dumps: what leaves it holds neither originals nor the key. */

import { PutObjectCommand } from '@aws-sdk/client-s3';
import { listDump, policyDigest } from '@dumpstream/core';
import { parseMaskPolicy } from '@dumpstream/mask';
import { openS3DumpSource } from '@dumpstream/s3';
import { beforeAll, describe, expect, test } from 'vitest';
import type { DatabaseServer, InvocationResult, LambdaRuntime } from '../services/index.ts';
import { describeEachFlavor, skippedTest } from '../services/vitest.ts';
import {
  bucket,
  messageOf,
  restoringFrom,
  resultOf,
  type Surroundings,
  startSurroundings,
  variablesOf,
} from './function-fixture.ts';
import {
  type MaskedResult,
  maskKey,
  originalsIn,
  people,
  personalDatabase,
  policyText,
  sqlOf,
  startWithFiles,
} from './mask-function.ts';
import { buildZip, runtimeOffer } from './packaged-function.ts';

const digest = policyDigest(parseMaskPolicy(policyText, 'policy').policy);
const secret = 'prod/shop-mask';
const files = { 'policy.json': policyText };
const fromZip = {
  DUMPSTREAM_MASK_POLICY: 'file:policy.json',
  DUMPSTREAM_MASK_KEY_FROM: `secret:${secret}#key`,
};

test('the search finds originals', () => {
  expect(originalsIn('INSERT … (1,"TARO.YAMADA@x")')).toEqual(['taro.yamada']);
  expect(originalsIn('INSERT … (1,"太郎")')).toEqual(['太郎']);
});

if (runtimeOffer.unavailable !== undefined) {
  skippedTest('the function masks', runtimeOffer.unavailable);
} else {
  beforeAll(buildZip);

  describeEachFlavor('the function with masks', (server) => {
    let database: string;
    beforeAll(async () => {
      database = await personalDatabase(server);
    });

    /** Services that know the key, in both places, and the policy, in two. */
    async function surroundingsWithMask(): Promise<Surroundings> {
      const surroundings = await startSurroundings(
        { '/prod/mask-key': `${maskKey}\n`, '/prod/policy': policyText },
        { [secret]: JSON.stringify({ note: 'for masks', key: maskKey }), plain: maskKey },
      );
      await putPolicy(surroundings, policyText);
      return surroundings;
    }

    function dumping(
      { environment }: Surroundings,
      variables: Readonly<Record<string, string>>,
    ): Promise<LambdaRuntime> {
      return startWithFiles(files, {
        ...environment,
        ...variablesOf(server, database),
        ...variables,
      });
    }

    test.for<[string, string, string]>([
      ['the zip, with a key in a JSON secret', 'file:policy.json', `secret:${secret}#key`],
      ['S3, with a key in a SecureString', `s3://${bucket}/policy.json`, 'ssm:/prod/mask-key'],
      ['Parameter Store, with a key in a secret', 'ssm:/prod/policy', 'secret:plain'],
    ])('are by a policy from %s', async ([, policy, key]) => {
      const surroundings = await surroundingsWithMask();
      const runtime = await dumping(surroundings, {
        DUMPSTREAM_MASK_POLICY: policy,
        DUMPSTREAM_MASK_KEY_FROM: key,
      });
      const result = resultOf(await runtime.invoke({ verify: true })) as MaskedResult;
      expect(result).toMatchObject({
        rows: 4,
        verified: true,
        mask: { policy: digest, columns: 3 },
      });
      const sql = await sqlOf(surroundings, result.key);
      expect(sql).toContain('INSERT INTO `customers`');
      expect(originalsIn(sql)).toEqual([]);
      const source = await openS3DumpSource({
        client: surroundings.s3.client,
        bucket,
        key: result.key,
      });
      expect((await listDump(source)).masked).toBe(digest);
      const logs = runtime.logs();
      expect(logs).toContain(`"mask":{"policy":"${digest}","columns":3}`);
      expect(logs).toContain(`"maskPolicy":"${policy}"`);
      expectDiscreet(runtime, result);
    });

    test('are the same from all three places, and in every night', async () => {
      const surroundings = await surroundingsWithMask();
      const rows = new Set<string>();
      for (const [policy, key] of [
        ['file:policy.json', `secret:${secret}#key`],
        [`s3://${bucket}/policy.json`, 'ssm:/prod/mask-key'],
        ['ssm:/prod/policy', 'secret:plain'],
      ] as const) {
        const runtime = await dumping(surroundings, {
          DUMPSTREAM_MASK_POLICY: policy,
          DUMPSTREAM_MASK_KEY_FROM: key,
        });
        for (const night of ['a', 'b']) {
          const { key: dump } = resultOf(await runtime.invoke({ key: `${key.length}${night}` }));
          rows.add((await sqlOf(surroundings, dump)).match(/^INSERT .*$/gm)?.join('\n') ?? '');
        }
        await runtime.stop();
      }
      expect(rows.size).toBe(1);
    });

    test('read a key and a policy in SSM once, and a policy in S3 each time', async () => {
      const surroundings = await surroundingsWithMask();
      const { parameterStore, s3 } = surroundings;
      const runtime = await dumping(surroundings, {
        DUMPSTREAM_MASK_POLICY: `s3://${bucket}/policy.json`,
        DUMPSTREAM_MASK_KEY_FROM: 'ssm:/prod/mask-key',
      });
      resultOf(await runtime.invoke({ key: 'a' }));
      resultOf(await runtime.invoke({ key: 'b' }));
      expect(parameterStore.requests).toEqual([
        { operation: 'GetParameters', names: ['/prod/mask-key'], withDecryption: true },
      ]);
      const reads = s3.operations.filter(({ key }) => key === 'policy.json');
      expect(reads).toHaveLength(3);
      const weaker = policyText.replace('"email"', '"keep"').replace('"email"', '"keep"');
      await putPolicy(surroundings, weaker);
      const result = resultOf(await runtime.invoke({ key: 'c' })) as MaskedResult;
      expect(result.mask).toEqual({ policy: expect.not.stringMatching(digest), columns: 1 });
    });

    test('are told by a dry run, with lines for what does not fit', async () => {
      const surroundings = await surroundingsWithMask();
      const runtime = await dumping(surroundings, fromZip);
      const fits = await runtime.invoke({ dryRun: true });
      expect(fits).toMatchObject({ ok: true, result: { problems: [], mask: { policy: digest } } });
      await runtime.stop();
      const wrong = await startWithFiles(
        { 'policy.json': policyText.replace('"*.customers.name"', '"*.customers.nmae"') },
        { ...surroundings.environment, ...variablesOf(server, database), ...fromZip },
      );
      const outcome = await wrong.invoke({ dryRun: true });
      const { problems } = (outcome.ok ? outcome.result : {}) as {
        problems: { code: string; message: string }[];
      };
      const found = Object.fromEntries(problems.map(({ code, message }) => [code, message]));
      expect(Object.keys(found).sort()).toEqual(['INVALID_MASK', 'UNMASKED_COLUMN']);
      expect(found['INVALID_MASK']).toMatch(/^policy\.json:6: .*nmae/);
      expect(found['UNMASKED_COLUMN']).toContain('`customers`.`name`');
    });

    test('warn of values that definitions state, in a dry run as in a dump', async () => {
      const surroundings = await surroundingsWithMask();
      const stating = await personalDatabase(server);
      await server.query(`ALTER TABLE \`${stating}\`.customers ALTER name SET DEFAULT 'nobody'`);
      const runtime = await startWithFiles(files, {
        ...surroundings.environment,
        ...variablesOf(server, stating),
        ...fromZip,
      });
      const foreseen = resultOf(await runtime.invoke({ dryRun: true }));
      expect(foreseen).toMatchObject({
        warnings: [expect.stringContaining('`customers`.`name`')],
      });
      const { warnings } = resultOf(await runtime.invoke({})) as { warnings?: string[] };
      expect(foreseen).toMatchObject({ warnings });
    });

    test('end a dump before its first byte where a column has been added since', async () => {
      const surroundings = await surroundingsWithMask();
      const changed = await personalDatabase(server);
      await server.query(`ALTER TABLE \`${changed}\`.customers ADD phone VARCHAR(20) NULL`);
      const runtime = await startWithFiles(files, {
        ...surroundings.environment,
        ...variablesOf(server, changed),
        ...fromZip,
      });
      const message = messageOf(await runtime.invoke({}), 'MaskError');
      expect(message).toContain('`customers`.`phone`');
      expect(runtime.logs()).toContain('"code":"UNMASKED_COLUMN"');
      expect(await dumpsIn(surroundings)).toEqual([]);
    });

    test('can not be switched off or exchanged by an event', async () => {
      const surroundings = await surroundingsWithMask();
      await putPolicy(surroundings, '{"version": 1, "columns": {"*.*.*": "keep"}}', 'weaker.json');
      const runtime = await dumping(surroundings, fromZip);
      for (const event of [
        { maskPolicy: `s3://${bucket}/weaker.json` },
        { maskPolicy: '' },
        { maskPolicy: null },
        { maskKeyFrom: 'ssm:/prod/policy' },
        { mask: false },
        { where: '1' },
        { 'detail-type': 'x', source: 'x', detail: { maskPolicy: 'file:weaker.json' } },
      ]) {
        messageOf(await runtime.invoke(event), 'ConfigurationError');
      }
      expect(await dumpsIn(surroundings)).toEqual([]);
      // What it may choose leaves the masks alone.
      const less = { tables: ['customers'], compress: 'gzip' };
      const result = resultOf(await runtime.invoke(less)) as MaskedResult;
      expect(result.mask).toEqual({ policy: digest, columns: 2 });
      expect(originalsIn(await sqlOf(surroundings, result.key))).toEqual([]);
    });

    describe('restored by a function that demands them', () => {
      test('are taken, and join as before', async () => {
        const surroundings = await surroundingsWithMask();
        const dumped = resultOf(await (await dumping(surroundings, fromZip)).invoke({}));
        const staging = await server.createDatabase('lambda_masked_staging');
        for (const required of ['any', `${'0'.repeat(64)},${digest}`]) {
          const runtime = await restoring(surroundings, staging, required);
          const result = resultOf(await runtime.invoke({ key: dumped.key }));
          expect(result).toMatchObject({ rows: 4, masked: digest });
        }
        const joined = await server.query(
          `SELECT name, email FROM \`${staging}\`.customers JOIN \`${staging}\`.orders
             ON customer_email = email`,
        );
        expect(joined).toHaveLength(people.length);
        expect(originalsIn(JSON.stringify(joined))).toEqual([]);
      });

      test('refuse a dump without masks, or with those of another policy', async () => {
        const surroundings = await surroundingsWithMask();
        const plain = resultOf(await (await dumping(surroundings, {})).invoke({ key: 'plain' }));
        const masked = resultOf(await (await dumping(surroundings, fromZip)).invoke({ key: 'ok' }));
        const foreign = 'dump/zz-foreign.sql';
        await surroundings.s3.client.send(
          new PutObjectCommand({
            ...{ Bucket: bucket, Key: foreign },
            Body: `-- masked\nCREATE TABLE \`a\` (id INT);\n`,
          }),
        );
        const staging = await server.createDatabase('lambda_masked_staging');
        const anyMask = await restoring(surroundings, staging, 'any');
        for (const event of [{ key: plain.key }, { key: foreign }, {}]) {
          const message = messageOf(await anyMask.invoke(event), 'SourceError');
          expect(message).toContain('is not masked');
          expect(message).toContain('Nothing was written to the database');
        }
        const another = await restoring(surroundings, staging, '0'.repeat(64));
        const message = messageOf(await another.invoke({ key: masked.key }), 'SourceError');
        expect(message).toContain(`its digest is ${digest}`);
        expect(await tablesOf(server, staging)).toEqual([]);
      });

      function restoring(
        surroundings: Surroundings,
        staging: string,
        required: string,
      ): Promise<LambdaRuntime> {
        const environment = {
          ...restoringFrom(surroundings),
          ...variablesOf(server, staging),
          DUMPSTREAM_FORCE: 'true',
          DUMPSTREAM_REQUIRE_MASK: required,
        };
        return startWithFiles({}, environment, 'restore.handler');
      }
    });
  });
}

async function putPolicy({ s3 }: Surroundings, text: string, key = 'policy.json'): Promise<void> {
  await s3.client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: text }));
}

async function dumpsIn({ s3 }: Surroundings): Promise<readonly string[]> {
  expect(s3.openUploads(bucket)).toEqual([]);
  return (await s3.keys(bucket)).filter((key) => key.startsWith('dump/'));
}

async function tablesOf(server: DatabaseServer, database: string): Promise<readonly unknown[]> {
  return await server.query(
    `SELECT table_name FROM information_schema.tables WHERE table_schema = '${database}'`,
  );
}

function expectDiscreet(runtime: LambdaRuntime, outcome: InvocationResult | MaskedResult): void {
  const output = `${runtime.logs()}\n${runtime.reports()}\n${JSON.stringify(outcome)}`;
  expect(originalsIn(output)).toEqual([]);
  for (const form of ['utf8', 'base64', 'hex'] as const) {
    expect(output).not.toContain(Buffer.from(maskKey).toString(form).slice(0, -4));
  }
}
