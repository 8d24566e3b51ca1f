/** The construct deploys the function with what it needs and no more. */

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  App,
  aws_ec2 as ec2,
  aws_kms as kms,
  Stack,
  aws_secretsmanager as secretsmanager,
} from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, test } from 'vitest';
import { createTemporaryFolder } from '../../test/services/index.ts';
import { closedBucket, encryptedConnectionsOnly } from '../testing/bucket.ts';
import { onlyOne, type Resource, resourcesOf } from '../testing/cloudformation.ts';
import { defaultMetricsNamespace } from '../testing/settings.ts';
import {
  type DeploymentOptions,
  deployments,
  deploymentsOfMany,
  neededStatements,
  neededVariables,
  ssmPrefixOf,
  statementsOf,
} from '../testing/statements.ts';
import { DumpToS3, type DumpToS3Props } from './dump-to-s3.ts';

let folder: Awaited<ReturnType<typeof createTemporaryFolder>>;
let zip: string;

beforeAll(async () => {
  folder = await createTemporaryFolder('cdk');
  zip = join(folder.path, 'function.zip');
  await writeFile(zip, 'in place of the function');
  return () => folder.remove();
});

/** Synthesises a stack with nothing but the construct. */
function synthesise(props: (stack: Stack) => Omit<DumpToS3Props, 'zip'>): Template {
  const app = new App({
    outdir: join(folder.path, 'out'),
    // CDK checks the template against the definitions of the resources; what it finds is an error.
    context: { '@aws-cdk/core:validateAgainstDefaultRules': true },
  });
  const stack = new Stack(app, 'Test');
  new DumpToS3(stack, 'Dump', { ...props(stack), zip });
  return Template.fromStack(stack);
}

/** The props that ask for the same. */
function propsFor(options: DeploymentOptions, stack: Stack): Omit<DumpToS3Props, 'zip'> {
  const { kmsKeyArn, dbSecretArn, iam, tags, objectLockDays, legalHold, verify, vpc, targets } =
    options;
  return {
    ssmPrefix: ssmPrefixOf(options),
    ...(kmsKeyArn && { encryptionKey: kms.Key.fromKeyArn(stack, 'Key', kmsKeyArn) }),
    ...(dbSecretArn && {
      databaseSecret: secretsmanager.Secret.fromSecretCompleteArn(stack, 'Secret', dbSecretArn),
    }),
    ...(iam && { databaseIam: iam }),
    ...(tags && { tags: Object.fromEntries(new URLSearchParams(tags)) }),
    ...(objectLockDays && { objectLock: { days: objectLockDays } }),
    ...(legalHold && { legalHold }),
    ...(verify && { verify }),
    ...(targets && { targets }),
    ...(vpc && {
      vpc: ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
        vpcId: 'vpc-1',
        availabilityZones: ['eu-central-1a', 'eu-central-1b'].slice(0, vpc.subnetIds.length),
        privateSubnetIds: vpc.subnetIds,
      }),
      securityGroups: vpc.securityGroupIds.map((id) =>
        ec2.SecurityGroup.fromSecurityGroupId(stack, id, id),
      ),
    }),
  };
}

/** Every resource that the role of the function has its permissions from. */
function policiesOf(resources: Readonly<Record<string, Resource>>): unknown[] {
  const isOfFunction = ([name, { Type }]: [string, Resource]) =>
    Type === 'AWS::IAM::Policy' && name.startsWith('DumpRole');
  return Object.entries(resources)
    .filter(isOfFunction)
    .map(([, { Properties }]) => Properties?.['PolicyDocument']);
}

const all = Object.entries({ ...deployments, ...deploymentsOfMany });

describe.each(all)('with %s', (_name, options) => {
  let resources: Record<string, Resource>;

  beforeAll(() => {
    resources = resourcesOf(synthesise((stack) => propsFor(options, stack)).toJSON() as never);
  });

  test('the role may do what the function does, and nothing else', () => {
    const statements = policiesOf(resources).flatMap(statementsOf);
    expect(policiesOf(resources)).toHaveLength(1);
    expect(statements).toEqual(neededStatements(options));
    const [role] = Object.entries(resources).filter(
      ([name, { Type }]) => Type === 'AWS::IAM::Role' && name.startsWith('DumpRole'),
    );
    expect(role?.[1].Properties).not.toHaveProperty('ManagedPolicyArns');
    expect(role?.[1].Properties).not.toHaveProperty('Policies');
  });

  test('the function is told all that it has to know', () => {
    const lambda = onlyOne(resources, 'AWS::Lambda::Function');
    expect(lambda['Environment']).toEqual({ Variables: neededVariables(options) });
    expect(lambda['VpcConfig']).toEqual(
      options.vpc && {
        SubnetIds: options.vpc.subnetIds,
        SecurityGroupIds: options.vpc.securityGroupIds,
      },
    );
  });

  test('each database has a schedule, whose role may invoke the function and no more', () => {
    const schedules = Object.values(resources).filter(
      ({ Type }) => Type === 'AWS::Scheduler::Schedule',
    );
    const inputs = schedules.map(({ Properties }) => Properties?.['Target']);
    expect(inputs).toMatchObject(
      options.targets?.map((target) => ({ Input: JSON.stringify({ target }) })) ?? [
        { Input: '{}' },
      ],
    );
    const others = Object.entries(resources).filter(
      ([name, { Type }]) => Type === 'AWS::IAM::Policy' && !name.startsWith('DumpRole'),
    );
    const statements = others.flatMap(([, { Properties }]) =>
      statementsOf(Properties?.['PolicyDocument']),
    );
    expect(new Set(statements.flatMap(({ actions }) => actions))).toEqual(
      new Set(['lambda:InvokeFunction']),
    );
  });
});

test('each of several databases has an alarm on its own dumps', () => {
  const targets = ['shop', 'crm'];
  const template = synthesise(() => ({ ssmPrefix: '/prod/{target}-', targets }));
  for (const target of targets) {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'Success',
      Dimensions: Match.arrayWith([{ Name: 'Target', Value: target }]),
      TreatMissingData: 'breaching',
    });
  }
});

describe('with its defaults', () => {
  let template: Template;

  beforeAll(() => {
    template = synthesise(() => ({ ssmPrefix: '/prod/shop-', alarmEmail: 'team@example.com' }));
  });

  test('the function is run every night with all the time that there is', () => {
    template.hasResourceProperties('AWS::Lambda::Function', {
      Handler: 'index.handler',
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      MemorySize: 256,
      Timeout: 900,
    });
    template.hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'cron(15 3 * * ? *)',
      ScheduleExpressionTimezone: 'UTC',
    });
    template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
      MaximumRetryAttempts: 1,
      DestinationConfig: { OnFailure: { Destination: Match.anyValue() } },
    });
    template.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 90 });
  });

  test('the bucket is encrypted, closed to the public, and outlives the stack', () => {
    template.hasResource('AWS::S3::Bucket', {
      DeletionPolicy: 'Retain',
      Properties: {
        ...closedBucket,
        ObjectLockEnabled: Match.absent(),
        LifecycleConfiguration: {
          Rules: [
            Match.objectLike({ AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } }),
            Match.objectLike({
              ExpirationInDays: 35,
              NoncurrentVersionExpiration: { NoncurrentDays: 7 },
            }),
            Match.objectLike({ ExpiredObjectDeleteMarker: true }),
          ],
        },
      },
    });
  });

  test('the bucket takes no unencrypted connection', () => {
    const { PolicyDocument } = onlyOne(
      resourcesOf(template.toJSON() as never),
      'AWS::S3::BucketPolicy',
    );
    expect(statementsOf(PolicyDocument)).toEqual(encryptedConnectionsOnly);
  });

  test('alarms tell of a dump that failed, and of 26 hours without one', () => {
    template.resourceCountIs('AWS::CloudWatch::Alarm', 2);
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'Errors',
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      AlarmActions: [Match.anyValue()],
    });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      EvaluationPeriods: 26,
      DatapointsToAlarm: 26,
      Threshold: 1,
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
      Namespace: defaultMetricsNamespace,
      MetricName: 'Success',
      Dimensions: [{ Name: 'FunctionName', Value: Match.anyValue() }],
      Period: 3600,
      AlarmActions: [Match.anyValue()],
    });
    template.hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'email',
      Endpoint: 'team@example.com',
    });
  });
});
