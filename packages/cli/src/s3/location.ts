/** Reads `s3://bucket/key` from the command line. */

import { parseS3Url } from '@dumpstream/s3';
import { UsageError } from '../errors.ts';

/**
 * @param argument - how messages call it, for example `--output`
 * @throws UsageError for a target that names no bucket or no key
 */
export function parseS3Target(
  target: string,
  argument: string,
): { readonly bucket: string; readonly key: string } {
  try {
    return parseS3Url(target);
  } catch (error) {
    throw new UsageError(`${argument}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
