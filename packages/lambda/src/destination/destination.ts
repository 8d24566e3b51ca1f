/** Where a dump goes: an object in S3. */

import type { AwsClients } from '../clients.ts';
import type { Configuration } from '../configuration/configuration.ts';
import type { Deliver } from './delivery.ts';
import { uploadToS3 } from './s3-object.ts';

/** @param key - of the object */
export function deliveryTo(
  configuration: Configuration,
  clients: AwsClients,
  key: string,
): Deliver {
  const client = clients.s3(configuration.flag('s3PathStyle') ?? false);
  return (stream, limits) => uploadToS3(stream, { configuration, client, key, ...limits });
}
