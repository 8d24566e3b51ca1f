/** The AWS clients: made when first needed, kept between invocations. */

import { S3Client } from '@aws-sdk/client-s3';
import { SSMClient } from '@aws-sdk/client-ssm';

/**
 * In a VPC without a way to the service a connection attempt hangs. The SDK tries a few
 * times: so after half a minute there is an error that says so, in place of the function's timeout.
 */
export const requestHandler = { connectionTimeout: 5_000, socketTimeout: 60_000 };

/**
 * S3 asks a client to slow down for seconds, not for a moment: the SDK's own number of attempts, 3, is
 * over in less than two. A network that is not there takes five seconds each time.
 */
const attempts = 6;

/** Region, credentials and endpoints are from the environment, by the SDK's own rules. */
export class AwsClients {
  #ssm: SSMClient | undefined;
  #s3: { readonly client: S3Client; readonly pathStyle: boolean } | undefined;

  get ssm(): SSMClient {
    this.#ssm ??= new SSMClient({ requestHandler });
    return this.#ssm;
  }

  s3(pathStyle: boolean): S3Client {
    if (this.#s3?.pathStyle !== pathStyle) {
      this.#s3?.client.destroy();
      const client = new S3Client({
        requestHandler,
        forcePathStyle: pathStyle,
        ...(process.env['AWS_MAX_ATTEMPTS'] ? {} : { maxAttempts: attempts }),
      });
      this.#s3 = { client, pathStyle };
    }
    return this.#s3.client;
  }
}
