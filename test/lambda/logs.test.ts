/** The lines that an invocation writes: complete, parseable, and impossible to forge. */

import { beforeAll, describe, expect, test } from 'vitest';
import { createLog, jsonLine } from '../../packages/lambda/src/log.ts';
import { describeEachFlavor, skippedTest } from '../services/vitest.ts';
import { smallDatabase, startSurroundings, variablesOf } from './function-fixture.ts';
import { embeddedMetricProblems } from './metrics-format.ts';
import { buildZip, runtimeOffer, startFunction } from './packaged-function.ts';

type Entry = Readonly<Record<string, unknown>>;

describe('a line of the log', () => {
  test('is one, whatever is in it', () => {
    const hostile = 'a\nb\r\nc\u2028d\u2029e\u0085f\u001b[2Jg\u202eh"}{\u0000';
    const lines: string[] = [];
    createLog((line) => void lines.push(line), hostile)('warn', hostile, { [hostile]: hostile });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^\{[\x20-\x7e]*\}\n$/);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      level: 'WARN',
      requestId: hostile,
      message: hostile,
      [hostile]: hostile,
    });
  });

  test('keeps other characters as they are', () => {
    expect(jsonLine({ table: 'größe 表 👍' })).toBe('{"table":"größe 表 👍"}\n');
  });
});

if (runtimeOffer.unavailable !== undefined) {
  skippedTest('the function writes its log', runtimeOffer.unavailable);
} else {
  beforeAll(buildZip);

  describeEachFlavor('the log of the function', (server) => {
    for (const format of ['Text', 'JSON']) {
      test(`has the same lines where Lambda's log format is ${format}`, async () => {
        const database = await smallDatabase(server);
        const { environment } = await startSurroundings();
        const runtime = await startFunction({
          ...environment,
          ...variablesOf(server, database),
          AWS_LAMBDA_LOG_FORMAT: format,
        });
        await runtime.invoke({});
        const entries = entriesOf(runtime.logs());
        const messages = entries.flatMap(({ message }) => (message === undefined ? [] : [message]));
        expect(messages).toEqual(['dump started', 'dump estimated', 'dump finished']);
        for (const entry of entries) {
          expect(entry).toMatchObject({ requestId: expect.stringMatching(/^[\da-f-]{36}$/) });
        }
        const [metrics, ...others] = entries.filter((entry) => '_aws' in entry);
        expect(others).toEqual([]);
        expect(embeddedMetricProblems(metrics)).toEqual([]);
        expect(metrics).toMatchObject({
          FunctionName: 'dumpstream',
          Target: database,
          Success: 1,
          Failure: 0,
          Rows: 3,
          Tables: 2,
        });
        expect(metrics?.['PeakMemory']).toBeGreaterThan(30e6);
      });
    }

    test('has metrics of failures, in the namespace that is configured, or none', async () => {
      const database = await smallDatabase(server);
      const { environment } = await startSurroundings();
      for (const namespace of ['Backups/Nightly', 'none']) {
        const runtime = await startFunction({
          ...environment,
          ...variablesOf(server, database),
          DUMPSTREAM_METRICS_NAMESPACE: namespace,
        });
        await runtime.invoke({ tables: ['no_such_table'] });
        await runtime.invoke({ tabels: [] });
        const metrics = entriesOf(runtime.logs()).filter((entry) => '_aws' in entry);
        for (const document of metrics) expect(embeddedMetricProblems(document)).toEqual([]);
        const codes = metrics.map(({ Failure, errorCode }) => [Failure, errorCode]);
        expect(codes).toEqual(
          namespace === 'none'
            ? []
            : [
                [1, 'UNKNOWN_TABLE'],
                [1, 'INVALID_CONFIGURATION'],
              ],
        );
        expect(runtime.logs().includes('"Namespace":"Backups/Nightly"')).toBe(namespace !== 'none');
      }
    });
  });
}

/** Our own lines; those of the runtime have no `requestId` beside their message, or a prefix. */
function entriesOf(logs: string): Entry[] {
  return logs
    .split('\n')
    .filter((line) => /^\{"(?:timestamp|_aws)":/.test(line))
    .map((line) => JSON.parse(line) as Entry)
    .filter(({ errorType }) => errorType === undefined);
}
