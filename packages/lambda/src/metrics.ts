/**
 * The metrics of an invocation, in CloudWatch's embedded metric format: a line of the log that
 * CloudWatch makes metrics of, without a permission or a request.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */

import type { Purpose } from './purpose.ts';

/** What was dumped or restored. */
export interface Amounts {
  /** Of the object or file. */
  readonly bytes: number;
  readonly rows: number;
  readonly tables: number;
}

/** How an invocation ended. */
export interface InvocationOutcome {
  readonly metricPrefix: Purpose['metricPrefix'];
  readonly namespace: string;
  readonly requestId: string;
  readonly functionName: string;
  /** The event's target or the database: a second dimension, low in number. */
  readonly target: string | undefined;
  readonly time: Date;
  readonly durationMs: number;
  readonly peakMemoryBytes: number;
  /** `undefined` for a failure. */
  readonly done: Amounts | undefined;
  /** Stable code of a failure: to search for, not a dimension. */
  readonly errorCode: string | undefined;
}

type Unit = 'Bytes' | 'Count' | 'Milliseconds';

/** `undefined` where metrics are switched off. */
export function metricsDocument(
  outcome: InvocationOutcome,
): Readonly<Record<string, unknown>> | undefined {
  if (outcome.namespace === 'none') return undefined;
  const { done, target, errorCode, requestId, metricPrefix } = outcome;
  const failed = done === undefined;
  const named: [name: string, unit: Unit, value: number][] = [
    ['Success', 'Count', failed ? 0 : 1],
    ['Failure', 'Count', failed ? 1 : 0],
    ['Duration', 'Milliseconds', outcome.durationMs],
    ['PeakMemory', 'Bytes', outcome.peakMemoryBytes],
  ];
  // A failure has no size: a zero would look like an empty database.
  if (done !== undefined) {
    named.push(['Bytes', 'Bytes', done.bytes]);
    named.push(['Rows', 'Count', done.rows]);
    named.push(['Tables', 'Count', done.tables]);
  }
  const values = named.map(([name, ...rest]) => [`${metricPrefix}${name}`, ...rest] as const);
  const dimensions = [
    ['FunctionName'],
    ...(target === undefined ? [] : [['FunctionName', 'Target']]),
  ];
  return {
    _aws: {
      Timestamp: outcome.time.getTime(),
      CloudWatchMetrics: [
        {
          Namespace: outcome.namespace,
          Dimensions: dimensions,
          Metrics: values.map(([Name, unit]) => ({ Name, Unit: unit })),
        },
      ],
    },
    FunctionName: dimensionValue(outcome.functionName),
    ...(target !== undefined && { Target: dimensionValue(target) }),
    ...Object.fromEntries(values.map(([name, , value]) => [name, value])),
    // Where Lambda filters by level, a line without one is of level INFO.
    level: failed ? 'ERROR' : 'INFO',
    requestId,
    ...(errorCode !== undefined && { errorCode }),
  };
}

/**
 * CloudWatch takes printable ASCII, at most 1,024 characters and not blank, and no colon first.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Dimension.html
 */
function dimensionValue(text: string): string {
  const value = text
    .replace(/[^\x20-\x7e]/g, '_')
    .replace(/^:/, '_')
    .slice(0, 1024);
  return value.trim() === '' ? '_' : value;
}

/** The largest resident set of the process so far: of the environment, not of the invocation alone. */
export function peakMemoryBytes(): number {
  return process.resourceUsage().maxRSS * 1024;
}
