/** What an upload tells while it runs and when it is done. */

import type { ObjectChecksum } from './checksum.ts';

/** Told to `onProgress` each time a part has arrived in S3. */
export interface UploadProgress {
  /** Bytes that have arrived. */
  readonly bytes: number;
  /** Parts that have arrived. */
  readonly parts: number;
  /** Bytes of the part that has just arrived. */
  readonly partSize: number;
}

/** The finished object. */
export interface UploadResult {
  readonly bucket: string;
  readonly key: string;
  /** Size of the object. */
  readonly bytes: number;
  /** As S3 returns it, with its quotation marks. */
  readonly etag: string | undefined;
  /** Only in a bucket with versioning. */
  readonly versionId?: string;
  /** Of the whole object, as it was sent and S3 checked it; absent where it was switched off. */
  readonly checksum?: ObjectChecksum;
}
