/** The template deploys the function with what it needs and no more. */

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { closedBucket, encryptedConnectionsOnly } from '../testing/bucket.ts';
import { onlyOne, resourcesOf } from '../testing/cloudformation.ts';
import { reasonAgainst, run } from '../testing/programs.ts';
import { defaultMetricsNamespace } from '../testing/settings.ts';
import {
  type DeploymentOptions,
  deployments,
  neededStatements,
  neededVariables,
  ssmPrefix,
  statementsOf,
  topicArn,
} from '../testing/statements.ts';
import { readTemplate, templatePath } from './read-template.ts';

const template = readTemplate();
const noLint = await reasonAgainst('cfn-lint');

/** The parameters of the template that ask for the same. */
function parametersFor(options: DeploymentOptions): Record<string, string> {
  return {
    SsmPrefix: ssmPrefix,
    KmsKeyArn: options.kmsKeyArn ?? '',
    DbSecretArn: options.dbSecretArn ?? '',
    DbResourceId: options.iam?.resourceId ?? '',
    Tags: options.tags ?? '',
    ObjectLockDays: String(options.objectLockDays ?? 0),
    LegalHold: String(options.legalHold ?? false),
    Verify: String(options.verify ?? false),
    SubnetIds: options.vpc?.subnetIds.join(',') ?? '',
    SecurityGroupIds: options.vpc?.securityGroupIds.join(',') ?? '',
  };
}

describe.each(Object.entries(deployments))('with %s', (_name, options) => {
  const resources = resourcesOf(template, parametersFor(options));
  const lambda = onlyOne(resources, 'AWS::Serverless::Function');

  test('the role may do what the function does, and nothing else', () => {
    const role = onlyOne(resources, 'AWS::IAM::Role');
    expect(role).not.toHaveProperty('ManagedPolicyArns');
    const [policy, ...others] = role['Policies'] as { PolicyDocument: unknown }[];
    expect(others).toEqual([]);
    expect(statementsOf(policy?.PolicyDocument)).toEqual(neededStatements(options));
  });

  test('the function has that role, and no policy beside it', () => {
    expect(lambda).toMatchObject({ Role: 'arn:of:Role' });
    expect(lambda).not.toHaveProperty('Policies');
  });

  test('the function is told all that it has to know', () => {
    expect(lambda['Environment']).toEqual({ Variables: neededVariables(options) });
    expect(lambda['VpcConfig']).toEqual(
      options.vpc && {
        SubnetIds: options.vpc.subnetIds,
        SecurityGroupIds: options.vpc.securityGroupIds,
      },
    );
  });
});

describe('with its defaults', () => {
  const resources = resourcesOf(template);
  const lambda = onlyOne(resources, 'AWS::Serverless::Function');

  test('the function is the zip that the build makes, with all the time that there is', () => {
    expect(lambda).toMatchObject({
      CodeUri: '../../packages/lambda/dist/dumpstream-lambda.zip',
      Handler: 'index.handler',
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      MemorySize: 256,
      Timeout: 900,
      LoggingConfig: { LogGroup: 'the-log-group' },
    });
    expect(onlyOne(resources, 'AWS::Logs::LogGroup')).toEqual({ RetentionInDays: 90 });
  });

  test('a dump is made every night, tried once more, and a failure is reported', () => {
    expect(lambda).toMatchObject({
      Events: {
        Nightly: {
          Type: 'ScheduleV2',
          Properties: {
            ScheduleExpression: 'cron(15 3 * * ? *)',
            ScheduleExpressionTimezone: 'UTC',
            Input: '{}',
          },
        },
      },
      EventInvokeConfig: {
        MaximumRetryAttempts: 1,
        DestinationConfig: { OnFailure: { Type: 'SNS', Destination: topicArn } },
      },
    });
  });

  test('the bucket is encrypted, closed to the public, and outlives the stack', () => {
    const [bucket] = Object.values(resources).filter(({ Type }) => Type === 'AWS::S3::Bucket');
    expect(bucket).toMatchObject({
      DeletionPolicy: 'Retain',
      Properties: {
        ...closedBucket,
      },
    });
    expect(bucket?.Properties).not.toHaveProperty('ObjectLockEnabled');
  });

  test('the bucket takes no unencrypted connection', () => {
    const { PolicyDocument } = onlyOne(resources, 'AWS::S3::BucketPolicy');
    expect(statementsOf(PolicyDocument)).toEqual(encryptedConnectionsOnly);
  });

  test('the bucket forgets old dumps, and parts of dumps that were killed', () => {
    const { LifecycleConfiguration } = onlyOne(resources, 'AWS::S3::Bucket');
    expect(LifecycleConfiguration).toMatchObject({
      Rules: [
        { Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } },
        {
          Status: 'Enabled',
          ExpirationInDays: 35,
          NoncurrentVersionExpiration: { NoncurrentDays: 7 },
        },
        { Status: 'Enabled', ExpiredObjectDeleteMarker: true },
      ],
    });
  });

  test('an alarm tells of a dump that failed', () => {
    expect(resources['FailedAlarm']?.Properties).toMatchObject({
      Namespace: 'AWS/Lambda',
      MetricName: 'Errors',
      Dimensions: [{ Name: 'FunctionName', Value: 'the-function' }],
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      AlarmActions: [topicArn],
    });
  });

  test('an alarm tells when no dump was made for 26 hours, even if nothing ran at all', () => {
    expect(resources['MissingAlarm']?.Properties).toMatchObject({
      Namespace: defaultMetricsNamespace,
      MetricName: 'Success',
      Dimensions: [{ Name: 'FunctionName', Value: 'the-function' }],
      Period: 3600,
      EvaluationPeriods: 26,
      DatapointsToAlarm: 26,
      Threshold: 1,
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
      AlarmActions: [topicArn],
    });
  });

  test('nobody gets mail who did not ask for it', () => {
    const isSubscription = ({ Type }: { Type: string }) => Type === 'AWS::SNS::Subscription';
    expect(Object.values(resources).filter(isSubscription)).toEqual([]);
    const asked = resourcesOf(template, { AlarmEmail: 'team@example.com' });
    expect(onlyOne(asked, 'AWS::SNS::Subscription')).toEqual({
      TopicArn: topicArn,
      Protocol: 'email',
      Endpoint: 'team@example.com',
    });
  });
});

test('the bucket is made with object lock where dumps are to be locked', () => {
  const resources = resourcesOf(template, { ObjectLockDays: '30' });
  expect(onlyOne(resources, 'AWS::S3::Bucket')).toMatchObject({ ObjectLockEnabled: true });
});

test.each(['../../README.md', 'README.md'])('%s deploys with what the template knows', (path) => {
  const readme = readFileSync(new URL(path, import.meta.url), 'utf8');
  const commands = readme.match(/sam deploy(?:[^\n]*\\\n)*[^\n]*/g) ?? [];
  const given = commands.flatMap((command) => [...command.matchAll(/\b([A-Z]\w+)=/g)]);
  const names = given.map((match) => match[1] ?? '');
  expect(names).toContain('SsmPrefix');
  expect(names.filter((name) => !Object.hasOwn(template.Parameters ?? {}, name))).toEqual([]);
  const outputs = [...readme.matchAll(/OutputKey=='(\w+)'/g)].map((match) => match[1] ?? '');
  const { Outputs } = template as unknown as { Outputs: object };
  expect(outputs.filter((name) => !Object.hasOwn(Outputs, name))).toEqual([]);
});

test('the outputs name the function and the bucket', () => {
  const { Outputs } = template as unknown as { Outputs: Record<string, { Value: unknown }> };
  expect(Outputs['FunctionName']?.Value).toEqual({ Ref: 'Function' });
  expect(Outputs['BucketName']?.Value).toEqual({ Ref: 'Bucket' });
});

test('the linter of CloudFormation has nothing to say', async ({ skip }) => {
  skip(noLint !== undefined, noLint);
  const { exitCode, stdout, stderr } = await run('cfn-lint', ['--template', templatePath]);
  expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 0, stdout: '', stderr: '' });
});
