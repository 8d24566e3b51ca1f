/** `openS3DumpSource()`: an S3 object that is read by byte ranges. */

import { archiveOf } from './archived.ts';
import { UploadError } from './errors.ts';
import { describeLocation } from './location.ts';
import { identityOf } from './object-identity.ts';
import { ObjectRequests } from './object-requests.ts';
import { readError } from './read-failure.ts';
import { readObject } from './read-object.ts';
import { checkReadOptions, type S3DumpSourceOptions } from './read-options.ts';

/** An object to be read: what `DumpSource` of `@dumpstream/core` asks for. */
export interface S3DumpSource {
  /** Size of the object. */
  readonly bytes: number;
  /** `s3://bucket/key`, with `?versionId=…` where a version was asked for. */
  readonly label: string;
  /** As S3 returns it, with its quotation marks. */
  readonly etag: string | undefined;
  /** Of what is read; only in a bucket with versioning. */
  readonly versionId?: string;
  /**
   * Reads from `start` up to and without `end` in one request, at the pace of its reader, and in
   * further ones where the connection breaks. The buffers belong to the reader.
   *
   * @throws {UploadError} (while it is read) `OBJECT_CHANGED`, `UNREACHABLE`, `ACCESS_DENIED`, ...;
   *   the signal's reason
   */
  read(start: number, end: number, signal: AbortSignal): AsyncIterable<Uint8Array>;
}

/**
 * Looks for an object that `restore()`, `verify()` and `listDump()` of `@dumpstream/core` can then
 * read by ranges: its end first, and single tables. Needs `s3:GetObject` on it, nothing else. All that
 * is read is of the object that was found here: one that replaces it is an error, never a mix.
 *
 * @throws {UploadError} `INVALID_OPTION`, `OBJECT_NOT_FOUND`, `BUCKET_NOT_FOUND`, `ACCESS_DENIED`,
 *   `OBJECT_ARCHIVED`, `CUSTOMER_KEY`, `WRONG_REGION`, `CREDENTIALS_REFUSED`, `UNREACHABLE`,
 *   `THROTTLED`, `ABORTED`, `READ_FAILED`
 *
 * @example
 * ```ts
 * const client = new S3Client({ region: 'eu-central-1' });
 * const source = await openS3DumpSource({ client, bucket: 'backups', key: 'shop.sql.gz' });
 * await restore(source, { connection: 'mysql://writer@db.example.com/shop', tables: ['orders'] });
 * ```
 */
export async function openS3DumpSource(options: S3DumpSourceOptions): Promise<S3DumpSource> {
  checkReadOptions(options);
  const { bucket, key, versionId, signal } = options;
  const location = { bucket, key, versionId };
  const requests = new ObjectRequests(options);
  try {
    signal?.throwIfAborted();
    const head = await requests.head(signal);
    if (head.SSECustomerAlgorithm !== undefined) throw readError('CUSTOMER_KEY', location);
    const archive = archiveOf(head);
    if (archive !== undefined) {
      throw readError('OBJECT_ARCHIVED', location, {
        reason: archive.place,
        ...(archive.isBeingRestored && {
          advice: 'It is being restored: wait until that is done.',
        }),
      });
    }
    if (head.ContentLength === undefined) {
      throw readError('READ_FAILED', location, { reason: 'it did not tell the size' });
    }
    const object = { bytes: head.ContentLength, identity: identityOf(head, location) };
    return {
      bytes: object.bytes,
      etag: head.ETag,
      label: describeLocation(location),
      ...(head.VersionId !== undefined && { versionId: head.VersionId }),
      read: (start, end, readSignal) =>
        readObject({
          location,
          start,
          end,
          signal: readSignal,
          request: (from) => requests.get(from, end, object, readSignal),
        }),
    };
  } catch (error) {
    if (!signal?.aborted || error instanceof UploadError) throw error;
    throw new UploadError(
      'ABORTED',
      `The opening of ${describeLocation(location)} was aborted by its caller.`,
      { cause: signal.reason },
    );
  }
}
