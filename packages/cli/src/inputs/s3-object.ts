/** An object in S3, read by byte ranges: hands the work to the S3 package. */

import { openS3DumpSource } from '@dumpstream/s3';
import { given } from '../flags/common.ts';
import { createS3Client } from '../s3/client.ts';
import { parseS3Source } from '../s3/location.ts';
import type { InputSettings, SourceInput } from './input.ts';

/** @throws UsageError for a URL that names no bucket or no key; what the S3 package throws */
export async function openS3Input(url: string, settings: InputSettings): Promise<SourceInput> {
  const { bucket, key, versionId } = parseS3Source(url, '<dump>');
  const client = createS3Client(settings.endpointUrl);
  try {
    const { signal } = settings;
    const dump = await openS3DumpSource({
      ...{ client, bucket, key, signal },
      ...given({ versionId }),
    });
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
