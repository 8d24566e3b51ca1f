/** A stack with the construct: what `cdk deploy` deploys. */

import { App, CfnOutput, aws_ec2 as ec2, Stack } from 'aws-cdk-lib';
import { DumpToS3 } from './dump-to-s3.ts';

const app = new App();
const context = (name: string): string | undefined => app.node.tryGetContext(name);
const { CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION: region } = process.env;
const stack = new Stack(app, context('stackName') ?? 'Dumpstream', {
  // A VPC is looked up in one account and region.
  ...(account && region && { env: { account, region } }),
});

const vpcId = context('vpcId');
const alarmEmail = context('alarmEmail');
const dump = new DumpToS3(stack, 'Dump', {
  ssmPrefix: context('ssmPrefix') ?? '/dumpstream/',
  ...(vpcId !== undefined && { vpc: ec2.Vpc.fromLookup(stack, 'Vpc', { vpcId }) }),
  ...(alarmEmail !== undefined && { alarmEmail }),
});

new CfnOutput(stack, 'FunctionName', { value: dump.function.functionName });
new CfnOutput(stack, 'BucketName', { value: dump.bucket.bucketName });
