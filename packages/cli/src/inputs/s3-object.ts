/** An object in S3, read by byte ranges: hands the work to the S3 package. */

import { InputError } from '../errors.ts';
import { parseS3Target } from '../s3/location.ts';
import type { SourceInput } from './input.ts';
import type { InputSettings } from './open-input.ts';

/** @throws UsageError for a URL that names no bucket or no key; what the S3 package throws */
export async function openS3Input(url: string, _settings: InputSettings): Promise<SourceInput> {
  parseS3Target(url, '<dump>');
  throw new InputError('<dump>: objects are not read yet');
}
