/** What a place that a dump is read from has to offer. */

import type { DumpInput, DumpSource } from '@dumpstream/core';

/** A dump that can be read from any byte on: a file or an object. */
export interface SourceInput {
  readonly kind: 'source';
  /** How messages call it. */
  readonly label: string;
  readonly dump: DumpSource;
  close(): Promise<void>;
}

/** A dump that comes once, from its beginning: a pipe. */
export interface StreamInput {
  readonly kind: 'stream';
  readonly label: string;
  readonly dump: DumpInput;
  close(): Promise<void>;
}

/** A dump to be read. To be closed, whatever becomes of it. */
export type Input = SourceInput | StreamInput;

/** Settings that only some inputs heed. */
export interface InputSettings {
  /** Endpoint of an S3-compatible service; by default what the AWS configuration says. */
  readonly endpointUrl?: string | undefined;
  readonly signal: AbortSignal;
}
