/** Where a dump goes: an object in S3, or a file. */

import type { AwsClients } from '../clients.ts';
import type { Configuration } from '../configuration/configuration.ts';
import type { Deliver } from './delivery.ts';
import { writeToFolder } from './file.ts';
import { objectSettings, uploadToS3 } from './s3-object.ts';

/** Takes a dump to the key, or to the path below the folder that the key is then. */
export type Destination = (key: string) => Deliver;

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
  // Who may only invoke the function must not be able to replace a dump.
  const overwrite = !configuration.isFromEvent('key');
  const folder = configuration.text('fileFolder');
  if (folder !== undefined) {
    return (key) => (stream, limits) =>
      writeToFolder(stream, { folder, key, overwrite, ...limits });
  }
  const object = { ...objectSettings(configuration, now), overwrite };
  const client = clients.s3(configuration.flag('s3PathStyle') ?? false);
  return (key) => (stream, limits) => uploadToS3(stream, { object, client, key, ...limits });
}
