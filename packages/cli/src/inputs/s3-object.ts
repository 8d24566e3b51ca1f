/** An object in S3, read by byte ranges: hands the work to the S3 package. */

import { openS3DumpSource } from '@dumpstream/s3';
import { createS3Client } from '../s3/client.ts';
import { parseS3Target } from '../s3/location.ts';
import type { InputSettings, SourceInput } from './input.ts';

/** @throws UsageError for a URL that names no bucket or no key; what the S3 package throws */
export async function openS3Input(url: string, settings: InputSettings): Promise<SourceInput> {
  const { bucket, key } = parseS3Target(url, '<dump>');
  const client = createS3Client(settings.endpointUrl);
  try {
    const dump = await openS3DumpSource({ client, bucket, key, signal: settings.signal });
    return {
      kind: 'source',
      label: url,
      dump,
      async close() {
        client.destroy();
      },
    };
  } catch (error) {
    client.destroy();
    throw error;
  }
}
