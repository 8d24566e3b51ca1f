/** S3 and the database fail while a dump is uploaded: the object is whole or absent, always. */

import { globalAgent } from 'node:http';
import { DeleteObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DumpError, dump } from '@dumpstream/core';
import { UploadError, type UploadErrorCode, type UploadOptions, uploadDump } from '@dumpstream/s3';
import { afterAll, beforeAll, expect, type TestContext, test } from 'vitest';
import { databaseOfNoise } from '../lambda/function-fixture.ts';
import { type Fault, FaultyS3, type Operation, type OperationName } from '../s3/faulty-s3.ts';
import { describeEachFlavor, describeEachServer } from '../services/vitest.ts';
import { DisturbingProxy } from './disturbing-proxy.ts';
import { expectEqual } from './dump-outcome.ts';
import { factor, isDeep } from './fault-options.ts';
import { countFault, tryFaults } from './fault-tally.ts';
import { expectNothingLeft, type ProcessResources, resourcesNow } from './process-resources.ts';
import { ServerWatch } from './server-watch.ts';

type Size = 'large' | 'small';

const describeServers = isDeep ? describeEachServer : describeEachFlavor;

const bucket = 'faults';

/** Another one for each upload, so that nothing is taken for what an earlier one has left. */
let key = '';
let uploads = 0;

/** Of a dump that is three parts. */
const largeMebibytes = 11;

/** Milliseconds after which a client takes a request for lost, where requests are held back. */
const requestTimeout = 1000;

interface FaultKind {
  readonly name: string;
  /** The code of the upload's error where S3 never gets better. */
  readonly code: UploadErrorCode;
  /** Whether another attempt is worth it. */
  readonly passes: boolean;
  /** Whether S3 does what it is asked for, and can't say so. */
  readonly isServed: boolean;
  fault(): Fault;
}

const status = (
  name: string,
  code: string,
  error: UploadErrorCode,
  passes: boolean,
): FaultKind => ({
  name: `S3 ${name} ${code}`,
  code: error,
  passes,
  isServed: false,
  fault: () => ({ status: Number(name), code }),
});

/** Requests that are held back wait for it, and their clients do not wait for so long. */
let held = Promise.withResolvers<void>();

const timeouts: FaultKind = {
  name: 'S3 timeouts',
  code: 'UNREACHABLE',
  passes: true,
  isServed: false,
  fault: () => ({ until: held.promise }),
};

const kinds: readonly FaultKind[] = [
  status('500', 'InternalError', 'UPLOAD_FAILED', true),
  status('503', 'SlowDown', 'THROTTLED', true),
  status('403', 'AccessDenied', 'ACCESS_DENIED', false),
  { name: 'S3 resets', code: 'UNREACHABLE', passes: true, isServed: false, fault: () => 'reset' },
  {
    name: 'S3 answers lost',
    code: 'UNREACHABLE',
    passes: true,
    isServed: true,
    fault: () => 'reset after',
  },
  timeouts,
];

/** Which request a fault hits. */
interface Target {
  readonly name: string;
  readonly large: boolean;
  matches(operation: Operation): boolean;
}

const requestOf = (name: OperationName, large = true): Target => ({
  name,
  large,
  matches: (operation) => operation.name === name,
});
const part = (number: number): Target => ({
  name: `part ${number}`,
  large: true,
  matches: ({ partNumber }) => partNumber === number,
});

const targets: readonly Target[] = [
  requestOf('PutObject', false),
  requestOf('CreateMultipartUpload'),
  part(1),
  part(3),
  requestOf('CompleteMultipartUpload'),
];

describeServers('an upload of a dump', (server) => {
  let s3: FaultyS3;
  let watch: ServerWatch;
  let proxy: DisturbingProxy;
  let before: ProcessResources;
  const unknownUploads: string[] = [];
  const databases = new Map<Size, string>();
  const references = new Map<string, Buffer>();

  beforeAll(async () => {
    held = Promise.withResolvers();
    s3 = await FaultyS3.start([bucket]);
    watch = await ServerWatch.open(server);
    proxy = await DisturbingProxy.start(server.port);
    databases.set('large', await databaseOfNoise(server, largeMebibytes));
    databases.set('small', await databaseOfNoise(server, 1));
    for (const size of ['small', 'large'] as const) {
      const chunks: Buffer[] = [];
      for await (const chunk of dump(dumpOptions(size))) chunks.push(chunk as Buffer);
      references.set(size, Buffer.concat(chunks));
      await upload(size);
      await expectWhole(size);
    }
    before = resourcesNow();
  });
  afterAll(async () => {
    await proxy[Symbol.asyncDispose]();
    await watch[Symbol.asyncDispose]();
    await s3[Symbol.asyncDispose]();
    for (const database of databases.values()) await server.query(`DROP DATABASE \`${database}\``);
  });

  function dumpOptions(size: Size) {
    const { user, password } = server;
    const database = databases.get(size) ?? '';
    const connection = { host: '127.0.0.1', port: proxy.port, user, password, database };
    return { connection, skipDumpDate: true, chunkBytes: 1024 * 1024 };
  }

  /** One upload with a client of its own, which is what a new invocation would have. */
  async function upload(size: Size, options: Partial<UploadOptions> = {}, hasTimeout = false) {
    uploads += 1;
    key = `dump/${uploads}.sql`;
    const { AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '', AWS_REGION = '' } = s3.environment;
    const client = new S3Client({
      endpoint: s3.endpoint,
      region: AWS_REGION,
      credentials: { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY },
      forcePathStyle: true,
      maxAttempts: 2,
      ...(hasTimeout && { requestHandler: { requestTimeout, throwOnRequestTimeout: true } }),
    });
    const stream = dump(dumpOptions(size));
    const closed = new Promise<void>((resolve) => stream.once('close', resolve));
    try {
      return await uploadDump(stream, { client, bucket, key, plannedBytes: 0, ...options });
    } finally {
      await closed;
      client.destroy();
    }
  }

  function openUploads() {
    return s3
      .openUploads(bucket)
      .filter((open) => open.key === key && !unknownUploads.includes(open.uploadId));
  }

  async function remove(): Promise<void> {
    await s3.client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
  }

  function failureOf(...parameters: Parameters<typeof upload>): Promise<unknown> {
    return upload(...parameters).then(
      () => undefined,
      (error: unknown) => error,
    );
  }

  async function expectWhole(size: Size): Promise<void> {
    const object = await s3.object(bucket, key);
    expectEqual(object ?? Buffer.alloc(0), references.get(size) ?? Buffer.alloc(0));
    expect(openUploads()).toEqual([]);
    await remove();
  }

  /** After a failed upload: nothing is left, and the next one in this process is whole. */
  async function expectAbsent(): Promise<void> {
    expect(await s3.object(bucket, key)).toBeUndefined();
    expect(openUploads()).toEqual([]);
    await expectNoConnections();
  }

  async function expectNoConnections(): Promise<void> {
    const ids = proxy.passages.flatMap(({ connectionId }) => connectionId ?? []);
    await watch.expectNothingOpen('nobody', ids);
    await expect.poll(() => proxy.openConnections).toBe(0);
  }

  async function expectNextWhole(): Promise<void> {
    s3.failWhen(() => undefined);
    proxy.passAll();
    await upload('small');
    await expectWhole('small');
  }

  test.for(targets)(
    'is absent and says so where S3 fails for good at $name',
    async (target, context) => {
      for (const kind of kindsFor(target)) {
        await failFor(kind, target, Number.POSITIVE_INFINITY, context);
      }
    },
  );

  test.for(targets)('is whole where S3 fails once at $name', async (target, context) => {
    for (const kind of kindsFor(target)) {
      if (kind.passes) await failFor(kind, target, 1, context);
    }
  });

  /** What S3 does is alike for all databases: of two servers each has half of the cases. */
  function kindsFor(target: Target): readonly FaultKind[] {
    const half = server.flavor === 'mysql' ? 0 : 1;
    return kinds.filter((_kind, index) => isDeep || (index + targets.indexOf(target)) % 2 === half);
  }

  async function failFor(kind: FaultKind, target: Target, times: number, context: TestContext) {
    const size = target.large ? 'large' : 'small';
    let failures = 0;
    let begun = 0;
    proxy.passAll();
    s3.failWhen((operation) => {
      if (operation.name === 'CreateMultipartUpload') begun += 1;
      if (!target.matches(operation) || failures >= times) return undefined;
      failures += 1;
      return kind.fault();
    });
    const failure = await failureOf(size, {}, kind === timeouts);
    if (failures > 0) countFault(context, kind.name);
    await expectNoConnections();
    forgetUnknownUploads(kind, target, begun);
    // A client that is impatient may give up before the request that is held back.
    if (kind !== timeouts) expect(failures, kind.name).toBeGreaterThan(0);
    const isDone = (await s3.object(bucket, key)) !== undefined;
    if (failure === undefined) {
      // What was done is looked for, where the answer was lost.
      expect(times === 1 || kind.isServed, kind.name).toBe(true);
      await expectWhole(size);
    } else {
      expect(failure, kind.name).toBeInstanceOf(UploadError);
      const { message, code } = failure as UploadError;
      expect(code, `${kind.name}: ${message}`).toBe(kind.code);
      expect(message).toContain(`s3://${bucket}/${key}`);
      // S3 has done what it could not tell of: the object is whole then, and the error says so.
      if (isDone) {
        expect(message).toContain('if it is, it is whole');
        await expectWhole(size);
      }
      // And it may give up what would have passed.
      if (times === 1 && !isDone) expect(kind, message).toBe(timeouts);
    }
    await expectAbsent();
    await expectNextWhole();
  }

  /**
   * S3 has begun an upload, and could not tell its number: nobody can abort it. It is empty, and so
   * costs nothing; a lifecycle rule removes it. On a busy machine an impatient client may not have
   * waited for the number either.
   *
   * @param begun - how often S3 was asked to begin an upload
   */
  function forgetUnknownUploads(kind: FaultKind, target: Target, begun: number): void {
    const isTarget = target.name === 'CreateMultipartUpload';
    const isUnknown = isTarget ? kind.isServed : kind === timeouts && begun > 1;
    unknownUploads.push(...(isUnknown ? openUploads().map(({ uploadId }) => uploadId) : []));
  }

  test('that is aborted at any request is absent', async (context) => {
    await tryFaults(context, 5 * factor, async (random) => {
      const controller = new AbortController();
      const last = random.between(1, 5);
      let requests = 0;
      proxy.passAll();
      s3.failWhen(() => {
        requests += 1;
        if (requests === last) controller.abort();
        return undefined;
      });
      const failure = await failureOf('large', { signal: controller.signal });
      s3.failWhen(() => undefined);
      if (requests < last) return undefined;
      // The last request may have been answered before the abort was seen.
      if (failure === undefined) await expectWhole('large');
      else expect(failure).toMatchObject({ name: 'UploadError', code: 'ABORTED' });
      if ((await s3.object(bucket, key)) !== undefined) await expectWhole('large');
      await expectAbsent();
      await expectNextWhole();
      return 'aborts at a request to S3';
    });
  });

  test('whose database is lost is absent, and tells of the database', async (context) => {
    proxy.passAll();
    s3.failWhen(() => undefined);
    await upload('large');
    const [passage] = proxy.passages;
    const bytes = passage?.bytes.toClient ?? 0;
    await remove();
    await tryFaults(context, 5 * factor, async (random) => {
      const after = random.between(0, bytes - 1);
      const kind = random.pick(['reset', 'close'] as const);
      proxy.disturb({ connection: 0, direction: 'toClient', after }, { kind });
      const failure = await failureOf('large');
      expect(proxy.happened).toBe(true);
      expect(failure).toBeInstanceOf(DumpError);
      expect(['CONNECTION_LOST', 'CONNECT_FAILED']).toContain((failure as DumpError).code);
      await expectAbsent();
      await expectNextWhole();
      return 'connections cut during an upload';
    });
  });

  test('leaves nothing in this process, whatever has failed', async () => {
    held.resolve();
    // Connections between the proxy and S3 that nobody uses at the moment.
    globalAgent.destroy();
    await expectNothingLeft(before);
  });
});
