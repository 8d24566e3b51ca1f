/** Where a dump goes: an object in S3, or a file. */

import { join } from 'node:path/posix';
import type { AwsClients } from '../clients.ts';
import type { Configuration } from '../configuration/configuration.ts';
import type { Deliver, PlannedPlace } from './delivery.ts';
import { writeToFolder } from './file.ts';
import { namesOneDump } from './object-key.ts';
import { objectSettings, uploadToS3 } from './s3-object.ts';

/** Where dumps go, each by its key, which is the path below the folder where there is one. */
export interface Destination {
  readonly deliverTo: (key: string) => Deliver;
  /** Where the dump would be. */
  readonly placeOf: (key: string) => PlannedPlace;
}

/**
 * Asks nobody for anything.
 *
 * @param now - the start of the invocation
 * @throws {InvocationError} `ConfigurationError` for settings of the object that can't be used
 */
export function destinationOf(
  configuration: Configuration,
  clients: AwsClients,
  now: Date,
): Destination {
  // Who may only invoke the function must not be able to replace a dump. And two functions that share
  // a bucket may begin in the same second.
  const overwrite = !configuration.isFromEvent('key') && !namesOneDump(configuration);
  const folder = configuration.text('fileFolder');
  if (folder !== undefined) {
    return {
      deliverTo: (key) => (stream, limits) =>
        writeToFolder(stream, { folder, key, overwrite, ...limits }),
      placeOf: (key) => ({ path: join(folder, key) }),
    };
  }
  const object = { ...objectSettings(configuration, now), overwrite };
  const client = clients.s3(configuration.flag('s3PathStyle') ?? false);
  return {
    deliverTo: (key) => (stream, limits) => uploadToS3(stream, { object, client, key, ...limits }),
    placeOf: (key) => ({ bucket: object.bucket, key }),
  };
}
