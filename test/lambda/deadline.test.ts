/** The packaged function in the real runtime when its time runs out, or its environment ends. */

import { beforeAll, expect, test } from 'vitest';
import { listProcesses } from '../services/processes.ts';
import { describeEachFlavor, skippedTest } from '../services/vitest.ts';
import {
  bucket,
  databaseOfNoise,
  resultOf,
  startSurroundings,
  variablesOf,
} from './function-fixture.ts';
import { buildZip, runtimeOffer, startFunction } from './packaged-function.ts';

if (runtimeOffer.unavailable !== undefined) {
  skippedTest('the function ends in time', runtimeOffer.unavailable);
} else {
  beforeAll(buildZip);

  describeEachFlavor('the function', (server) => {
    /** What fills two parts, and then rows that come ever more slowly. */
    const slow = { DUMPSTREAM_COMPRESS: 'none', DUMPSTREAM_WHERE: 'id < 24 OR SLEEP(0.7) = 0' };

    test('warns early that a dump will not be done in time, and says what would have done', async () => {
      const database = await databaseOfNoise(server, 60);
      const { s3, environment } = await startSurroundings();
      const runtime = await startFunction(
        { ...environment, ...variablesOf(server, database), ...slow },
        { timeoutSeconds: 14 },
      );
      const outcome = await runtime.invoke({});
      expect(outcome).toMatchObject({ ok: false, error: { errorType: 'TimeoutError' } });
      const warning = /^\{.*"dump is not expected to be done in time".*\}$/m.exec(runtime.logs());
      expect(JSON.parse(warning?.[0] ?? '{}')).toMatchObject({
        level: 'WARN',
        tablesDone: 0,
        tablesTotal: 1,
        remainingSeconds: expect.any(Number),
        availableSeconds: expect.any(Number),
        advice: expect.stringMatching(/^A timeout of \d+ s would do; it is 14 s\./),
      });
      const message = outcome.ok ? '' : outcome.error.errorMessage;
      expect(message).toMatch(
        /By then 0 of 1 tables, \d+ rows and [\d.]+ MB of SQL were done, about \d+% of it\./,
      );
      expect(message).toMatch(/\d+% of the CPU that comes with 128 MB was used/);
      expect(await s3.keys(bucket)).toEqual([]);
      expect(s3.openUploads(bucket)).toEqual([]);
    });

    test('fails at once where it has no time', async () => {
      const { s3, environment } = await startSurroundings();
      const runtime = await startFunction(
        { ...environment, ...variablesOf(server, 'any') },
        { timeoutSeconds: 0.5 },
      );
      const outcome = await runtime.invoke({});
      expect(outcome).toMatchObject({
        ok: false,
        error: { errorMessage: expect.stringContaining('Raise its timeout, which is 3 s') },
      });
      expect(s3.operations).toEqual([]);
    });

    test('has the last word where S3 does not answer, is frozen, and cleans up before the next dump', async () => {
      const database = await databaseOfNoise(server, 60);
      const { s3, environment } = await startSurroundings();
      const runtime = await startFunction(
        { ...environment, ...variablesOf(server, database), ...slow },
        { timeoutSeconds: 10 },
      );
      const answer = Promise.withResolvers<void>();
      s3.failWhen(({ name }) =>
        name === 'AbortMultipartUpload' ? { until: answer.promise } : undefined,
      );
      const first = await runtime.invoke({});
      expect(first).toMatchObject({
        ok: false,
        error: {
          errorType: 'TimeoutError',
          errorMessage: expect.stringMatching(/By then .*no time to clean up.*lifecycle rule/),
        },
      });
      expect(s3.openUploads(bucket)).toHaveLength(1);
      const thaw = runtime.freeze();
      answer.resolve();
      s3.failWhen(() => undefined);
      const invocation = runtime.invoke({ noData: true });
      thaw();
      const second = await invocation;
      resultOf(second);
      expect(s3.openUploads(bucket)).toEqual([]);
      const connections = async () =>
        (await listProcesses(server)).filter(
          ({ statement }) => statement.includes(database) && statement.includes('SLEEP(0.7)'),
        );
      await expect.poll(connections).toEqual([]);
    });

    test('ends at once with its environment where nothing is under way', async () => {
      const database = await databaseOfNoise(server, 1);
      const { environment } = await startSurroundings();
      const runtime = await startFunction({ ...environment, ...variablesOf(server, database) });
      expect(await runtime.invoke({})).toMatchObject({ ok: true });
      await runtime.shutDown();
      expect(runtime.logs()).not.toContain('SHUTDOWN');
    });

    test('leaves nothing behind when its environment is ended in the middle of a dump', async () => {
      const database = await databaseOfNoise(server, 60);
      const { s3, environment } = await startSurroundings();
      const runtime = await startFunction({
        ...environment,
        ...variablesOf(server, database),
        ...slow,
      });
      const underWay = new Promise<void>((resolve) => {
        s3.failWhen(({ partNumber }) => {
          if (partNumber === 1) resolve();
          return undefined;
        });
      });
      const invocation = runtime.invoke({});
      await underWay;
      await runtime.shutDown();
      expect(await invocation).toMatchObject({ ok: false });
      expect(runtime.logs()).toContain('"code":"SHUTDOWN"');
      expect(await s3.keys(bucket)).toEqual([]);
      expect(s3.openUploads(bucket)).toEqual([]);
    });
  });
}
