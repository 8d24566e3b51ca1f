/** The configuration deploys the function with what it needs and no more. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { convertFiles, parse } from '@cdktn/hcl2json';
import { beforeAll, describe, expect, test } from 'vitest';
import { reasonAgainst, run } from '../testing/programs.ts';
import { defaultMetricsNamespace } from '../testing/settings.ts';
import {
  bucketArn,
  deployments,
  deploymentsOfMany,
  neededStatements,
  neededVariables,
  statementsOf,
} from '../testing/statements.ts';
import { type Evaluation, evaluate, exampleFolder } from './evaluate.ts';

/** A block of HCL as JSON: blocks are lists, expressions are texts with `${…}`. */
type Block = Readonly<Record<string, unknown>>;
type Blocks = Readonly<Record<string, readonly Block[]>>;

/** A whole folder of HCL as JSON. */
interface Configuration {
  readonly resource: Readonly<Record<string, Blocks>>;
  readonly module: Blocks;
  readonly variable: Blocks;
  readonly output: Blocks;
}

const all = { ...deployments, ...deploymentsOfMany };
const noTerraform = await reasonAgainst('terraform', 'version');
const noProvider =
  noTerraform ??
  (existsSync(join(exampleFolder, '.terraform'))
    ? undefined
    : 'needs the provider: terraform init -backend=false');
const configuration = (await convertFiles(exampleFolder)) as Configuration;
const source = readdirSync(exampleFolder)
  .filter((name) => name.endsWith('.tf'))
  .map((name) => readFileSync(join(exampleFolder, name), 'utf8'))
  .join('\n');

/** How a value looks that is nothing but a reference or an expression. */
function refersTo(expression: string): string {
  return `\${${expression}}`;
}

/** The only block of a resource. */
function resource(type: string, name: string): Block {
  const [block, ...others] = configuration.resource[type]?.[name] ?? [];
  if (block === undefined || others.length > 0) throw new Error(`There is no one ${type}.${name}.`);
  return block;
}

describe.skipIf(noTerraform !== undefined)(
  `worked out by Terraform${noTerraform ? `, skipped: ${noTerraform}` : ''}`,
  () => {
    let evaluation: Evaluation;

    beforeAll(async () => {
      const expression = (block: Block) =>
        String(block['policy'])
          .replaceAll('aws_s3_bucket.dumps.arn', JSON.stringify(bucketArn))
          .replaceAll(`"\${${JSON.stringify(bucketArn)}}/*"`, JSON.stringify(`${bucketArn}/*`))
          .replaceAll('aws_lambda_function.dump.arn', JSON.stringify('arn:of:function'));
      evaluation = await evaluate(all, {
        bucket: expression(resource('aws_s3_bucket_policy', 'dumps')),
        scheduler: expression(resource('aws_iam_role_policy', 'scheduler')),
      });
    });

    test.each(Object.entries(all))(
      'the role may do what the function does, and nothing else, with %s',
      (name, options) => {
        const policy = evaluation.settings[name]?.policy ?? '{}';
        expect(statementsOf(JSON.parse(policy))).toEqual(neededStatements(options));
      },
    );

    test.each(Object.entries(all))(
      'the function is told all that it has to know, with %s',
      (name, options) => {
        expect(evaluation.settings[name]?.environment).toEqual(neededVariables(options));
      },
    );

    test.each(Object.entries(all))(
      'each database has its event and its metric, with %s',
      (name, options) => {
        const events = Object.values(evaluation.settings[name]?.events ?? {});
        const wanted = options.targets?.map((target) => JSON.stringify({ target })) ?? ['{}'];
        expect(events.sort()).toEqual(wanted.sort());
        const dimensions = Object.values(evaluation.settings[name]?.dimensions ?? {});
        expect(new Set(dimensions)).toEqual(
          new Set<object>(options.targets?.map((Target) => ({ Target })) ?? [{}]),
        );
      },
    );

    test('the bucket takes no unencrypted connection', () => {
      expect(statementsOf(JSON.parse(String(evaluation.expressions['bucket'])))).toEqual([
        {
          effect: 'Deny',
          actions: ['s3:*'],
          resources: [bucketArn, `${bucketArn}/*`],
          condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ]);
    });

    test('the schedule may invoke the function and no more', () => {
      expect(statementsOf(JSON.parse(String(evaluation.expressions['scheduler'])))).toEqual([
        { effect: 'Allow', actions: ['lambda:InvokeFunction'], resources: ['arn:of:function'] },
      ]);
    });
  },
);

describe('as it is written', () => {
  test('the roles have their permissions from nowhere else', () => {
    expect(Object.keys(configuration.resource['aws_iam_role_policy'] ?? {})).toEqual([
      'function',
      'scheduler',
    ]);
    expect(resource('aws_iam_role_policy', 'function')).toMatchObject({
      policy: refersTo('module.settings.policy'),
      role: refersTo('aws_iam_role.function.id'),
    });
    expect(configuration.resource).not.toHaveProperty('aws_iam_role_policy_attachment');
    for (const name of ['function', 'scheduler']) {
      expect(resource('aws_iam_role', name)).not.toHaveProperty('managed_policy_arns');
      expect(resource('aws_iam_role', name)).not.toHaveProperty('inline_policy');
    }
  });

  test('the function is run every night with all the time that there is', () => {
    expect(resource('aws_lambda_function', 'dump')).toMatchObject({
      handler: 'index.handler',
      runtime: 'nodejs24.x',
      architectures: ['arm64'],
      timeout: 900,
      role: refersTo('aws_iam_role.function.arn'),
      environment: [{ variables: refersTo('module.settings.environment') }],
    });
    expect(resource('aws_scheduler_schedule', 'dump')).toMatchObject({
      for_each: refersTo('module.settings.events'),
      schedule_expression: refersTo('var.schedule'),
      target: [{ arn: refersTo('aws_lambda_function.dump.arn'), input: refersTo('each.value') }],
    });
    expect(configuration.variable['schedule']).toMatchObject([{ default: 'cron(15 3 * * ? *)' }]);
    expect(configuration.variable['memory_size']).toMatchObject([{ default: 256 }]);
    expect(resource('aws_lambda_function_event_invoke_config', 'dump')).toMatchObject({
      maximum_retry_attempts: 1,
      destination_config: [
        { on_failure: [{ destination: refersTo('aws_sns_topic.failures.arn') }] },
      ],
    });
    expect(resource('aws_cloudwatch_log_group', 'function')).toMatchObject({
      retention_in_days: 90,
    });
  });

  test('the bucket is encrypted, closed to the public, and is not destroyed', () => {
    expect(resource('aws_s3_bucket', 'dumps')).toMatchObject({
      lifecycle: [{ prevent_destroy: true }],
    });
    expect(resource('aws_s3_bucket_server_side_encryption_configuration', 'dumps')).toMatchObject({
      rule: [{ apply_server_side_encryption_by_default: [{ sse_algorithm: 'AES256' }] }],
    });
    expect(resource('aws_s3_bucket_public_access_block', 'dumps')).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
    expect(resource('aws_s3_bucket_versioning', 'dumps')).toMatchObject({
      versioning_configuration: [{ status: 'Enabled' }],
    });
  });

  test('the bucket forgets old dumps, and parts of dumps that were killed', () => {
    expect(resource('aws_s3_bucket_lifecycle_configuration', 'dumps')['rule']).toMatchObject([
      { status: 'Enabled', abort_incomplete_multipart_upload: [{ days_after_initiation: 1 }] },
      {
        status: 'Enabled',
        expiration: [{ days: refersTo('var.retention_days') }],
        noncurrent_version_expiration: [{ noncurrent_days: 7 }],
      },
      { status: 'Enabled', expiration: [{ expired_object_delete_marker: true }] },
    ]);
    expect(configuration.variable['retention_days']).toMatchObject([{ default: 35 }]);
  });

  test('alarms tell of a dump that failed, and of 26 hours without one', () => {
    const actions = { alarm_actions: [refersTo('aws_sns_topic.failures.arn')] };
    expect(resource('aws_cloudwatch_metric_alarm', 'failed')).toMatchObject({
      metric_name: 'Errors',
      threshold: 1,
      comparison_operator: 'GreaterThanOrEqualToThreshold',
      ...actions,
    });
    expect(resource('aws_cloudwatch_metric_alarm', 'missing')).toMatchObject({
      for_each: refersTo('module.settings.dimensions'),
      namespace: defaultMetricsNamespace,
      metric_name: 'Success',
      period: 3600,
      evaluation_periods: 26,
      datapoints_to_alarm: 26,
      threshold: 1,
      comparison_operator: 'LessThanThreshold',
      treat_missing_data: 'breaching',
      ...actions,
    });
  });

  test('every reference leads to something, and every variable is used', async () => {
    const named = (pattern: RegExp) =>
      [...new Set([...source.matchAll(pattern)].map((match) => match[1] ?? ''))].sort();
    expect(named(/\bvar\.(\w+)/g)).toEqual(Object.keys(configuration.variable).sort());
    const resources = Object.entries(configuration.resource).flatMap(([type, blocks]) =>
      Object.keys(blocks).map((name) => `${type}.${name}`),
    );
    const referred = named(/(?<!data\.)\b(aws_\w+\.\w+)/g);
    expect(referred.filter((name) => !resources.includes(name))).toEqual([]);

    const settings = (await convertFiles(join(exampleFolder, 'settings'))) as Configuration;
    const [{ source: _source, ...given } = {}] = configuration.module['settings'] ?? [];
    expect(Object.keys(given).sort()).toEqual(Object.keys(settings.variable).sort());
    expect(named(/\bmodule\.settings\.(\w+)/g)).toEqual(Object.keys(settings.output).sort());
  });
});

test('what is not HCL would be noticed', async () => {
  await expect(parse('broken.tf', 'resource "a" {')).rejects.toThrow();
});

test('the files are formatted as Terraform does it', async ({ skip }) => {
  skip(noTerraform !== undefined, noTerraform);
  const { exitCode, stdout } = await run('terraform', ['fmt', '-check', '-recursive'], {
    folder: exampleFolder,
  });
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' });
});

test('the provider takes the configuration', async ({ skip }) => {
  skip(noProvider !== undefined, noProvider);
  const { exitCode, stdout } = await run('terraform', ['validate', '-json'], {
    folder: exampleFolder,
  });
  expect({ exitCode, ...JSON.parse(stdout) }).toMatchObject({ exitCode: 0, valid: true });
});
