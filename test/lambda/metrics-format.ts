/**
 * Judges a document by the specification of CloudWatch's embedded metric format, its schema and
 * its limits: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */

const units = [
  ...['Seconds', 'Microseconds', 'Milliseconds', 'Percent', 'Count', 'None'],
  ...['', '/Second'].flatMap((rate) =>
    ['Bytes', 'Kilobytes', 'Megabytes', 'Gigabytes', 'Terabytes'].flatMap((unit) => [
      `${unit}${rate}`,
      `${unit.replace('ytes', 'its')}${rate}`,
    ]),
  ),
  'Count/Second',
];

/** @returns a sentence for each rule that the document does not keep */
export function embeddedMetricProblems(document: unknown): string[] {
  const problems: string[] = [];
  const check = (holds: boolean, problem: string) => {
    if (!holds) problems.push(problem);
  };
  const root = record(document);
  const metadata = record(root['_aws']);
  check(Number.isInteger(metadata['Timestamp']), 'Timestamp is no whole number');
  check(Array.isArray(metadata['CloudWatchMetrics']), 'CloudWatchMetrics is no array');
  check(Buffer.byteLength(JSON.stringify(document)) < 256 * 1024, 'the document is too large');
  for (const entry of list(metadata['CloudWatchMetrics'])) {
    const directive = record(entry);
    check(isText(directive['Namespace'], 1024), 'Namespace is no text');
    check(list(directive['Dimensions']).length > 0, 'there are no dimensions');
    for (const set of list(directive['Dimensions'])) {
      check(Array.isArray(set) && set.length <= 30, 'a set of dimensions is none');
      for (const name of list(set)) {
        check(isText(name, 250), 'the name of a dimension is no text');
        const value = root[String(name)];
        check(isText(value, 1024) && value.trim() !== '', `the dimension ${name} has no text`);
      }
    }
    check(list(directive['Metrics']).length <= 100, 'there are too many metrics');
    for (const metric of list(directive['Metrics']).map(record)) {
      const name = String(metric['Name']);
      check(isText(metric['Name'], 1024), 'the name of a metric is no text');
      check(units.includes(String(metric['Unit'] ?? 'None')), `the unit of ${name} is none`);
      check(Number.isFinite(root[name]), `the metric ${name} has no number`);
      const others = Object.keys(metric).filter((key) => key !== 'Name' && key !== 'Unit');
      check(others.length === 0, `the metric ${name} has other members`);
    }
  }
  return problems;
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isText(value: unknown, longest: number): value is string {
  return typeof value === 'string' && value.length >= 1 && value.length <= longest;
}
