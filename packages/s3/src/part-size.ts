/** How large the parts of a multipart upload are made: a pure function of a part's number. */

const mebibyte = 1024 * 1024;

/**
 * S3's limits for a multipart upload, from "Amazon S3 multipart upload limits" in its user guide:
 * at most 10,000 parts, each of 5 MiB to 5 GiB; only the last part may be smaller. An object may
 * have 48.8 TiB since December 2025, which is what so many parts of that size hold; before that,
 * and in most stores that speak S3 as well, it was 5 TiB.
 */
export const maximumParts = 10_000;
export const minimumPartSize = 5 * mebibyte;
export const maximumPartSize = 5 * 1024 * mebibyte;

/**
 * How many parts there are of each size, from the first part on; the rest have
 * {@link maximumPartSize}. A length that nobody knows beforehand then fits in any case, up to 5 TiB,
 * while the first 19 GiB, which is more than a function of 128 MB gets done, are sent in parts of at
 * most 8 MiB, and the first 104 GiB in parts of at most 32 MiB. Each row of what follows after part
 * 7,000 doubles what has been sent by then, more or less.
 */
const growth: readonly { readonly parts: number; readonly size: number }[] = [
  { parts: 1500, size: minimumPartSize },
  { parts: 1500, size: 8 * mebibyte },
  { parts: 2500, size: 16 * mebibyte },
  { parts: 1500, size: 32 * mebibyte },
  { parts: 350, size: 64 * mebibyte },
  { parts: 350, size: 128 * mebibyte },
  { parts: 350, size: 256 * mebibyte },
  { parts: 350, size: 512 * mebibyte },
  { parts: 350, size: 1024 * mebibyte },
  { parts: 350, size: 2048 * mebibyte },
  { parts: 350, size: 4096 * mebibyte },
];

/** Parts that are to hold {@link planSafetyFactor} times a plan, before they grow steeply. */
const plannedParts = 7000;

/**
 * How much larger than planned an upload may become before its parts grow steeply. A plan counts
 * data pages, and a `DATETIME` of 5 bytes there is 22 bytes of SQL; statistics can be stale as well.
 */
export const planSafetyFactor = 2;

/** Bytes of the part with this number, the first one being 1. Never less than of the one before. */
export type PartSizes = (partNumber: number) => number;

/**
 * Sizes with which an upload of any length up to 5 TiB fits into {@link maximumParts}, whatever was
 * planned, and one that was planned rightly up to S3's maximum.
 *
 * @param plannedBytes - expected size of the object, `undefined` where unknown; raises the start
 */
export function growingPartSizes(plannedBytes: number | undefined): PartSizes {
  const needed = ((plannedBytes ?? 0) * planSafetyFactor) / plannedParts;
  const start = Math.min(Math.ceil(needed / mebibyte) * mebibyte, maximumPartSize);
  return (partNumber) => Math.max(start, unplannedSize(partNumber));
}

/** Parts of one size, for stores that take no others, and for callers who know theirs. */
export function equalPartSizes(size: number): PartSizes {
  return () => size;
}

function unplannedSize(partNumber: number): number {
  let last = 0;
  for (const { parts, size } of growth) {
    last += parts;
    if (partNumber <= last) {
      return size;
    }
  }
  return maximumPartSize;
}
