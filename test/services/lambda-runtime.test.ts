import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createTemporaryFolder, type LambdaOptions, lambdaRuntimeOffer } from './index.ts';
import { createMemoryLimit } from './memory-limit.ts';
import { startProgram } from './process.ts';
import { skippedTest } from './vitest.ts';

const MIB = 1024 * 1024;
const offer = await lambdaRuntimeOffer();
const probe = await createMemoryLimit(64 * MIB);
await probe?.remove();

const HANDLER = `
  const kept = [];
  export const handler = async (event, context) => {
    if (event.fail) throw new TypeError(event.fail);
    if (event.wait) await new Promise((resolve) => setTimeout(resolve, 60_000));
    for (let mib = 0; mib < (event.hog ?? 0); mib += 1) kept.push(Buffer.alloc(1024 * 1024, 1));
    console.log('handling', event.name, process.env.GREETING);
    return { greeting: process.env.GREETING, node: process.version, home: process.env.HOME };
  };
`;

async function startedFunction(source: string, options: Partial<LambdaOptions> = {}) {
  const folder = await createTemporaryFolder('function');
  onTestFinished(() => folder.remove());
  await writeFile(join(folder.path, 'index.mjs'), source);
  const runtime = await offer.start({ folder: folder.path, handler: 'index.handler', ...options });
  onTestFinished(() => runtime.stop());
  return runtime;
}

if (offer.unavailable !== undefined) {
  skippedTest('the Lambda runtime runs a function', offer.unavailable);
} else {
  test('the Lambda runtime passes an event in and the result out', async () => {
    const runtime = await startedFunction(HANDLER, { environment: { GREETING: 'hello' } });
    expect(runtime.initError).toBeUndefined();
    const result = { greeting: 'hello', node: process.version };
    expect(await runtime.invoke({ name: 'first' })).toEqual({ ok: true, result });
    expect(await runtime.invoke({ name: 'second' })).toEqual({ ok: true, result });
    await expect.poll(() => runtime.logs()).toMatch(/handling first hello.*handling second/s);
    expect(runtime.memoryLimited).toBe(false);
    expect(runtime.peakMemoryBytes()).toBeGreaterThan(10 * MIB);
  });

  test('the Lambda runtime reports what a function throws, and goes on', async () => {
    const runtime = await startedFunction(HANDLER);
    expect(await runtime.invoke({ fail: 'no such table' })).toMatchObject({
      ok: false,
      error: { errorType: 'TypeError', errorMessage: 'no such table' },
    });
    expect(await runtime.invoke({})).toMatchObject({ ok: true });
  });

  test('the Lambda runtime reports a function that can not be loaded', async () => {
    const runtime = await startedFunction('throw new RangeError("bad configuration");');
    expect(runtime.initError).toMatchObject({
      errorType: 'RangeError',
      errorMessage: 'bad configuration',
    });
    expect(await runtime.invoke({})).toMatchObject({ ok: false });
  });

  test('the Lambda runtime ends a function that takes too long', async () => {
    const runtime = await startedFunction(HANDLER, { timeoutSeconds: 1 });
    expect(await runtime.invoke({ wait: true })).toMatchObject({
      ok: false,
      error: { errorType: 'Sandbox.Timedout' },
    });
  });

  if (probe === undefined) {
    skippedTest('the Lambda runtime limits memory', 'no memory cgroup is writable here');
  } else {
    test('the Lambda runtime kills a function that takes more than its memory', async () => {
      const runtime = await startedFunction(HANDLER, { memoryLimitMiB: 128 });
      expect(runtime.memoryLimited).toBe(true);
      expect(await runtime.invoke({ hog: 10 })).toMatchObject({ ok: true });
      expect(await runtime.invoke({ hog: 500 })).toMatchObject({
        ok: false,
        error: {
          errorType: 'Runtime.ExitError',
          errorMessage: expect.stringContaining('signal: killed'),
        },
      });
      const peak = runtime.peakMemoryBytes();
      expect(peak).toBeGreaterThan(100 * MIB);
      expect(peak).toBeLessThanOrEqual(128 * MIB);
    });
  }
}

if (probe === undefined) {
  skippedTest('a memory limit', 'no memory cgroup is writable here');
} else {
  test('a memory limit is gone once it was removed', async () => {
    const limit = await createMemoryLimit(64 * MIB);
    if (limit === undefined) throw new Error('there was a memory cgroup a moment ago');
    onTestFinished(() => limit.remove().catch(() => {}));
    const process = await startProgram(
      'sh',
      ['-c', 'echo $$ > "$1" && exec sleep 60', 'sh', limit.joinFile],
      { stdio: ['ignore', 'ignore', 'ignore'] },
    );
    await expect.poll(() => limit.peakBytes()).toBeGreaterThan(0);
    expect(existsSync(limit.joinFile)).toBe(true);
    await process.kill();
    await limit.remove();
    expect(existsSync(limit.joinFile)).toBe(false);
  });
}
