/** A construct: a dump into S3 every night, and a message where there is none. */

import { fileURLToPath } from 'node:url';
import {
  aws_cloudwatch as cloudwatch,
  aws_cloudwatch_actions as cloudwatchActions,
  Duration,
  aws_lambda_destinations as destinations,
  type aws_ec2 as ec2,
  aws_iam as iam,
  type aws_kms as kms,
  aws_lambda as lambda,
  aws_logs as logs,
  RemovalPolicy,
  Stack,
  aws_s3 as s3,
  aws_scheduler as scheduler,
  type aws_secretsmanager as secretsmanager,
  aws_sns as sns,
  aws_sns_subscriptions as subscriptions,
  TimeZone,
  aws_scheduler_targets as targets,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { type DumpPermissions, permissionsOf } from './permissions.ts';

/** What is dumped, when, and how long it is kept. */
export interface DumpToS3Props {
  /**
   * What the names of the SSM parameters `…dbhost`, `…dbname`, `…dbuser` and `…dbpass` begin with,
   * for example `/prod/shop-`. With `targets` it holds `{target}`.
   */
  readonly ssmPrefix: string;
  /** Names of databases that one function serves, each on a schedule of its own. Default: one. */
  readonly targets?: readonly string[];
  /** Key that parameters or secret are encrypted with, if it is one of your own. */
  readonly encryptionKey?: kms.IKey;
  /** Secret with user and password, in place of two parameters. */
  readonly databaseSecret?: secretsmanager.ISecret;
  /** IAM database authentication, in place of a password. */
  readonly databaseIam?: {
    /** `db-…` of an instance, `cluster-…` of a cluster, not its name. */
    readonly resourceId: string;
    readonly user: string;
  };
  /** Where the database can be reached. Default: no VPC. */
  readonly vpc?: ec2.IVpc;
  readonly vpcSubnets?: ec2.SubnetSelection;
  readonly securityGroups?: readonly ec2.ISecurityGroup[];
  /** At least once a day. Default: 03:15 every day. */
  readonly schedule?: scheduler.ScheduleExpression;
  /** Of the schedule, unless that has its own, and of the dates in keys. Default: UTC. */
  readonly timeZone?: string;
  /** In MB; more brings more CPU, and speed. Default: 256. */
  readonly memorySize?: number;
  /** When a dump is deleted. Default: after 35 days. */
  readonly retention?: Duration;
  /** Tags of each dump. */
  readonly tags?: Readonly<Record<string, string>>;
  /** How long nobody can delete a dump. The bucket must be made with it. */
  readonly objectLock?: { readonly days: number; readonly mode?: 'GOVERNANCE' | 'COMPLIANCE' };
  /** A legal hold on each dump; needs `objectLock`. */
  readonly legalHold?: boolean;
  /** Read each dump back, and fail if it is not what was dumped. Default: false. */
  readonly verify?: boolean;
  /** Who is told when a dump fails or none has been made. */
  readonly alarmEmail?: string;
  /** The function. Default: what `npm run build` at the top of the repository made. */
  readonly zip?: string;
}

const builtZip = fileURLToPath(
  new URL('../../packages/lambda/dist/dumpstream-lambda.zip', import.meta.url),
);

/** Function, schedule, bucket, role and alarms. */
export class DumpToS3 extends Construct {
  /** Outlives the stack. */
  readonly bucket: s3.Bucket;
  readonly function: lambda.Function;
  /** Gets the failures and the alarms. */
  readonly topic: sns.Topic;

  constructor(scope: Construct, id: string, props: DumpToS3Props) {
    super(scope, id);
    this.bucket = this.#createBucket(props);
    this.topic = new sns.Topic(this, 'Topic');
    if (props.alarmEmail !== undefined) {
      this.topic.addSubscription(new subscriptions.EmailSubscription(props.alarmEmail));
    }
    this.function = this.#createFunction(props);
    this.#createSchedules(props);
    this.#createAlarms(props);
  }

  #createBucket({ retention = Duration.days(35), objectLock }: DumpToS3Props): s3.Bucket {
    return new s3.Bucket(this, 'Bucket', {
      encryption: s3.BucketEncryption.S3_MANAGED,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      // Who takes over the function can write, but not destroy what was written before.
      versioned: true,
      ...(objectLock !== undefined && { objectLockEnabled: true }),
      removalPolicy: RemovalPolicy.RETAIN,
      lifecycleRules: [
        {
          id: 'parts-of-dumps-that-were-killed',
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
        { id: 'old-dumps', expiration: retention, noncurrentVersionExpiration: Duration.days(7) },
        { id: 'traces-of-old-dumps', expiredObjectDeleteMarker: true },
      ],
    });
  }

  #createFunction(props: DumpToS3Props): lambda.Function {
    const logGroup = new logs.LogGroup(this, 'LogGroup', {
      retention: logs.RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    // With a role of our own, CDK adds none of its managed policies, which would allow more.
    const role = new iam.Role(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    for (const statement of permissionsOf(this.#needs(props, logGroup))) {
      role.addToPolicy(statement);
    }
    const { vpc, vpcSubnets, securityGroups } = props;
    return new lambda.Function(this, 'Function', {
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      code: lambda.Code.fromAsset(props.zip ?? builtZip),
      handler: 'index.handler',
      memorySize: props.memorySize ?? 256,
      timeout: Duration.minutes(15),
      role,
      logGroup,
      environment: this.#environment(props),
      // One more try, for a fault that passes: what failed has left nothing behind.
      retryAttempts: 1,
      maxEventAge: Duration.hours(1),
      // Also lets the role publish to the topic.
      onFailure: new destinations.SnsDestination(this.topic),
      ...(vpc !== undefined && { vpc }),
      ...(vpcSubnets !== undefined && { vpcSubnets }),
      ...(securityGroups !== undefined && { securityGroups: [...securityGroups] }),
    });
  }

  #needs(props: DumpToS3Props, logGroup: logs.ILogGroup): DumpPermissions {
    const stack = Stack.of(this);
    const { databaseIam, databaseSecret } = props;
    const names = ['dbhost', 'dbname'];
    if (databaseIam === undefined && databaseSecret === undefined) names.push('dbuser', 'dbpass');
    const prefixes = (props.targets ?? ['']).map((target) =>
      props.ssmPrefix.replaceAll('{target}', target),
    );
    return {
      dumps: this.bucket.arnForObjects('dump/*'),
      parameters: prefixes.flatMap((prefix) =>
        names.map((name) =>
          stack.formatArn({
            service: 'ssm',
            resource: 'parameter',
            // The name of a parameter in a path begins with the slash.
            resourceName: `${prefix}${name}`.replace(/^\//, ''),
          }),
        ),
      ),
      logGroup: logGroup.logGroupArn,
      tags: props.tags !== undefined,
      objectLock: props.objectLock !== undefined,
      legalHold: props.legalHold === true,
      verify: props.verify === true,
      vpc: props.vpc !== undefined,
      ...(props.encryptionKey && { encryptionKey: props.encryptionKey.keyArn }),
      ...(databaseSecret && { databaseSecret: databaseSecret.secretArn }),
      ...(databaseIam && {
        databaseUser: stack.formatArn({
          service: 'rds-db',
          resource: `dbuser:${databaseIam.resourceId}`,
          resourceName: databaseIam.user,
        }),
      }),
    };
  }

  #environment(props: DumpToS3Props): Record<string, string> {
    const { databaseIam, databaseSecret, objectLock } = props;
    return {
      DUMPSTREAM_SSM_PREFIX: props.ssmPrefix,
      DUMPSTREAM_BUCKET: this.bucket.bucketName,
      DUMPSTREAM_BUCKET_OWNER: Stack.of(this).account,
      DUMPSTREAM_TIME_ZONE: props.timeZone ?? 'UTC',
      ...(props.targets && { DUMPSTREAM_TARGETS: props.targets.join(',') }),
      ...(databaseSecret && { DUMPSTREAM_DB_SECRET: databaseSecret.secretArn }),
      ...(databaseIam && { DUMPSTREAM_DB_AUTH: 'iam', DUMPSTREAM_DB_USER: databaseIam.user }),
      ...(props.tags && { DUMPSTREAM_TAGS: String(new URLSearchParams(props.tags)) }),
      ...(objectLock && {
        DUMPSTREAM_OBJECT_LOCK_MODE: objectLock.mode ?? 'GOVERNANCE',
        DUMPSTREAM_OBJECT_LOCK_DAYS: String(objectLock.days),
      }),
      ...(props.legalHold && { DUMPSTREAM_LEGAL_HOLD: 'true' }),
      ...(props.verify && { DUMPSTREAM_VERIFY: 'true' }),
    };
  }

  #createSchedules({ targets: names, schedule, timeZone }: DumpToS3Props): void {
    const expression =
      schedule ??
      scheduler.ScheduleExpression.cron({
        minute: '15',
        hour: '3',
        timeZone: TimeZone.of(timeZone ?? 'UTC'),
      });
    const events = names?.map((target) => ({ id: `Nightly-${target}`, event: { target } })) ?? [
      { id: 'Nightly', event: {} },
    ];
    for (const { id, event } of events) {
      new scheduler.Schedule(this, id, {
        schedule: expression,
        target: new targets.LambdaInvoke(this.function, {
          input: scheduler.ScheduleTargetInput.fromObject(event),
        }),
      });
    }
  }

  #createAlarms({ targets: names }: DumpToS3Props): void {
    const tell = new cloudwatchActions.SnsAction(this.topic);
    const failed = this.function
      .metricErrors({ period: Duration.minutes(5), statistic: 'Sum' })
      .createAlarm(this, 'FailedAlarm', {
        alarmDescription: "A dump failed. The function's log says why.",
        threshold: 1,
        evaluationPeriods: 1,
        comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
      });
    failed.addAlarmAction(tell);

    for (const { id, dimensions } of dumpsToMiss(names)) {
      // The function writes it into its log, and CloudWatch reads it from there.
      const missing = new cloudwatch.Metric({
        namespace: 'dumpstream',
        metricName: 'Success',
        dimensionsMap: { FunctionName: this.function.functionName, ...dimensions },
        period: Duration.hours(1),
        statistic: 'Sum',
      }).createAlarm(this, id, {
        alarmDescription: 'No dump was made in the last 26 hours.',
        threshold: 1,
        evaluationPeriods: 26,
        datapointsToAlarm: 26,
        comparisonOperator: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
        // Also where the schedule is gone, and nothing fails because nothing runs.
        treatMissingData: cloudwatch.TreatMissingData.BREACHING,
      });
      missing.addAlarmAction(tell);
      missing.addOkAction(tell);
    }
  }
}

/** One alarm on missing dumps for each database. */
function dumpsToMiss(names: readonly string[] | undefined) {
  return (
    names?.map((name) => ({ id: `MissingAlarm-${name}`, dimensions: { Target: name } })) ?? [
      { id: 'MissingAlarm', dimensions: {} },
    ]
  );
}
