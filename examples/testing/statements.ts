/** The permissions that the function needs, and no others: what all deployments must grant. */

/** A statement of an IAM policy, in the one form in which two are compared. */
export interface Statement {
  readonly effect: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly condition?: unknown;
}

/** What a deployment is asked for; all else is at its default. */
export interface DeploymentOptions {
  /** A key of one's own for the parameters or the secret. */
  readonly kmsKeyArn?: string;
  /** A secret in place of the parameters with user and password. */
  readonly dbSecretArn?: string;
  /** IAM database authentication in place of a password. */
  readonly iam?: { readonly resourceId: string; readonly user: string };
  readonly tags?: string;
  readonly objectLockDays?: number;
  readonly legalHold?: boolean;
  /** Each dump is read back. */
  readonly verify?: boolean;
  readonly vpc?: { readonly subnetIds: string[]; readonly securityGroupIds: string[] };
  /** One function for many databases. */
  readonly targets?: readonly string[];
}

/** Where every deployment is made in the tests. */
export const region = 'eu-central-1';
export const account = '123456789012';
export const bucketArn = 'arn:aws:s3:::the-bucket';
export const topicArn = `arn:aws:sns:${region}:${account}:the-topic`;
export const logGroupArn = `arn:aws:logs:${region}:${account}:log-group:the-log-group:*`;
export const functionArn = `arn:aws:lambda:${region}:${account}:function:the-function`;
export const ssmPrefix = '/prod/shop-';

const key = `arn:aws:kms:${region}:${account}:key/the-key`;
const secret = `arn:aws:secretsmanager:${region}:${account}:secret:shop-a1b2c3`;

/** Each option alone, none of them, and as many at once as go together. */
export const deployments: Readonly<Record<string, DeploymentOptions>> = {
  'a password in Parameter Store': {},
  'parameters under a key of their own': { kmsKeyArn: key },
  'a secret': { dbSecretArn: secret },
  'IAM database authentication': { iam: { resourceId: 'db-ABC', user: 'dumper' } },
  'tagged dumps': { tags: 'team=shop&kind=backup' },
  'locked dumps': { objectLockDays: 30 },
  'locked dumps with a legal hold': { objectLockDays: 30, legalHold: true },
  'dumps that are read back': { verify: true },
  'a VPC': {
    vpc: { subnetIds: ['subnet-1a2b3c4d', 'subnet-5e6f7a8b'], securityGroupIds: ['sg-1a2b3c4d'] },
  },
  'all at once': {
    kmsKeyArn: key,
    dbSecretArn: secret,
    tags: 'team=shop',
    objectLockDays: 30,
    legalHold: true,
    verify: true,
    vpc: { subnetIds: ['subnet-1a2b3c4d'], securityGroupIds: ['sg-1a2b3c4d'] },
  },
};

/** Deployments of one function for many databases. */
export const deploymentsOfMany: Readonly<Record<string, DeploymentOptions>> = {
  'two databases': { targets: ['shop', 'crm'] },
  'two databases with IAM database authentication': {
    targets: ['shop', 'crm'],
    iam: { resourceId: 'cluster-ABC', user: 'dumper' },
  },
};

/** The prefix of the parameters: with a place for the target, where there are several. */
export function ssmPrefixOf({ targets }: DeploymentOptions): string {
  return targets === undefined ? ssmPrefix : '/prod/{target}-';
}

/** All that the role of the function may say. */
export function neededStatements(options: DeploymentOptions): Statement[] {
  const { kmsKeyArn, dbSecretArn, iam, tags, objectLockDays, legalHold, verify, vpc } = options;
  const dumps = `${bucketArn}/dump/*`;
  const hasPassword = dbSecretArn === undefined && iam === undefined;
  const parameters = ['dbhost', 'dbname', ...(hasPassword ? ['dbuser', 'dbpass'] : [])];
  const prefixes = (options.targets ?? ['']).map((target) =>
    ssmPrefixOf(options).replace('{target}', target),
  );
  const parameterArns = prefixes.flatMap((prefix) =>
    parameters.map((name) => `arn:aws:ssm:${region}:${account}:parameter${prefix}${name}`),
  );
  const user = `arn:aws:rds-db:${region}:${account}:dbuser:${iam?.resourceId}/${iam?.user}`;
  return sorted([
    allow(['s3:PutObject', 's3:AbortMultipartUpload'], [dumps]),
    allow(['ssm:GetParameters'], parameterArns),
    allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [logGroupArn]),
    allow(['sns:Publish'], [topicArn]),
    ...(tags === undefined ? [] : [allow(['s3:PutObjectTagging'], [dumps])]),
    ...(objectLockDays === undefined ? [] : [allow(['s3:PutObjectRetention'], [dumps])]),
    ...(legalHold === true ? [allow(['s3:PutObjectLegalHold'], [dumps])] : []),
    ...(verify === true ? [allow(['s3:GetObjectVersion'], [dumps])] : []),
    ...(kmsKeyArn === undefined ? [] : [allow(['kms:Decrypt'], [kmsKeyArn])]),
    ...(dbSecretArn === undefined ? [] : [allow(['secretsmanager:GetSecretValue'], [dbSecretArn])]),
    ...(iam === undefined ? [] : [allow(['rds-db:connect'], [user])]),
    ...(vpc === undefined ? [] : [allow(networkInterfaceActions, ['*'])]),
  ]);
}

/** The environment variables of ours that the function must be given. */
export function neededVariables(options: DeploymentOptions): Record<string, string> {
  const { dbSecretArn, iam, tags, objectLockDays, legalHold, verify, targets } = options;
  return {
    DUMPSTREAM_SSM_PREFIX: ssmPrefixOf(options),
    DUMPSTREAM_BUCKET: 'the-bucket',
    DUMPSTREAM_BUCKET_OWNER: account,
    DUMPSTREAM_TIME_ZONE: 'UTC',
    ...(targets !== undefined && { DUMPSTREAM_TARGETS: targets.join(',') }),
    ...(dbSecretArn !== undefined && { DUMPSTREAM_DB_SECRET: dbSecretArn }),
    ...(iam !== undefined && { DUMPSTREAM_DB_AUTH: 'iam', DUMPSTREAM_DB_USER: iam.user }),
    ...(tags !== undefined && { DUMPSTREAM_TAGS: tags }),
    ...(objectLockDays !== undefined && {
      DUMPSTREAM_OBJECT_LOCK_MODE: 'GOVERNANCE',
      DUMPSTREAM_OBJECT_LOCK_DAYS: String(objectLockDays),
    }),
    ...(legalHold === true && { DUMPSTREAM_LEGAL_HOLD: 'true' }),
    ...(verify === true && { DUMPSTREAM_VERIFY: 'true' }),
  };
}

/** What Lambda needs to put a function into a VPC; none of it can be limited to a resource. */
const networkInterfaceActions = [
  'ec2:CreateNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:DeleteNetworkInterface',
  'ec2:AssignPrivateIpAddresses',
  'ec2:UnassignPrivateIpAddresses',
];

function allow(actions: readonly string[], resources: readonly string[]): Statement {
  return { effect: 'Allow', actions: [...actions].sort(), resources: [...resources].sort() };
}

/** The statements of a policy document, each in the form of {@link Statement}. */
export function statementsOf(document: unknown): Statement[] {
  const { Statement: list } = document as { Statement: readonly Record<string, unknown>[] };
  return sorted(
    list.map(({ Effect, Action, Resource, Condition }) => ({
      effect: String(Effect),
      actions: texts(Action),
      resources: texts(Resource),
      ...(Condition !== undefined && { condition: Condition }),
    })),
  );
}

function texts(value: unknown): string[] {
  return [value].flat().map(String).sort();
}

function sorted(statements: readonly Statement[]): Statement[] {
  const order = ({ actions, resources }: Statement) => JSON.stringify([actions, resources]);
  return [...statements].sort((a, b) => (order(a) < order(b) ? -1 : 1));
}
