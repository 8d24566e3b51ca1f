/** All that the role of the function may do, beside publishing its failures. */

import { aws_iam as iam } from 'aws-cdk-lib';

/** What the function works with; ARNs where not said otherwise. */
export interface DumpPermissions {
  readonly dumps: string;
  readonly parameters: readonly string[];
  /** With its streams: the ARN ends in `:*`. */
  readonly logGroup: string;
  readonly encryptionKey?: string;
  readonly databaseSecret?: string;
  /** The user of IAM database authentication. */
  readonly databaseUser?: string;
  readonly tags: boolean;
  readonly objectLock: boolean;
  readonly legalHold: boolean;
  readonly verify: boolean;
  readonly vpc: boolean;
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

/** One statement for each kind of thing; CDK's own `grant…()` methods would allow more. */
export function permissionsOf(needs: DumpPermissions): iam.PolicyStatement[] {
  const { dumps, encryptionKey, databaseSecret, databaseUser } = needs;
  const statements = [
    allow(['s3:PutObject', 's3:AbortMultipartUpload'], [dumps]),
    allow(['ssm:GetParameters'], needs.parameters),
    allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [needs.logGroup]),
  ];
  if (needs.tags) statements.push(allow(['s3:PutObjectTagging'], [dumps]));
  if (needs.objectLock) statements.push(allow(['s3:PutObjectRetention'], [dumps]));
  if (needs.legalHold) statements.push(allow(['s3:PutObjectLegalHold'], [dumps]));
  // Not to remove one: whose function is taken over must not lose what was dumped before.
  if (needs.verify) statements.push(allow(['s3:GetObjectVersion'], [dumps]));
  if (encryptionKey !== undefined) statements.push(allow(['kms:Decrypt'], [encryptionKey]));
  if (databaseSecret !== undefined) {
    statements.push(allow(['secretsmanager:GetSecretValue'], [databaseSecret]));
  }
  if (databaseUser !== undefined) statements.push(allow(['rds-db:connect'], [databaseUser]));
  if (needs.vpc) statements.push(allow(networkInterfaceActions, ['*']));
  return statements;
}

function allow(actions: readonly string[], resources: readonly string[]): iam.PolicyStatement {
  return new iam.PolicyStatement({ actions: [...actions], resources: [...resources] });
}
