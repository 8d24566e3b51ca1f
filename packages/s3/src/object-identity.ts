/** By what an answer is known to be about the object that was found first, and not about another one. */

import type { VersionLocation } from './location.ts';
import { readError } from './read-failure.ts';

/** What HEAD and GET both tell of an object. */
interface Told {
  readonly ETag?: string | undefined;
  readonly VersionId?: string | undefined;
  readonly LastModified?: Date | undefined;
}

/** An object as it was found. The first of these that S3 has told decides. */
export interface ObjectIdentity {
  readonly etag: string | undefined;
  readonly versionId: string | undefined;
  /** Milliseconds since 1970. */
  readonly modified: number | undefined;
}

/** @throws UploadError `READ_FAILED` for a store that tells nothing by which it could be known again */
export function identityOf(head: Told, location: VersionLocation): ObjectIdentity {
  const identity = told(head);
  if (Object.values(identity).some((value) => value !== undefined)) return identity;
  throw readError('READ_FAILED', location, {
    reason: 'it told neither an ETag nor a version nor a time, so a change could not be noticed',
    advice: 'If this is not Amazon S3, get the object yourself, and give its body as a stream.',
  });
}

/**
 * For stores that do not heed `If-Match`. The same content has the same ETag: one that was put there
 * again is no other object.
 *
 * @throws UploadError `OBJECT_CHANGED`
 */
export function checkIdentity(
  answer: Told,
  identity: ObjectIdentity,
  location: VersionLocation,
): void {
  const now = told(answer);
  const names = ['etag', 'versionId', 'modified'] as const;
  const decisive = names.find((name) => identity[name] !== undefined && now[name] !== undefined);
  if (decisive !== undefined && now[decisive] === identity[decisive]) return;
  throw readError('OBJECT_CHANGED', location);
}

function told({ ETag, VersionId, LastModified }: Told): ObjectIdentity {
  return { etag: ETag, versionId: VersionId, modified: LastModified?.getTime() };
}
