/** Reads `s3://bucket/key` from the command line. */

import { parseS3SourceUrl, parseS3Url, type VersionLocation } from '@dumpstream/s3';
import { UsageError } from '../errors.ts';

/**
 * @param argument - how messages call it, for example `--output`
 * @throws UsageError for a target that names no bucket or no key
 */
export function parseS3Target(
  target: string,
  argument: string,
): { readonly bucket: string; readonly key: string } {
  return inWords(argument, () => parseS3Url(target));
}

/**
 * As {@link parseS3Target}, and `?versionId=…` at its end is one version of the object.
 *
 * @throws UsageError
 */
export function parseS3Source(source: string, argument: string): VersionLocation {
  return inWords(argument, () => parseS3SourceUrl(source));
}

function inWords<Location>(argument: string, parse: () => Location): Location {
  try {
    return parse();
  } catch (error) {
    throw new UsageError(`${argument}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
