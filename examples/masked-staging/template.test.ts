/** The template gives each function what it needs of its side, and nothing of the other. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readTemplate } from '../sam/read-template.ts';
import { closedBucket, encryptedConnectionsOnly } from '../testing/bucket.ts';
import { onlyOne, resourcesOf } from '../testing/cloudformation.ts';
import { reasonAgainst, run } from '../testing/programs.ts';
import {
  account,
  bucketArn,
  logGroupArn,
  region,
  statementsOf,
  topicArn,
} from '../testing/statements.ts';
import { exampleFolder, functionProperties, resources } from './stage.ts';

const templatePath = join(exampleFolder, 'template.yaml');
const template = readTemplate(templatePath);
const noLint = await reasonAgainst('cfn-lint');

const dumps = `${bucketArn}/dump/*`;
const parameterArns = (side: string) =>
  ['dbhost', 'dbname', 'dbpass', 'dbuser'].map(
    (name) => `arn:aws:ssm:${region}:${account}:parameter/${side}/shop-${name}`,
  );
const allow = (actions: readonly string[], resources: readonly string[], condition?: unknown) => ({
  effect: 'Allow',
  ...{ actions, resources },
  ...(condition !== undefined && { condition }),
});
const both = [
  allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [logGroupArn]),
  allow(['sns:Publish'], [topicArn]),
];

function statementsOfRole(name: string) {
  const policies = resources[name]?.Properties?.['Policies'] ?? [];
  const [policy, ...others] = policies as { PolicyDocument: unknown }[];
  expect(others).toEqual([]);
  expect(resources[name]?.Properties).not.toHaveProperty('ManagedPolicyArns');
  return statementsOf(policy?.PolicyDocument);
}

describe('the function that dumps', () => {
  test('may read production and the key, write copies, and read them back', () => {
    const statements = statementsOfRole('DumpRole');
    expect(statements).toHaveLength(6);
    expect(statements).toEqual(
      expect.arrayContaining([
        ...both,
        allow(['s3:AbortMultipartUpload', 's3:PutObject'], [dumps]),
        allow(['s3:GetObjectVersion'], [dumps]),
        allow(['secretsmanager:GetSecretValue'], ['MaskKey']),
        allow(['ssm:GetParameters'], parameterArns('production')),
      ]),
    );
  });

  test('masks by the policy that is deployed with it, and verifies', () => {
    expect(resources['DumpFunction']?.Properties).toMatchObject({
      CodeUri: 'function/',
      Role: 'arn:of:DumpRole',
    });
    expect(functionProperties('DumpFunction')).toMatchObject({
      Handler: 'index.handler',
      Environment: {
        Variables: {
          DUMPSTREAM_SSM_PREFIX: '/production/shop-',
          DUMPSTREAM_MASK_POLICY: 'file:policy.jsonc',
          DUMPSTREAM_MASK_KEY_FROM: 'secret:MaskKey',
          DUMPSTREAM_VERIFY: 'true',
        },
      },
    });
  });
});

describe('the function that restores', () => {
  test('may read copies and staging’s parameters: no key, and nothing of production', () => {
    const statements = statementsOfRole('RestoreRole');
    expect(statements).toHaveLength(5);
    expect(statements).toEqual(
      expect.arrayContaining([
        ...both,
        allow(['s3:GetObject'], [dumps]),
        allow(['s3:ListBucket'], [bucketArn], { StringLike: { 's3:prefix': 'dump/*' } }),
        allow(['ssm:GetParameters'], parameterArns('staging')),
      ]),
    );
    const all = JSON.stringify([resources['RestoreRole'], resources['RestoreFunction']]);
    expect(all).not.toMatch(/production|MaskKey/i);
  });

  test('takes masked copies alone, and is not tried again', () => {
    expect(functionProperties('RestoreFunction')).toMatchObject({
      Handler: 'restore.handler',
      Environment: { Variables: { DUMPSTREAM_REQUIRE_MASK: 'any', DUMPSTREAM_FORCE: 'true' } },
      EventInvokeConfig: { MaximumRetryAttempts: 0 },
    });
    expect(resources['RestoreFunction']?.Properties).toMatchObject({ Role: 'arn:of:RestoreRole' });
  });

  test('runs in subnets and with security groups of its own', () => {
    const inVpc = resourcesOf(template, {
      ProductionSubnetIds: 'subnet-p',
      ProductionSecurityGroupIds: 'sg-p',
      StagingSubnetIds: 'subnet-s',
      StagingSecurityGroupIds: 'sg-s',
    });
    expect(inVpc['DumpFunction']?.Properties).toMatchObject({
      VpcConfig: { SubnetIds: ['subnet-p'], SecurityGroupIds: ['sg-p'] },
    });
    expect(inVpc['RestoreFunction']?.Properties).toMatchObject({
      VpcConfig: { SubnetIds: ['subnet-s'], SecurityGroupIds: ['sg-s'] },
    });
  });
});

describe('the key', () => {
  test('is made by Secrets Manager, long enough, and outlives the stack', () => {
    expect(resources['MaskKey']).toMatchObject({
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: { GenerateSecretString: { PasswordLength: 64, ExcludePunctuation: true } },
    });
    expect(readFileSync(templatePath, 'utf8')).not.toContain('RotationSchedule');
  });

  test('is read by nobody but the function that dumps', () => {
    const { SecretId, BlockPublicPolicy, ResourcePolicy } = onlyOne(
      resources,
      'AWS::SecretsManager::ResourcePolicy',
    );
    expect({ SecretId, BlockPublicPolicy }).toEqual({
      SecretId: 'MaskKey',
      BlockPublicPolicy: true,
    });
    expect(statementsOf(ResourcePolicy)).toEqual([
      {
        effect: 'Deny',
        actions: ['secretsmanager:GetSecretValue'],
        resources: ['*'],
        condition: { ArnNotEquals: { 'aws:PrincipalArn': 'arn:of:DumpRole' } },
      },
    ]);
  });
});

test('the copy is made every night, and restored three quarters of an hour later', () => {
  for (const [name, expression] of [
    ['DumpFunction', 'cron(15 2 * * ? *)'],
    ['RestoreFunction', 'cron(0 3 * * ? *)'],
  ] as const) {
    expect(functionProperties(name).Events.Nightly).toEqual({
      Type: 'ScheduleV2',
      Properties: {
        ScheduleExpression: expression,
        ScheduleExpressionTimezone: 'UTC',
        Input: '{}',
      },
    });
  }
});

test('the bucket is encrypted, closed to the public, and takes no unencrypted connection', () => {
  expect(onlyOne(resources, 'AWS::S3::Bucket')).toMatchObject(closedBucket);
  const { PolicyDocument } = onlyOne(resources, 'AWS::S3::BucketPolicy');
  expect(statementsOf(PolicyDocument)).toEqual(encryptedConnectionsOnly);
});

test('an alarm tells when nothing was restored for 26 hours, whatever the reason', () => {
  expect(onlyOne(resources, 'AWS::CloudWatch::Alarm')).toMatchObject({
    MetricName: 'RestoreSuccess',
    TreatMissingData: 'breaching',
    EvaluationPeriods: 26,
    AlarmActions: [topicArn],
  });
});

describe('the README', () => {
  const readme = readFileSync(join(exampleFolder, 'README.md'), 'utf8');

  test('deploys with parameters that the template has', () => {
    const given = [...readme.matchAll(/\b([A-Z]\w+)=(?!=)/g)].map(([, name = '']) => name);
    expect(given).toContain('AlarmEmail');
    const known = Object.keys(template.Parameters ?? {});
    expect(given.filter((name) => !known.includes(name))).toEqual([]);
    const told = [...readme.matchAll(/^\| `(.+?)` /gm)].flatMap(([, names = '']) =>
      names.split('`, `'),
    );
    expect(told.sort()).toEqual([...known].sort());
  });

  test('puts policy and zip where the template looks for them', () => {
    expect(readme).toContain(
      'unzip -o -q ../../packages/lambda/dist/dumpstream-lambda.zip -d function',
    );
    expect(readme).toContain('cp policy.jsonc function/');
  });
});

test('the linter of CloudFormation has nothing to say', async ({ skip }) => {
  skip(noLint !== undefined, noLint);
  const { exitCode, stdout, stderr } = await run('cfn-lint', ['--template', templatePath]);
  expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 0, stdout: '', stderr: '' });
});
