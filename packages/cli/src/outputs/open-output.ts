/** Which output a target names. */

import { UsageError } from '../errors.ts';
import { openFile } from './file.ts';
import type { Output } from './output.ts';
import { openStandardOutput } from './standard-output.ts';

/** Settings that only some outputs heed. */
export interface OutputSettings {
  /** Endpoint of an S3-compatible service; by default what the AWS configuration says. */
  readonly endpointUrl?: string;
  /** `true` where the bytes are for programs only and a terminal would be garbled. */
  readonly compressed: boolean;
}

/**
 * Opens the output that a target names: `-`, `s3://bucket/key` or a file.
 *
 * @throws UsageError for a target that can't be one
 * @throws OutputError where the place can't be written to
 */
export async function openOutput(target: string, settings: OutputSettings): Promise<Output> {
  if (target === '-') return openStandardOutput(settings.compressed);
  if (target.startsWith('s3://')) {
    // The AWS SDK takes longer to load than all the rest.
    const { openS3Object } = await import('./s3-object.ts');
    return openS3Object(target, settings.endpointUrl);
  }
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(target)) {
    throw new UsageError('--output takes a file, s3://bucket/key or -, and no other kind of URL');
  }
  return await openFile(target);
}
