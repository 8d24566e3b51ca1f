/** The metrics are a valid document of CloudWatch's embedded metric format. */

import { describe, expect, test } from 'vitest';
import { type InvocationOutcome, metricsDocument } from '../../packages/lambda/src/metrics.ts';
import { embeddedMetricProblems } from './metrics-format.ts';

const outcome: InvocationOutcome = {
  metricPrefix: '',
  namespace: 'dumpstream',
  requestId: 'r-1',
  functionName: 'nightly-dump',
  target: 'shop',
  time: new Date('2026-01-02T03:04:05.678Z'),
  durationMs: 1234,
  peakMemoryBytes: 90_000_000,
  done: { bytes: 5_000, rows: 10, tables: 2 },
  errorCode: undefined,
};

describe('the metrics', () => {
  test('of a success are bytes, rows, tables, duration and memory', () => {
    const document = metricsDocument(outcome);
    expect(embeddedMetricProblems(document)).toEqual([]);
    expect(document).toEqual({
      _aws: {
        Timestamp: 1_767_323_045_678,
        CloudWatchMetrics: [
          {
            Namespace: 'dumpstream',
            Dimensions: [['FunctionName'], ['FunctionName', 'Target']],
            Metrics: [
              { Name: 'Success', Unit: 'Count' },
              { Name: 'Failure', Unit: 'Count' },
              { Name: 'Duration', Unit: 'Milliseconds' },
              { Name: 'PeakMemory', Unit: 'Bytes' },
              { Name: 'Bytes', Unit: 'Bytes' },
              { Name: 'Rows', Unit: 'Count' },
              { Name: 'Tables', Unit: 'Count' },
            ],
          },
        ],
      },
      FunctionName: 'nightly-dump',
      Target: 'shop',
      Success: 1,
      Failure: 0,
      Duration: 1234,
      PeakMemory: 90_000_000,
      Bytes: 5_000,
      Rows: 10,
      Tables: 2,
      level: 'INFO',
      requestId: 'r-1',
    });
  });

  test('of a failure have no size, and its code where it is no dimension', () => {
    const document = metricsDocument({ ...outcome, done: undefined, errorCode: 'DEADLINE' });
    expect(embeddedMetricProblems(document)).toEqual([]);
    expect(document).toMatchObject({
      Success: 0,
      Failure: 1,
      level: 'ERROR',
      errorCode: 'DEADLINE',
    });
    expect(document).not.toHaveProperty('Rows');
    expect(JSON.stringify(document?.['_aws'])).not.toMatch(/Rows|errorCode/);
  });

  test('of a restore have names of their own, which no alarm on missing dumps looks at', () => {
    const document = metricsDocument({ ...outcome, metricPrefix: 'Restore' });
    expect(embeddedMetricProblems(document)).toEqual([]);
    expect(document).toMatchObject({ RestoreSuccess: 1, RestoreFailure: 0, RestoreRows: 10 });
    expect(document).not.toHaveProperty('Success');
    expect(document).not.toHaveProperty('Failure');
  });

  test('of an invocation whose target is not known have one dimension', () => {
    const document = metricsDocument({ ...outcome, target: undefined });
    expect(embeddedMetricProblems(document)).toEqual([]);
    expect(document).not.toHaveProperty('Target');
  });

  test('are valid for databases of any name', () => {
    for (const target of ['größe', ' ', ':a', 'a\nb', 'x'.repeat(2000), '']) {
      expect(embeddedMetricProblems(metricsDocument({ ...outcome, target }))).toEqual([]);
    }
  });

  test('are none where they are switched off', () => {
    expect(metricsDocument({ ...outcome, namespace: 'none' })).toBeUndefined();
  });
});

test('the judge of the format finds mistakes', () => {
  const valid = metricsDocument(outcome) ?? {};
  const { Rows: _rows, ...withoutValue } = valid;
  expect(embeddedMetricProblems(withoutValue)).toEqual(['the metric Rows has no number']);
  expect(embeddedMetricProblems({ ...valid, Target: 7 })).toEqual([
    'the dimension Target has no text',
  ]);
  expect(embeddedMetricProblems({ ...valid, _aws: { CloudWatchMetrics: [] } })).toContain(
    'Timestamp is no whole number',
  );
});
