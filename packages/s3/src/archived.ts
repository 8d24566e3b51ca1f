/** Whether an object can be read now, or must be restored from an archive first. */

import type { HeadObjectOutput } from '@aws-sdk/client-s3';

const archives: ReadonlySet<unknown> = new Set(['GLACIER', 'DEEP_ARCHIVE']);

/**
 * @returns where it is archived, and what is done about it already; `undefined` if it can be read.
 *   `GLACIER_IR` can be read at any time, `INTELLIGENT_TIERING` unless it says where it is.
 */
export function archiveOf({
  StorageClass,
  ArchiveStatus,
  Restore,
}: HeadObjectOutput): { readonly place: string; readonly isBeingRestored: boolean } | undefined {
  const place = ArchiveStatus ?? (archives.has(StorageClass) ? StorageClass : undefined);
  // For example: ongoing-request="false", expiry-date="Fri, 21 Dec 2012 00:00:00 GMT"
  if (place === undefined || Restore?.includes('ongoing-request="false"')) return undefined;
  return { place, isBeingRestored: Restore?.includes('ongoing-request="true"') === true };
}
