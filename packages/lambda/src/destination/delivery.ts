/** What it is to take a dump to its destination. */

import type { DumpStream } from '@dumpstream/core';
import type { Collector } from '../memory.ts';

/** A dump that has arrived whole. */
export interface DeliveredObject {
  readonly bucket: string;
  readonly key: string;
  /** Size of the object. */
  readonly bytes: number;
}

/** What a delivery is limited by. */
export interface DeliveryLimits {
  /** Ends it. */
  readonly signal: AbortSignal;
  /** Keeps memory low; `undefined` where there is enough of it. */
  readonly collector: Collector | undefined;
}

/** Takes a dump to where it is to be, whole or not at all. */
export type Deliver = (stream: DumpStream, limits: DeliveryLimits) => Promise<DeliveredObject>;
