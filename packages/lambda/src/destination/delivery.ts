/** What it is to take a dump to its destination. */

import type { DumpSource, DumpStream } from '@dumpstream/core';
import type { Collector } from '../memory.ts';

/** A dump that has arrived whole in S3. */
export interface DeliveredObject {
  readonly bucket: string;
  readonly key: string;
  /** Size of the object. */
  readonly bytes: number;
  /** Of the whole object, as S3 has checked it. */
  readonly checksum?: { readonly algorithm: string; readonly value: string };
}

/** A dump that has arrived whole in a file. */
export interface DeliveredFile {
  readonly path: string;
  /** Size of the file. */
  readonly bytes: number;
}

/** Where a dump would be. */
export type PlannedPlace = Pick<DeliveredObject, 'bucket' | 'key'> | Pick<DeliveredFile, 'path'>;

/** A dump that has arrived whole. */
export type Delivered = DeliveredObject | DeliveredFile;

/** What has arrived, to be read back. */
export interface Stored {
  /** For messages: `s3://bucket/key`, or the path. */
  readonly name: string;
  /** Size, as it was written. */
  readonly bytes: number;
  open(signal: AbortSignal): Promise<DumpSource & Partial<AsyncDisposable>>;
  /**
   * Removes it, unless something else has taken its place.
   *
   * @returns whether it was still there to be removed
   */
  remove(): Promise<boolean>;
  /** What the function's role or user needs for both. */
  readonly permissions: { readonly read: string; readonly remove: string };
}

/** A dump that has arrived, and how to read it back. */
export interface Delivery {
  readonly delivered: Delivered;
  readonly stored: Stored;
}

/** What a delivery is limited by. */
export interface DeliveryLimits {
  /** Ends it. */
  readonly signal: AbortSignal;
  /** Keeps memory low; `undefined` where there is enough of it. */
  readonly collector: Collector | undefined;
}

/** Takes a dump to where it is to be, whole or not at all. */
export type Deliver = (stream: DumpStream, limits: DeliveryLimits) => Promise<Delivery>;
