/**
 * Prints the figures of the function: size of the zip, start, and memory, on the versions of
 * Node.js that Lambda has. Times are printed, and not judged: they are the machine's.
 *
 * With `DUMPSTREAM_FIGURES_MEGABYTES=1000` the dump inside 128 MiB has 1 GB.
 */

import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { zipPath } from '../../packages/lambda/build/unpack.ts';
import {
  createTemporaryFolder,
  type DatabaseServer,
  type LambdaOptions,
  type LambdaRuntime,
} from '../services/index.ts';
import { lambdaNodeOffers } from '../services/lambda-runtime-nodes.ts';
import { describeEachFlavor, skippedTest } from '../services/vitest.ts';
import {
  bucket,
  type Result,
  restoringFrom,
  resultOf,
  startSurroundings,
  variablesOf,
} from './function-fixture.ts';
import { buildZip, runtimeOffer, startFunction, unpackedFunction } from './packaged-function.ts';

const megabytes = Number(process.env['DUMPSTREAM_FIGURES_MEGABYTES'] ?? 300);
const rounds = 7;
const offers = await lambdaNodeOffers();

if (runtimeOffer.unavailable !== undefined) {
  skippedTest('the figures of the function', runtimeOffer.unavailable);
} else {
  beforeAll(buildZip);

  test('the zip has at most 500 KB', async () => {
    const { size } = await stat(zipPath);
    print(`zip: ${(size / 1000).toFixed(1)} KB`);
    expect(size).toBeLessThan(500_000);
  });

  describe('the start of the function', () => {
    for (const node of offers) {
      if (node.unavailable !== undefined) {
        skippedTest(`on ${node.name}`, node.unavailable);
        continue;
      }
      test(`on ${node.name}`, async () => {
        const folders = { empty: await emptyFunction(), dumpstream: await unpackedFunction() };
        const times: Record<keyof typeof folders, number[]> = { empty: [], dumpstream: [] };
        const cpu: Record<keyof typeof folders, number[]> = { empty: [], dumpstream: [] };
        let memory = 0;
        // In turns, so that what else the machine does weighs on both.
        for (let round = 0; round < rounds; round += 1) {
          for (const name of ['empty', 'dumpstream'] as const) {
            const start = await startOnce({ folder: folders[name], node: node.path });
            times[name].push(start.initDurationMs);
            cpu[name].push(start.initCpuMs ?? Number.NaN);
            if (name === 'dumpstream') memory = Math.max(memory, start.peakBytes ?? 0);
          }
        }
        const empty = medianOf(times.empty);
        const own = medianOf(times.dumpstream);
        print(
          `${node.name}: init ${own.toFixed(0)} ms, ${(own - empty).toFixed(0)} ms more than an ` +
            `empty handler's, of CPU ${(medianOf(cpu.dumpstream) - medianOf(cpu.empty)).toFixed(0)} ms ` +
            `more (medians of ${rounds}); ${megabytesOf(memory)} of memory after it`,
        );
        expect(own).toBeGreaterThan(empty);
        expect(memory).toBeLessThan(128 * 1024 * 1024);
      });
    }
  });

  describeEachFlavor(`a dump of ${megabytes} MB into S3 inside 128 MiB, and back`, (server) => {
    // Each server with one of the two: what a dump takes depends little on the server.
    const node = offers[server.flavor === 'mysql' ? 0 : 1];
    test(`on ${node?.name}`, async (context) => {
      context.skip(node?.path === undefined, node?.unavailable);
      const database = await databaseOf(server, megabytes);
      const surroundings = await startSurroundings();
      const { s3, environment } = surroundings;
      const runtime = await startFunction(
        { ...environment, ...variablesOf(server, database) },
        { memoryLimitMiB: 128, timeoutSeconds: 900, ...(node?.path && { node: node.path }) },
      );
      context.skip(!runtime.memoryLimited, 'no memory cgroup is writable here');
      const started = performance.now();
      const result = resultOf(await runtime.invoke({}));
      const seconds = (performance.now() - started) / 1000;
      const parts = s3.count('UploadPart');
      const dumpPeak = runtime.peakMemoryBytes() ?? 0;
      print(
        `${node?.name}, ${server.name}: ${megabytes} MB of SQL, ${megabytesOf(result.bytes)} of gzip ` +
          `in ${parts} parts, in ${seconds.toFixed(1)} s; ` +
          `peak ${megabytesOf(dumpPeak)} of 128 MiB`,
      );
      expect(result.rows).toBe(rowsOf(megabytes));
      expect(parts).toBeGreaterThan(3);
      const object = (await s3.object(bucket, result.key)) ?? Buffer.alloc(0);
      expect(object.byteLength).toBe(result.bytes);
      if (megabytes <= 500) {
        const sql = gunzipSync(object);
        expect(sql.byteLength).toBeGreaterThan(megabytes * 1e6);
        expect(sql.subarray(-100).toString()).toContain('-- Dump completed');
      }
      const name = `${node?.name}, ${server.name}: the same`;
      const verified = await timed(runtime, { verify: true }, `${name}, dumped and verified`);
      expect(verified).toMatchObject({ rows: rowsOf(megabytes), verified: true });
      // What the dump had in memory is let go before it is read back.
      expect((runtime.peakMemoryBytes() ?? 0) - dumpPeak).toBeLessThan(20e6);
      await runtime.stop();

      const copy = await server.createDatabase('lambda_figures_copy');
      const restoring = await startFunction(
        { ...restoringFrom(surroundings), ...variablesOf(server, copy) },
        {
          handler: 'restore.handler',
          memoryLimitMiB: 128,
          timeoutSeconds: 900,
          ...(node?.path && { node: node.path }),
        },
      );
      const restored = await timed(restoring, {}, `${name}, restored`);
      expect(restored).toMatchObject({ key: verified.key, rows: rowsOf(megabytes), tables: 1 });
    }, 900_000);
  });
}

/** Invokes a function, and prints how long that took, and its memory. */
async function timed(runtime: LambdaRuntime, event: unknown, what: string): Promise<Result> {
  const began = performance.now();
  const result = resultOf(await runtime.invoke(event));
  print(
    `${what}, in ${((performance.now() - began) / 1000).toFixed(1)} s; ` +
      `peak ${megabytesOf(runtime.peakMemoryBytes() ?? 0)} of 128 MiB`,
  );
  return result;
}

/** Starts an environment, and ends it. */
async function startOnce(options: Pick<LambdaOptions, 'folder' | 'node'>) {
  const runtime = await runtimeOffer.start({ ...options, handler: 'index.handler' });
  try {
    expect(runtime.initError).toBeUndefined();
    const { initDurationMs, initCpuMs } = runtime;
    return { initDurationMs, initCpuMs, peakBytes: runtime.peakMemoryBytes() };
  } finally {
    await runtime.stop();
  }
}

async function emptyFunction(): Promise<string> {
  const folder = await createTemporaryFolder('empty-function');
  onTestFinished(() => folder.remove());
  await writeFile(join(folder.path, 'index.cjs'), 'exports.handler = async () => ({});\n');
  return folder.path;
}

const rowBytes = 1_000;

function rowsOf(size: number): number {
  return Math.ceil((size * 1e6) / rowBytes);
}

/** Rows of text, of which about half is noise. */
async function databaseOf(server: DatabaseServer, size: number): Promise<string> {
  const database = await server.createDatabase('lambda_figures');
  const table = `\`${database}\`.\`entries\``;
  await server.query(
    `CREATE TABLE ${table} (id INT AUTO_INCREMENT PRIMARY KEY, noise TEXT, text TEXT)`,
  );
  const noise = Array.from({ length: 9 }, () => 'SHA2(RAND(), 256)').join(', ');
  const insert = `INSERT INTO ${table} (noise, text) SELECT CONCAT(${noise}), REPEAT('dumpstream ', 38)`;
  const rows = rowsOf(size);
  // Nobody replicates it.
  const unlogged = 'SET SESSION sql_log_bin = 0';
  await server.query(insert);
  for (let made = 1; made < rows; made *= 2) {
    await server.query(`${unlogged}; ${insert} FROM ${table} LIMIT ${Math.min(made, rows - made)}`);
  }
  return database;
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function megabytesOf(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
