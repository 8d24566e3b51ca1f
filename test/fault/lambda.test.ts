/** Faults of one execution environment of the function, one after the other: the next one works. */

import { readdirSync, readFileSync } from 'node:fs';
import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import { beforeAll, expect, test } from 'vitest';
import {
  bucket,
  parametersOf,
  type Surroundings,
  startSurroundings,
} from '../lambda/function-fixture.ts';
import { buildZip, runtimeOffer, startFunction } from '../lambda/packaged-function.ts';
import type { FaultRule } from '../s3/faulty-s3.ts';
import type { InvocationResult, LambdaRuntime } from '../services/index.ts';
import { describeEachFlavor, skippedTest } from '../services/vitest.ts';
import { type FaultBench, useFaultBench } from './fault-bench.ts';
import { factor } from './fault-options.ts';
import { countFault, tryFaults } from './fault-tally.ts';
import {
  expectNothingLeft,
  mostOf,
  type ProcessResources,
  resourcesNow,
} from './process-resources.ts';

const prefix = '/prod/shop-';
const key = 'dump/latest.sql';

/** SDK attempts per request in the function, so that failing for good does not take long. */
const attempts = 2;

/** An execution environment and what a fault must not change about it. */
class FunctionWatch {
  readonly #bench: FaultBench;
  readonly #surroundings: Surroundings;
  readonly #runtime: LambdaRuntime;
  readonly #processId: number;
  #reference = '';
  #before: ProcessResources | undefined;

  constructor(
    bench: FaultBench,
    surroundings: Surroundings,
    { runtime, processId }: { readonly runtime: LambdaRuntime; readonly processId: number },
  ) {
    this.#bench = bench;
    this.#surroundings = surroundings;
    this.#runtime = runtime;
    this.#processId = processId;
  }

  invoke(): Promise<InvocationResult> {
    return this.#runtime.invoke({});
  }

  /** An undisturbed invocation gives the same object as the first one did. */
  async expectWhole(): Promise<void> {
    const { s3 } = this.#surroundings;
    this.#bench.proxy.passAll();
    s3.failWhen(() => undefined);
    const outcome = await this.invoke();
    expect(outcome).toMatchObject({ ok: true });
    const object = (await s3.object(bucket, key))?.toString() ?? '';
    const sql = withoutTimes(object);
    if (this.#reference === '') this.#reference = sql;
    expect(sql.length).toBeGreaterThan(100_000);
    expect(sql === this.#reference).toBe(true);
    await s3.client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
  }

  /** What the process holds from now on is what it may hold. */
  async settle(): Promise<void> {
    for (let invocation = 0; invocation < 2; invocation++) {
      await this.expectWhole();
      const now = resourcesNow(this.#processId);
      this.#before = mostOf(this.#before ?? now, now);
    }
  }

  /** The invocation has failed as expected, left nothing, and the next one works. */
  async expectFailure(
    outcome: InvocationResult,
    errorType: string | RegExp,
    message: string | RegExp,
  ): Promise<void> {
    const { s3 } = this.#surroundings;
    if (outcome.ok) throw new Error('The invocation should have failed.');
    expect(outcome.error.errorType).toMatch(errorType);
    expect(outcome.error.errorMessage).toMatch(message);
    expect(this.#runtime.logs()).not.toContain(this.#bench.password);
    expect(await s3.keys(bucket)).toEqual([]);
    expect(s3.openUploads(bucket)).toEqual([]);
    await this.#bench.checkNothingAtServer();
    await this.expectWhole();
    if (this.#before !== undefined) await expectNothingLeft(this.#before, this.#processId);
  }
}

/**
 * The SQL of a dump without the comments that tell when, and where in the binary log, it began, and
 * without the manifest, which has the checksums of these comments and all lengths.
 */
function withoutTimes(sql: string): string {
  const manifest = sql.lastIndexOf('\n-- dumpstream manifest ');
  expect(sql.slice(manifest)).toMatch(/\n-- dumpstream locator .*\n-- Dump completed .*\n$/);
  return sql.slice(0, manifest).replace(/^-- (?:Snapshot|Binary log|GTID).*$/gm, '--');
}

/** The child of this process that runs the function. */
function functionProcess(known: readonly number[]): number {
  const found = functionProcesses().filter((id) => !known.includes(id));
  const [only] = found;
  if (only === undefined || found.length > 1) throw new Error(`${found.length} functions run.`);
  return only;
}

function functionProcesses(): readonly number[] {
  return readdirSync('/proc').flatMap((name) => {
    try {
      if (!/^\d+$/.test(name)) return [];
      const parent = / \(.*\) \S (\d+) /s.exec(` ${readFileSync(`/proc/${name}/stat`, 'utf8')}`);
      const isOurs = Number(parent?.[1]) === process.pid;
      const command = isOurs ? readFileSync(`/proc/${name}/cmdline`, 'utf8') : '';
      return command.includes('index.handler') ? [Number(name)] : [];
    } catch {
      // It has ended meanwhile.
      return [];
    }
  });
}

const s3Faults: readonly [string, FaultRule, string][] = [
  ['S3 500 InternalError', () => ({ status: 500, code: 'InternalError' }), 'InternalError'],
  ['S3 503 SlowDown', () => ({ status: 503, code: 'SlowDown' }), 'SlowDown'],
  ['S3 403 AccessDenied', () => ({ status: 403, code: 'AccessDenied' }), 'denied'],
  ['S3 resets', () => 'reset', 'reach'],
];

if (runtimeOffer.unavailable !== undefined) {
  skippedTest('one execution environment survives all faults', runtimeOffer.unavailable);
} else if (process.platform !== 'linux') {
  skippedTest('one execution environment survives all faults', 'needs /proc of Linux');
} else {
  beforeAll(buildZip);

  describeEachFlavor('one execution environment of the function', (server) => {
    const bench = useFaultBench(server);

    async function start(timeoutSeconds: number) {
      const through = { ...server, user: bench().user, password: bench().password };
      const parameters = parametersOf(
        { ...through, port: bench().proxy.port },
        bench().database,
        prefix,
      );
      const surroundings = await startSurroundings(parameters);
      const known = functionProcesses();
      const runtime = await startFunction(
        {
          ...surroundings.environment,
          AWS_MAX_ATTEMPTS: String(attempts),
          DUMPSTREAM_SSM_PREFIX: prefix,
          DUMPSTREAM_COMPRESS: 'none',
          DUMPSTREAM_KEY: 'latest',
        },
        { timeoutSeconds },
      );
      const watch = new FunctionWatch(bench(), surroundings, {
        runtime,
        processId: functionProcess(known),
      });
      return { surroundings, watch };
    }

    test('survives all of them', async (context) => {
      const { surroundings, watch } = await start(60);
      const { s3, parameterStore } = surroundings;

      for (const status of [400, 500]) {
        const asked = parameterStore.requests.length;
        parameterStore.failNext(status, attempts);
        const outcome = await watch.invoke();
        countFault(context, `SSM ${status === 400 ? 'throttled' : 'failing'}`);
        expect(parameterStore.requests.length - asked).toBe(attempts);
        if (outcome.ok) throw new Error('The invocation should have failed.');
        expect(outcome.error).toMatchObject({ errorType: 'ParameterStoreError' });
        expect(outcome.error.errorMessage).toContain(`${prefix}dbhost`);
      }
      parameterStore.failNext(400);
      countFault(context, 'SSM throttled');
      await watch.settle();

      for (const [kind, rule, message] of s3Faults) {
        s3.failWhen(rule);
        const outcome = await watch.invoke();
        s3.failWhen(() => undefined);
        countFault(context, kind);
        await watch.expectFailure(outcome, 'UploadError', message);
      }

      await tryFaults(context, 6 * factor, async (random) => {
        const { proxy } = bench();
        const kind = random.pick(['reset', 'close'] as const);
        proxy.disturb(bench().placeOf(random, { parallel: 1 }), { kind });
        const outcome = await watch.invoke();
        if (outcome.ok) {
          await watch.expectWhole();
          return undefined;
        }
        await watch.expectFailure(outcome, 'DumpError', bench().address);
        return 'connections cut during an invocation';
      });
    });

    test('survives a connection that falls silent, by its deadline', async (context) => {
      const { watch } = await start(14);
      await watch.settle();
      bench().proxy.disturb({ connection: 0, turn: 12 }, { kind: 'silence' });
      const outcome = await watch.invoke();
      expect(bench().proxy.happened).toBe(true);
      countFault(context, 'silent connections');
      await watch.expectFailure(outcome, 'TimeoutError', /./);
    });
  });
}
