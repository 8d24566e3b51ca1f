/** `uploadDump()`: a stream becomes an object in S3, whole or not at all. */

import { Readable } from 'node:stream';
import { UploadError } from './errors.ts';
import { checkUploadOptions, type UploadOptions } from './options.ts';
import type { UploadResult } from './result.ts';
import { UploadRun } from './upload-run.ts';

/**
 * Uploads a stream. The object appears whole once the stream has ended, or not at all: on any error
 * the multipart upload is aborted, and the stream destroyed, before the promise rejects.
 *
 * @param source - a stream of bytes or text, not read from yet; it is always consumed or destroyed
 * @throws the stream's own error if it failed
 * @throws {UploadError} in all other cases
 *
 * @example
 * ```ts
 * const stream = dump({ connection: 'mysql://reader@localhost/shop', compress: 'gzip' });
 * const plannedBytes = stream.estimate.then((estimate) => estimate.bytes);
 * await uploadDump(stream, { client: new S3Client(), bucket: 'backups', key: 'shop.sql.gz', plannedBytes });
 * ```
 */
export async function uploadDump(source: Readable, options: UploadOptions): Promise<UploadResult> {
  if (!(source instanceof Readable)) {
    throw new UploadError(
      'INVALID_OPTION',
      'uploadDump() needs a Readable of node:stream as its first argument; ' +
        'Readable.from() and Readable.fromWeb() make one of other sources.',
    );
  }
  // It fails with its stream, perhaps before anybody waits for it: no unhandled rejection.
  Promise.resolve(options?.plannedBytes).catch(() => {});
  try {
    checkUploadOptions(options);
  } catch (error) {
    source.on('error', () => {}).destroy();
    throw error;
  }
  return await new UploadRun(source, options).run();
}
