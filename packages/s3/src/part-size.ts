/** How large the parts of a multipart upload are made: a pure function of the planned size. */

const mebibyte = 1024 * 1024;

/**
 * S3's limits for a multipart upload, from "Amazon S3 multipart upload limits" in its user guide:
 * at most 10,000 parts, each of 5 MiB to 5 GiB; only the last part may be smaller.
 */
export const maximumParts = 10_000;
export const minimumPartSize = 5 * mebibyte;
export const maximumPartSize = 5 * 1024 * mebibyte;

/**
 * Part size where nothing is known of the size: room for 156 GiB in 10,000 parts, where S3's
 * minimum would end at 48.8 GiB, for about 50 MiB of memory with two parts in the queue.
 */
export const unplannedPartSize = 16 * mebibyte;

/**
 * How much larger than planned an upload may become. A plan counts data pages, and a `DATETIME` of
 * 5 bytes there is 22 bytes of SQL; statistics can be stale as well.
 */
export const planSafetyFactor = 4;

/**
 * Chooses a part size with which {@link planSafetyFactor} times the planned size stays within
 * {@link maximumParts} parts.
 *
 * @param plannedBytes - expected size of the object in bytes, `undefined` where unknown
 * @returns bytes, a multiple of 1 MiB between {@link minimumPartSize} and {@link maximumPartSize}
 */
export function partSizeFor(plannedBytes: number | undefined): number {
  if (plannedBytes === undefined) {
    return unplannedPartSize;
  }
  const needed = (plannedBytes * planSafetyFactor) / maximumParts;
  const rounded = Math.ceil(needed / mebibyte) * mebibyte;
  return Math.min(Math.max(rounded, minimumPartSize), maximumPartSize);
}
