/** The main job, end to end, against one database server. */

import { stat } from 'node:fs/promises';
import { restore, verify } from '@dumpstream/core';
import { openS3DumpSource } from '@dumpstream/s3';
import { formatBytes, formatCount } from '../../packages/cli/src/format.ts';
import { unpackZip, zipPath } from '../../packages/lambda/build/unpack.ts';
import { compareDatabases, loadSampleShop } from '../sample/index.ts';
import {
  createTemporaryFolder,
  type DatabaseOffer,
  type DatabaseServer,
  lambdaRuntimeOffer,
  type S3Service,
  startParameterStore,
  startS3,
} from '../services/index.ts';
import type { CleanUp } from './clean-up.ts';
import { step } from './report.ts';

/** The smallest memory that a Lambda function can have. */
const memoryLimitMiB = 128;

/** What the handler answers, as far as the demo looks at it. */
interface DumpResult {
  readonly bucket: string;
  readonly key: string;
  readonly bytes: number;
  readonly tables: number;
  readonly rows: number;
  readonly durationMs: number;
}

/**
 * Loads the shop, dumps it by the packed Lambda function into S3, restores it from there, verifies the
 * copy against the dump, and compares it with the original in ways that are not dumpstream's.
 *
 * @throws Error that names the step that failed
 */
export async function runDemo(offer: DatabaseOffer, cleanUp: CleanUp): Promise<void> {
  const server = await step('database', async () => {
    const started = await offer.start();
    cleanUp.add(() => started.stop());
    return [`${started.flavor} ${started.version}`, started];
  });
  const shop = await server.createDatabase('shop');
  const loaded = await step('load', async () => {
    const sample = await loadSampleShop(server, shop);
    return [`${formatCount(sample.tables, 'table')}, ${formatCount(sample.rows, 'row')}`, sample];
  });
  const s3 = await startS3();
  cleanUp.add(() => s3.stop());
  const dumped = await dumpByLambda(server, shop, s3, cleanUp);
  const copy = await restoreAndVerify(server, s3, dumped);
  await step('compare', async () => {
    if (dumped.rows !== loaded.rows || dumped.tables !== loaded.tables) {
      throw new Error(`the function told of ${dumped.tables} tables and ${dumped.rows} rows`);
    }
    const differences = await compareDatabases(server, shop, copy);
    if (differences.length > 0) throw new Error(differences.join('\n'));
    const tables = formatCount(loaded.tables, 'table');
    return [
      `${tables} equal by checksum; views, trigger, routines and event equal, too`,
      undefined,
    ];
  });
}

async function dumpByLambda(
  server: DatabaseServer,
  shop: string,
  s3: S3Service,
  cleanUp: CleanUp,
): Promise<DumpResult> {
  const bucket = await s3.createBucket();
  const parameters = await startParameterStore({
    '/demo/dbhost': `${server.host}:${server.port}`,
    '/demo/dbuser': server.user,
    '/demo/dbpass': server.password,
    '/demo/dbname': shop,
  });
  cleanUp.add(() => parameters.stop());
  const folder = await createTemporaryFolder('demo');
  cleanUp.add(() => folder.remove());
  await step('unpack', async () => {
    const { size } = await stat(zipPath).catch(() => {
      throw new Error(`there is no ${zipPath}: run "npm run build" first`);
    });
    const files = await unpackZip(folder.path);
    return [`a zip of ${formatBytes(size)}: ${files.join(', ')}`, undefined];
  });
  const runtime = await step('lambda', async () => {
    const lambda = await lambdaRuntimeOffer();
    const started = await lambda.start({
      folder: folder.path,
      handler: 'index.handler',
      memoryLimitMiB,
      environment: {
        AWS_ACCESS_KEY_ID: s3.credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: s3.credentials.secretAccessKey,
        AWS_REGION: s3.region,
        AWS_ENDPOINT_URL_S3: s3.endpoint,
        AWS_ENDPOINT_URL_SSM: parameters.endpoint,
        DUMPSTREAM_S3_PATH_STYLE: 'true',
        DUMPSTREAM_SSM_PREFIX: '/demo/',
        DUMPSTREAM_BUCKET: bucket,
      },
    });
    cleanUp.add(() => started.stop());
    if (started.initError !== undefined) {
      throw new Error(`${started.initError.errorType}: ${started.initError.errorMessage}`);
    }
    const limit = started.memoryLimited
      ? `inside a memory limit of ${memoryLimitMiB} MiB`
      : 'without a memory limit, which this machine does not allow';
    return [`the real runtime interface client, ${limit}`, started];
  });
  return await step('dump', async () => {
    const result = await runtime.invoke({});
    if (!result.ok) throw new Error(`${result.error.errorType}: ${result.error.errorMessage}`);
    const dumped = result.result as DumpResult;
    if (runtime.logs().includes(server.password)) throw new Error('the log shows the password');
    const [object, ...others] = await s3.objects(bucket);
    if (object?.key !== dumped.key || object.bytes !== dumped.bytes || others.length > 0) {
      throw new Error(`the bucket holds something else than ${dumped.key}`);
    }
    if (s3.openUploads(bucket).length > 0) throw new Error('a multipart upload was left open');
    const peak = runtime.peakMemoryBytes();
    const memory = peak === undefined ? '' : `, peak memory ${(peak / 2 ** 20).toFixed(0)} MiB`;
    return [`s3://${bucket}/${dumped.key}, ${formatBytes(dumped.bytes)}${memory}`, dumped];
  });
}

/** Restores from S3, and verifies what came of it. Returns the new database. */
async function restoreAndVerify(
  server: DatabaseServer,
  s3: S3Service,
  { bucket, key }: DumpResult,
): Promise<string> {
  const copy = await server.createDatabase('copy');
  const source = await openS3DumpSource({ client: s3.client, bucket, key });
  await step('restore', async () => {
    const { rows, bytes, durationMs } = await restore(source, { connection: server.url(copy) });
    const seconds = (durationMs / 1000).toFixed(1);
    return [`${formatCount(rows, 'row')}, ${formatBytes(bytes)} of SQL in ${seconds} s`, undefined];
  });
  return await step('verify', async () => {
    const { differences, tables } = await verify(source, { connection: server.url(copy) });
    if (differences.length > 0) {
      throw new Error(differences.map(({ message }) => message).join('\n'));
    }
    return [`the dump is whole, and ${formatCount(tables.length, 'table')} equal to it`, copy];
  });
}
